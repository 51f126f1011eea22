// Uses that are wrong, each of them marked; the test takes the marks away and counts.

import * as index from "user-processing-result";
import {
  check,
  checkCollection,
  checkLines,
  checkValue,
  explain,
  isValid,
  type Options,
  parse,
  type Report,
  type UserProcessingResult,
  userProcessingResult,
  ValidationError,
} from "user-processing-result";
import { init } from "user-processing-result/slim";

declare const someOptions: Options;
declare const report: Report;
declare const body: UserProcessingResult;
declare const stringChunks: AsyncIterable<string>;

// @ts-expect-error: no input
check();
// @ts-expect-error: a parsed value
check({});
// @ts-expect-error: numbers
check([123, 125]);
// @ts-expect-error: no text
isValid(null);
// @ts-expect-error: a buffer without a view
parse(new ArrayBuffer(8));
// @ts-expect-error: parsed items
checkCollection([{}]);
// @ts-expect-error: no value
checkValue();

// @ts-expect-error: no option
check("{}", { contracts: "create" });
// @ts-expect-error: the command's spelling
check("{}", { "date-time": "odata" });
// @ts-expect-error: no contract
check("{}", { contract: "request" });
// @ts-expect-error: no set of members
isValid("{}", { members: "all" });
// @ts-expect-error: upper case
parse("{}", { dateTime: "RFC3339" });
// @ts-expect-error: no way to take what is undeclared
checkValue({}, { undeclared: "ignore" });
// @ts-expect-error: no boolean
checkCollection("[]", { consistency: "on" });
// @ts-expect-error: a string
check("{}", { maxBytes: "16 MiB" });
// @ts-expect-error: null is no options
check("{}", null);
// @ts-expect-error: a contract alone
check("{}", "resource");
// @ts-expect-error: misspelled beside what is right
parse("{}", { members: "open", contrat: "create" });

// @ts-expect-error: a report is no verdict
const isRight: boolean = check("{}");
// @ts-expect-error: in Rust's spelling
report.isValid;
// @ts-expect-error: a parsed value has no span
report.violations.map(({ span }) => span.start);
// @ts-expect-error: there may be none
report.violations[0].code;
// @ts-expect-error: no code
report.violations.some(({ code }) => code === "bad_date");
// @ts-expect-error: a code is no reason
report.violations.some(({ reason }) => reason === "out_of_range");
// @ts-expect-error: no severity
report.violations.some(({ severity }) => severity === "info");
// @ts-expect-error: one document has no line
report.line;

// @ts-expect-error: no name
explain("everything");
// @ts-expect-error: all of them
explain().what;
// @ts-expect-error: one of them
explain("malformed").length;
// @ts-expect-error: it may be bytes
explain("invalid_utf8").body.toUpperCase();

// @ts-expect-error: it may be absent
const id: string = body.id;
// @ts-expect-error: it may be null
body.completedDateTime?.slice(0, 10) satisfies string;
// @ts-expect-error: text, as it stands in the JSON
body.scheduledDateTime.getTime();
// @ts-expect-error: never null
body.scheduledDateTime = null;
// @ts-expect-error: text
body.workflowVersion = "2";
// @ts-expect-error: no member
body.processingStatus = "Completed";
// @ts-expect-error: of the other enumeration
body.workflowExecutionType = "queued";
// @ts-expect-error: not declared
body.tenantId;
// @ts-expect-error: what is inside is not judged
body.subject?.displayName.length;
// @ts-expect-error: an annotation is not judged
body["@odata.etag"].length;
// @ts-expect-error: six are missing
checkValue({ workflowVersion: 1 } satisfies UserProcessingResult);

// @ts-expect-error: the set is open
const status: index.LifecycleWorkflowProcessingStatus = parse("{}", { members: "open" }).processingStatus;
// @ts-expect-error: the set may be open
const closed: UserProcessingResult = parse("{}", someOptions);

// @ts-expect-error: no report
new ValidationError("invalid");
// @ts-expect-error: the report holds them
new ValidationError(report).violations;

// @ts-expect-error: text comes as bytes
checkLines("{}\n{}\n");
// @ts-expect-error: a stream of text
checkLines(new ReadableStream<string>());
// @ts-expect-error: an iterable of text
checkLines(stringChunks);
// @ts-expect-error: no iterable of pieces that are there
checkLines([new Uint8Array()]);
// @ts-expect-error: it is asynchronous
for (const { line } of checkLines(new Uint8Array())) line;

// @ts-expect-error: no method
index.checkRequest({ url: "/" });
// @ts-expect-error: a parsed body
index.checkRequest({ method: "POST", url: "/", body: { id: "1" } });
// @ts-expect-error: a response
index.checkRequest({ status: 201 });
// @ts-expect-error: a status is a number
index.checkResponse({ status: "201" });
// @ts-expect-error: headers as a text
index.checkResponse({ status: 201, headers: "a: b" });
// @ts-expect-error: a promise
index.checkResponse({ status: 201 }).valid;
// @ts-expect-error: no contract
index.jsonSchema({ contract: "request" });
// @ts-expect-error: not judged
index.jsonSchema().properties.id;
// @ts-expect-error: a dialect is a string
userProcessingResult["~standard"].jsonSchema.input({ target: 7 });

// @ts-expect-error: behind "~standard"
userProcessingResult.validate({});
// @ts-expect-error: no value before the issues were asked for
userProcessingResult["~standard"].validate({}).value.workflowVersion;
// @ts-expect-error: nothing to change
userProcessingResult.with();
// @ts-expect-error: no contract
userProcessingResult.with({ contract: "partial" });
// @ts-expect-error: no option
userProcessingResult.with({ contract: "resource", strict: true });
// @ts-expect-error: a projection promises nothing
userProcessingResult.with({ contract: "projection" }) satisfies typeof userProcessingResult;
// @ts-expect-error: the set is open
userProcessingResult.with({ members: "open" }) satisfies typeof userProcessingResult;

// @ts-expect-error: a path
init("validator.wasm");
// @ts-expect-error: a promise
init(Promise.resolve(new Uint8Array()));
// @ts-expect-error: nothing
init(undefined);
// @ts-expect-error: of the other entry
index.init(new Uint8Array());
// @ts-expect-error: within the types
type Hidden = index.ByteStream;

export { closed, type Hidden, id, isRight, status };
