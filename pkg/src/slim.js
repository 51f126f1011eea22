// The package without the wasm, which the caller hands over: compiled, or as bytes.

import { use } from "./instance.js";

export * from "./api.js";

export function init(module) {
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module);
  use(() => compiled);
}
