// The package without the wasm, which the caller hands over: compiled, or as bytes.

import { use } from "./instance.js";

export * from "./api.js";

export function init(module) {
  const isBytes = ArrayBuffer.isView(module) || Object.prototype.toString.call(module) === "[object ArrayBuffer]";
  const compiled = isBytes ? new WebAssembly.Module(module) : module;
  use(() => compiled);
}
