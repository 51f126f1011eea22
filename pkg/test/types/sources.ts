// The sources implement the types that are published.

import * as index from "../../src/index.js";
import * as slim from "../../src/slim.js";
import type * as declaredIndex from "../../types/index.js";
import type * as declaredSlim from "../../types/slim.js";

index satisfies typeof declaredIndex;
slim satisfies typeof declaredSlim;
