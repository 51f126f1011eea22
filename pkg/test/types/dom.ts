// Types that only a page has. This file is compiled with the DOM library, and without the types of Node.

import { checkLines, checkRequest, checkResponse, type LineReport } from "user-processing-result";
import { init } from "user-processing-result/slim";

async function read(response: Response, file: File): Promise<LineReport[]> {
  init(await WebAssembly.compileStreaming(response));
  init(await response.arrayBuffer());
  const reports = [];
  for (const stream of [file.stream(), response.body!])
    for await (const report of checkLines(stream)) reports.push(report);
  return reports;
}

async function exchange(request: Request): Promise<boolean> {
  const before = await checkRequest(request);
  const after = await checkResponse(await fetch(request));
  const plain = await checkRequest({ method: "POST", url: new URL(request.url), headers: new Headers() });
  return before.valid && after.valid && plain.valid;
}

export { exchange, read };
