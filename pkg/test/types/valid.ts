// Valid uses.

import * as index from "user-processing-result";
import {
  check,
  checkCollection,
  checkLines,
  checkRequest,
  checkResponse,
  checkValue,
  type Code,
  type Explanation,
  explain,
  isValid,
  type JsonSchema,
  jsonSchema,
  type LifecycleWorkflowProcessingStatus,
  type LineReport,
  type Options,
  parse,
  type Reason,
  type Report,
  type RequestMessage,
  type ResponseMessage,
  type Severity,
  type Span,
  type UserProcessingResult,
  userProcessingResult,
  ValidationError,
  version,
  type Violation,
  type WorkflowExecutionType,
} from "user-processing-result";
import * as slim from "user-processing-result/slim";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const assertType = <_ extends true>() => {};

declare const bytes: Uint8Array;
declare const someOptions: Options;

const every: Options = {
  contract: "resource",
  members: "current",
  dateTime: "rfc3339",
  undeclared: "allow",
  consistency: true,
  maxBytes: Infinity,
};
const none: Options = {
  contract: undefined,
  members: undefined,
  dateTime: undefined,
  undeclared: undefined,
  consistency: undefined,
  maxBytes: undefined,
};

const reports: Report[] = [
  check(""),
  check(bytes, every),
  check(Buffer.from("{}"), none),
  checkCollection("[]"),
  checkCollection(bytes, every),
  checkValue(undefined),
  checkValue({}, every),
];
const verdict: boolean = isValid("{}") && isValid(bytes, every);

for (const { valid, violations, omitted } of reports) {
  assertType<Equal<typeof valid, boolean>>();
  assertType<Equal<typeof omitted, number | undefined>>();
  for (const violation of violations) {
    const { severity, code, path, span, line, column, message, expected, found, reason, suggestion, related } =
      violation;
    assertType<Equal<typeof violation, Violation>>();
    assertType<Equal<typeof severity, Severity>>();
    assertType<Equal<typeof code, Code>>();
    assertType<Equal<typeof reason, Reason | undefined>>();
    assertType<Equal<typeof span | typeof related, Span | undefined>>();
    assertType<Equal<typeof line | typeof column, number | undefined>>();
    const strings: (string | undefined)[] = [path, message, expected, found, suggestion];
    const explanation: Explanation = explain(reason ?? code);
    if (span) check("".slice(span.start, span.end), explanation.options).valid satisfies boolean;
    strings.push(explanation.name, explanation.what, explanation.why);
    checkCollection(explanation.body);
  }
}
explain().map(({ name }) => name) satisfies (Code | Reason)[];
version satisfies string;

// The result of parse.
const result = parse("{}");
assertType<Equal<typeof result, UserProcessingResult>>();
assertType<Equal<typeof result.id, string | undefined>>();
assertType<Equal<typeof result.completedDateTime, string | null | undefined>>();
assertType<Equal<typeof result.startedDateTime, string | null | undefined>>();
assertType<Equal<typeof result.scheduledDateTime, string>>();
assertType<Equal<typeof result.workflowVersion, number>>();
assertType<Equal<typeof result.processingStatus, LifecycleWorkflowProcessingStatus>>();
assertType<Equal<typeof result.workflowExecutionType, WorkflowExecutionType>>();
assertType<Equal<typeof result.subject, Record<string, unknown> | undefined>>();
assertType<Equal<typeof result.reprocessedRuns | typeof result.taskProcessingResults, unknown[] | undefined>>();
result["@odata.context"] satisfies unknown;
result["completedDateTime@odata.type"] = "DateTimeOffset";

const body: UserProcessingResult = {
  "@odata.type": "#microsoft.graph.identityGovernance.userProcessingResult",
  completedDateTime: null,
  failedTasksCount: 0,
  processingStatus: "quarantined",
  scheduledDateTime: "2026-03-01T06:00:00Z",
  totalTasksCount: 4,
  totalUnprocessedTasksCount: 0,
  workflowExecutionType: "extensibilityOnDemand",
  workflowVersion: 2,
};
checkValue(body);

// Other enum members are part of the type only if the option `members` is or may be `open`.
type Open = UserProcessingResult<string & {}>;
assertType<Equal<ReturnType<typeof parse>, Open>>();
const closed = [parse(bytes, { members: "current" }), parse(bytes, { contract: "projection", members: undefined })];
assertType<Equal<typeof closed, UserProcessingResult[]>>();
const open = [parse("{}", { members: "open" }), parse("{}", someOptions)];
assertType<Equal<typeof open, Open[]>>();
body satisfies Open;

try {
  parse("{}");
} catch (error) {
  if (error instanceof ValidationError) error.report satisfies Report;
}
const error: Error = new ValidationError({ valid: false, violations: [] });
error.name satisfies string;

// Lines of every kind of input.
declare const stream: ReadableStream<Uint8Array>;
async function* chunks() {
  yield bytes;
}
async function read() {
  for (const input of [bytes, stream, chunks()]) {
    for await (const report of checkLines(input, every)) {
      assertType<Equal<typeof report, LineReport>>();
      report.line satisfies number;
      report.violations satisfies Violation[];
    }
  }
  const reports: AsyncIterable<LineReport> = checkLines(stream);
  const { done } = await checkLines(new Blob([]).stream()).next();
  return { reports, done };
}

// Requests and responses, of Fetch and as plain objects.
declare const request: Request;
declare const response: Response;
const message: RequestMessage = {
  method: "POST",
  url: "/",
  headers: { a: "b", c: ["d"], e: undefined, f: 1 },
  body: bytes,
};
const answer: ResponseMessage = { status: 201, headers: [["a", "b"]], body: null };
async function exchanged(): Promise<Report[]> {
  const url = new URL("https://graph.microsoft.com");
  const { request: exampleRequest = message, response: exampleResponse = answer } = explain("wrong_method");
  return [
    ...(await Promise.all(
      [request, message, { ...message, url, headers: new Map([["a", "b"]]) }, exampleRequest].map((one) =>
        checkRequest(one),
      ),
    )),
    ...(await Promise.all(
      [response, answer, { status: 201, headers: response.headers }, exampleResponse].map((one) =>
        checkResponse(one, every),
      ),
    )),
  ];
}

// Schemas.
const schema: JsonSchema = jsonSchema({ contract: "resource" });
schema.$schema satisfies unknown;
userProcessingResult["~standard"].jsonSchema.input({ target: "draft-07" }) satisfies Record<string, unknown>;

// The Standard Schema. Under a projection every property is optional.
const validated = userProcessingResult["~standard"].validate({});
if (validated.issues) validated.issues.map(({ message, path }) => `${path?.join(".")}: ${message}`);
else assertType<Equal<typeof validated.value, UserProcessingResult>>();

type Output<Schema extends { "~standard": { types?: { output: unknown } | undefined } }> = NonNullable<
  Schema["~standard"]["types"]
>["output"];
const schemas = {
  whole: userProcessingResult.with({ contract: "resource", members: "current" }),
  open: userProcessingResult.with({ members: "open" }),
  part: userProcessingResult.with({ contract: "projection" }),
  any: userProcessingResult.with({ contract: "projection", members: "open" }),
  unknown: userProcessingResult.with(someOptions),
  again: userProcessingResult.with(someOptions).with({}),
};
assertType<Equal<Output<typeof schemas.whole | typeof schemas.again>, UserProcessingResult>>();
assertType<Equal<Output<typeof schemas.open>, Open>>();
assertType<Equal<Output<typeof schemas.part>, Partial<UserProcessingResult>>>();
assertType<Equal<Output<typeof schemas.any | typeof schemas.unknown>, Partial<Open>>>();

// The entry slim.
assertType<Equal<Exclude<keyof typeof slim, keyof typeof index>, "init">>();
assertType<Equal<Exclude<keyof typeof index, keyof typeof slim>, never>>();
slim.init(bytes);
slim.init(bytes.buffer as ArrayBuffer);
slim.init(new DataView(new ArrayBuffer(8)));
slim.check("{}", every) satisfies Report;
new slim.ValidationError(slim.check("")) satisfies ValidationError;

export { exchanged, read, verdict };
