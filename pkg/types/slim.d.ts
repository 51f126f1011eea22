// By its name the package is found as ESM from an ESM copy of this file, as CommonJS from the other.
export * from "user-processing-result";

/**
 * Takes the validator, which this entry does not hold; to be called once, before all else.
 *
 * @param module - `user-processing-result/validator.wasm` as a `WebAssembly.Module`, or its bytes.
 * @throws WebAssembly.CompileError where the bytes are something else.
 *
 * @example
 * init(await WebAssembly.compileStreaming(fetch("/validator.wasm")));
 */
export function init(module: CompiledModule | ArrayBuffer | ArrayBufferView): void;

// A `WebAssembly.Module`, which not every environment declares and nothing tells from other objects; but it is no promise.
type CompiledModule = object & { then?: never };

export {};
