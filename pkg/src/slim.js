// The entry without the wasm: the caller supplies it, as a compiled module or as bytes.

import { toBytes } from "./input.js";
import { setModuleSource } from "./instance.js";

export * from "./api.js";

/** @param {object} module */
export function init(module) {
  const compiled = isBytes(module) ? new WebAssembly.Module(toBufferSource(module)) : module;
  setModuleSource(() => /** @type {WebAssembly.Module} */ (compiled));
}

/**
 * @param {object} module
 * @returns {module is ArrayBuffer | ArrayBufferView}
 */
function isBytes(module) {
  // An ArrayBuffer of another realm is not an instance of this realm's.
  return ArrayBuffer.isView(module) || Object.prototype.toString.call(module) === "[object ArrayBuffer]";
}

/**
 * @param {ArrayBuffer | ArrayBufferView} bytes
 * @returns {BufferSource}
 */
function toBufferSource(bytes) {
  // Not every engine compiles a DataView.
  return /** @type {BufferSource} */ (ArrayBuffer.isView(bytes) ? toBytes(bytes, "") : bytes);
}
