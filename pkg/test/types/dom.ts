// What only a page has: the test compiles this one with the library of the DOM, and without the types of Node.

import { checkLines, type LineReport } from "user-processing-result";
import { init } from "user-processing-result/slim";

async function read(response: Response, file: File): Promise<LineReport[]> {
  init(await WebAssembly.compileStreaming(response));
  init(await response.arrayBuffer());
  const reports = [];
  for (const stream of [file.stream(), response.body!]) for await (const report of checkLines(stream)) reports.push(report);
  return reports;
}

export { read };
