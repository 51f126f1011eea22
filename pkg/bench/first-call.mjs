// Prints the duration of the first call in this process, in milliseconds.

import { check } from "../dist/index.js";
import { documents } from "./data.mjs";

const [json] = documents("canonical", 1);
const start = performance.now();
check(json);
console.log(performance.now() - start);
