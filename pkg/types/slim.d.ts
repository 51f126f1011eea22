// Imported by its name, the package resolves to ES modules from slim.d.ts, and to CommonJS from its copy slim.d.cts.
export * from "user-processing-result";

/**
 * Sets the wasm, which this entry does not contain. It must be called once, before any other function.
 *
 * @param module - `user-processing-result/validator.wasm`, as a `WebAssembly.Module` or as bytes.
 * @throws WebAssembly.CompileError if the bytes are not valid WebAssembly.
 *
 * @example
 * init(await WebAssembly.compileStreaming(fetch("/validator.wasm")));
 */
export function init(module: CompiledModule | ArrayBuffer | ArrayBufferView): void;

// A `WebAssembly.Module`. Not every environment declares this type, and no member distinguishes it from other objects;
// only promises can be excluded.
type CompiledModule = object & { then?: never };

export {};
