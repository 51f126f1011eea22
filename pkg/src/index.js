// The default entry: the wasm is inlined, and compiled at the first call.

import inlined from "generated:wasm";
import { setModuleSource } from "./instance.js";

export * from "./api.js";

setModuleSource(() => {
  const bytes = new Uint8Array(inlined.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = inlined.charCodeAt(at) - SHIFT;
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new Error(
      "WebAssembly is refused here: allow it with 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy, " +
        "or hand the module over with user-processing-result/slim",
      { cause },
    );
  }
});
