// The package without the wasm, which the caller hands over: compiled, or as bytes.

import { bytes } from "./input.js";
import { use } from "./instance.js";

export * from "./api.js";

export function init(module) {
  const isView = ArrayBuffer.isView(module);
  const isBytes = isView || Object.prototype.toString.call(module) === "[object ArrayBuffer]";
  // Not every engine compiles a DataView.
  const compiled = isBytes ? new WebAssembly.Module(isView ? bytes(module) : module) : module;
  use(() => compiled);
}
