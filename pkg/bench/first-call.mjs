// Prints how many milliseconds the first call of this process takes.

import { check } from "../dist/index.js";
import { documents } from "./data.mjs";

const [json] = documents("canonical", 1);
const start = performance.now();
check(json);
console.log(performance.now() - start);
