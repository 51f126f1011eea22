// Invalid uses. Each of them is marked; a test removes the marks and compares the lines of the errors.

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

// @ts-expect-error: the input is missing
check();
// @ts-expect-error: a parsed value
check({});
// @ts-expect-error: numbers
check([123, 125]);
// @ts-expect-error: null is not a text
isValid(null);
// @ts-expect-error: a buffer without a view
parse(new ArrayBuffer(8));
// @ts-expect-error: parsed items
checkCollection([{}]);
// @ts-expect-error: the value is missing
checkValue();

// @ts-expect-error: not an option
check("{}", { contracts: "create" });
// @ts-expect-error: the command's spelling
check("{}", { "date-time": "odata" });
// @ts-expect-error: not a contract
check("{}", { contract: "request" });
// @ts-expect-error: not a set of members
isValid("{}", { members: "all" });
// @ts-expect-error: not in lower case
parse("{}", { dateTime: "RFC3339" });
// @ts-expect-error: not a value of the option
checkValue({}, { undeclared: "ignore" });
// @ts-expect-error: not a boolean
checkCollection("[]", { consistency: "on" });
// @ts-expect-error: a string
check("{}", { maxBytes: "16 MiB" });
// @ts-expect-error: null is not an options object
check("{}", null);
// @ts-expect-error: a contract alone
check("{}", "resource");
// @ts-expect-error: a misspelled option beside a valid one
parse("{}", { members: "open", contrat: "create" });

// @ts-expect-error: a report is not a boolean
const verdict: boolean = check("{}");
// @ts-expect-error: the name in Rust
report.isValid;
// @ts-expect-error: a parsed value has no span
report.violations.map(({ span }) => span.start);
// @ts-expect-error: the list may be empty
report.violations[0].code;
// @ts-expect-error: not a code
report.violations.some(({ code }) => code === "bad_date");
// @ts-expect-error: a code is not a reason
report.violations.some(({ reason }) => reason === "out_of_range");
// @ts-expect-error: not a severity
report.violations.some(({ severity }) => severity === "info");
// @ts-expect-error: the report of one document has no line
report.line;

// @ts-expect-error: not a code or a reason
explain("everything");
// @ts-expect-error: a list
explain().what;
// @ts-expect-error: not a list
explain("malformed").length;
// @ts-expect-error: it may be bytes
explain("invalid_utf8").body.toUpperCase();

// @ts-expect-error: it may be absent
const id: string = body.id;
// @ts-expect-error: it may be null
body.completedDateTime?.slice(0, 10) satisfies string;
// @ts-expect-error: a string, as in JSON
body.scheduledDateTime.getTime();
// @ts-expect-error: never null
body.scheduledDateTime = null;
// @ts-expect-error: text
body.workflowVersion = "2";
// @ts-expect-error: not an enum member
body.processingStatus = "Completed";
// @ts-expect-error: a member of another enum
body.workflowExecutionType = "queued";
// @ts-expect-error: not declared
body.tenantId;
// @ts-expect-error: the content has no type
body.subject?.displayName.length;
// @ts-expect-error: an annotation has no type
body["@odata.etag"].length;
// @ts-expect-error: six are missing
checkValue({ workflowVersion: 1 } satisfies UserProcessingResult);

// @ts-expect-error: the set is open
const status: index.LifecycleWorkflowProcessingStatus = parse("{}", { members: "open" }).processingStatus;
// @ts-expect-error: the set may be open
const closed: UserProcessingResult = parse("{}", someOptions);

// @ts-expect-error: not a report
new ValidationError("invalid");
// @ts-expect-error: the violations are in the report
new ValidationError(report).violations;

// @ts-expect-error: a string
checkLines("{}\n{}\n");
// @ts-expect-error: a stream of text
checkLines(new ReadableStream<string>());
// @ts-expect-error: an iterable of text
checkLines(stringChunks);
// @ts-expect-error: a synchronous iterable
checkLines([new Uint8Array()]);
// @ts-expect-error: the iterator is asynchronous
for (const { line } of checkLines(new Uint8Array())) line;

// @ts-expect-error: the method is missing
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
// @ts-expect-error: not a contract
index.jsonSchema({ contract: "request" });
// @ts-expect-error: keywords have no type
index.jsonSchema().properties.id;
// @ts-expect-error: a dialect is a string
userProcessingResult["~standard"].jsonSchema.input({ target: 7 });

// @ts-expect-error: behind "~standard"
userProcessingResult.validate({});
// @ts-expect-error: the value may be absent if the issues were not looked at
userProcessingResult["~standard"].validate({}).value.workflowVersion;
// @ts-expect-error: the options are missing
userProcessingResult.with();
// @ts-expect-error: not a contract
userProcessingResult.with({ contract: "partial" });
// @ts-expect-error: not an option
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
// @ts-expect-error: only in the entry slim
index.init(new Uint8Array());
// @ts-expect-error: not exported
type Hidden = index.ByteStream;

export { closed, type Hidden, id, verdict, status };
