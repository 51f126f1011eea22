// The types of what both entries export. types.test.mjs compares every list of names here with the tables of the crate.

/** The severity of a violation. An `error` makes the document invalid; a `warning` does not. */
export type Severity = "error" | "warning";

/**
 * The kind of a violation. The names are stable; later versions may add more. {@link explain} documents each of them.
 */
export type Code =
  | "too_large"
  | "byte_order_mark"
  | "invalid_utf8"
  | "invalid_json"
  | "not_an_object"
  | "duplicate_property"
  | "wrong_odata_type"
  | "undeclared_property"
  | "read_only_property"
  | "missing_property"
  | "null_not_allowed"
  | "wrong_type"
  | "not_an_integer"
  | "out_of_range"
  | "invalid_date_time"
  | "newer_member"
  | "unknown_member"
  | "sentinel_member"
  | "empty_string"
  | "negative_count"
  | "counts_exceed_total"
  | "times_out_of_order"
  | "status_mismatch"
  | "wrong_method"
  | "wrong_target"
  | "missing_header"
  | "invalid_header"
  | "wrong_status";

/**
 * The reason why a string is not a valid date-time. The names are stable; later versions may add more. {@link explain}
 * documents each of them.
 */
export type Reason =
  | "missing_offset"
  | "missing_seconds"
  | "no_such_day"
  | "month_out_of_range"
  | "day_out_of_range"
  | "hour_out_of_range"
  | "minute_out_of_range"
  | "second_out_of_range"
  | "leap_second"
  | "year_out_of_range"
  | "offset_out_of_range"
  | "fraction_too_long"
  | "lower_case"
  | "malformed";

/**
 * The options of a check. An option that is `undefined` has its default value. An unknown option, or a value that is
 * not valid, makes the function throw a `TypeError` that names the option.
 */
export interface Options {
  /**
   * The kind of document, which determines the properties that are required:
   *
   * - `create` (the default): the body of a request that creates an object.
   * - `resource`: a whole object, as the service returns it.
   * - `projection`: an object read with `$select`. No property is required.
   */
  contract?: "create" | "resource" | "projection" | undefined;
  /**
   * The enum members to accept:
   *
   * - `documented` (the default): the members on Microsoft's documentation page.
   * - `current`: also the members that Microsoft Graph's metadata has in addition.
   * - `open`: also any other member, with a warning.
   */
  members?: "documented" | "current" | "open" | undefined;
  /**
   * The grammar of date-times: the one that Microsoft Graph reads and writes (`graph`, the default), that of OData 4.01
   * (`odata`), or RFC 3339 (`rfc3339`).
   */
  dateTime?: "graph" | "odata" | "rfc3339" | undefined;
  /**
   * How to report properties that the type does not declare. The default is `error` under the contract `create`, and
   * `warning` under the others.
   */
  undeclared?: "error" | "warning" | "allow" | undefined;
  /** `true` to report counts, times and statuses that contradict each other, as warnings. The default is `false`. */
  consistency?: boolean | undefined;
  /**
   * The maximum length of a document or a line, in bytes of UTF-8: a whole number of at least 1, or `Infinity`. The
   * default is 16 MiB (16,777,216). It does not apply to parsed values.
   */
  maxBytes?: number | undefined;
}

/**
 * A range of the input. Offsets count from 0, in UTF-16 units if the input was a string, in bytes if it was bytes.
 */
export interface Span {
  /** The offset at which the range begins. */
  start: number;
  /** The offset at which the range ends; the unit at this offset is not part of the range. */
  end: number;
}

/** A violation: one problem of a document, with its location. Members that do not apply are absent. */
export interface Violation {
  /** The severity: an `error` makes the document invalid, a `warning` does not. */
  severity: Severity;
  /** The kind of the violation. */
  code: Code;
  /**
   * The JSON Pointer (RFC 6901) to the value; for a missing property, to where it would be; `""` for the whole
   * document. A violation in the head of an HTTP message has `method`, `target`, `status`, or `header/` and the header
   * name in lower case.
   */
  path: string;
  /**
   * The location in the text: `input.slice(span.start, span.end)` is the text that violates the contract. It is absent
   * for parsed values and in the head of an HTTP message.
   */
  span?: Span;
  /** The line, from 1; in a file of lines, the line of the file. It is absent for parsed values. */
  line?: number;
  /**
   * The column, from 1, in characters. It is absent for parsed values, and if the violation concerns a whole line.
   */
  column?: number;
  /** The description for people: `expected X, found Y`. The wording may change in any version. */
  message: string;
  /** The expected part of the message. */
  expected: string;
  /** The value that was found, as JSON, shortened to 64 characters. */
  found?: string;
  /** The reason why a string is not a valid date-time. */
  reason?: Reason;
  /** The value or name that was probably meant: an enum member, a property name, or a number as JSON. */
  suggestion?: string;
  /** The location of the first occurrence of a duplicate property's name. */
  related?: Span;
}

/** The result of a check: every violation of one document or of one collection, in the order of the text. */
export interface Report {
  /** `true` if no violation is an error. */
  valid: boolean;
  /** The violations, at most 100 for each document. */
  violations: Violation[];
  /** The number of violations that are not listed; absent if all are. */
  omitted?: number;
}

/** The report of one line. */
export interface LineReport extends Report {
  /** The number of the line in the file, from 1. */
  line: number;
}

/** The documentation of a {@link Code} or a {@link Reason}, with an example. */
export interface Explanation {
  /** The code or the reason. */
  name: Code | Reason;
  /** The problem, in one sentence. */
  what: string;
  /** Why it matters, and how to fix it. */
  why: string;
  /** The options under which the example has the violation. */
  options: Options;
  /** The request of the example. It is present if the violation concerns the head of a request. */
  request?: RequestMessage;
  /** The response of the example. It is present if the violation concerns the head of a response. */
  response?: ResponseMessage;
  /** The smallest body that has the violation; bytes if it is not valid UTF-8. */
  body: string | Uint8Array;
}

/**
 * The headers of an HTTP message: a `Headers`, any iterable of name and value pairs, such as a `Map`, or an object. A
 * list of values means one header for each of them. A header whose value is `undefined` is ignored.
 */
export type MessageHeaders =
  FetchHeaders | Iterable<readonly [name: string, value: HeaderValue]> | { readonly [name: string]: HeaderValue };

/** The value of a header. */
export type HeaderValue = string | number | readonly string[] | undefined;

/** An HTTP request as a plain object. */
export interface RequestMessage {
  /** The method, case-sensitive. */
  method: string;
  /** The URL, absolute or only its path. */
  url: string | URL;
  /** The headers. Their names are case-insensitive. */
  headers?: MessageHeaders | undefined;
  /** The body. If it is absent or `null`, an empty body is checked. */
  body?: string | Uint8Array | null | undefined;
}

/** An HTTP response as a plain object. */
export interface ResponseMessage {
  /** The status code. */
  status: number;
  /** The headers. Their names are case-insensitive. */
  headers?: MessageHeaders | undefined;
  /** The body. If it is absent or `null`, an empty body is checked. */
  body?: string | Uint8Array | null | undefined;
}

/** A JSON Schema, as a plain object that the caller may change. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

/**
 * The status of a run. The members up to `unknownFutureValue` are on Microsoft's documentation page; the others are
 * only in its metadata.
 */
export type LifecycleWorkflowProcessingStatus =
  | "queued"
  | "inProgress"
  | "completed"
  | "completedWithErrors"
  | "canceled"
  | "failed"
  | "unknownFutureValue"
  | "canceling"
  | "quarantined";

/**
 * The cause of a run. The members up to `unknownFutureValue` are on Microsoft's documentation page; the others are only
 * in its metadata.
 */
export type WorkflowExecutionType =
  "scheduled" | "onDemand" | "unknownFutureValue" | "activatedWithScope" | "preview" | "extensibilityOnDemand";

/**
 * The result of a lifecycle workflow for one user, as JSON has it: date-times are strings.
 *
 * @typeParam Other - The type of other enum members: `string & {}` if the option `members` is `open`.
 */
export interface UserProcessingResult<Other extends string = never> {
  /** The identifier, set by the service. */
  id?: string;
  /** When the last task completed. */
  completedDateTime?: string | null;
  /** The number of tasks that failed. */
  failedTasksCount: number;
  /** The progress of the workflow. */
  processingStatus: LifecycleWorkflowProcessingStatus | Other;
  /** When the workflow was scheduled to run. */
  scheduledDateTime: string;
  /** When the first task started. */
  startedDateTime?: string | null;
  /** The number of tasks in the workflow. */
  totalTasksCount: number;
  /** The number of tasks that did not run. */
  totalUnprocessedTasksCount: number;
  /** The cause of the run. */
  workflowExecutionType: WorkflowExecutionType | Other;
  /** The version of the workflow that ran. */
  workflowVersion: number;
  /** The runs that processed the user again; their content is not validated. */
  reprocessedRuns?: unknown[];
  /** The user; its content is not validated. */
  subject?: Record<string, unknown>;
  /** The result of each task; their content is not validated. */
  taskProcessingResults?: unknown[];
  /** Annotations, such as `@odata.context`. */
  [annotation: `${string}@${string}`]: unknown;
}

/** The error that {@link parse} throws for an invalid document. Its message has one line for each violation. */
export class ValidationError extends Error {
  constructor(report: Report);
  readonly name: "ValidationError";
  /** The report of the document, warnings included. */
  report: Report;
}

/** A Standard Schema (v1, https://standardschema.dev) of a `userProcessingResult`. */
export interface ResultSchema<Output> {
  /** The interface that libraries use. */
  readonly "~standard": StandardProps<Output>;
  /**
   * Returns a schema with other options. They replace all options of this schema.
   *
   * @throws TypeError if an option is not valid.
   *
   * @example
   * const resource = userProcessingResult.with({ contract: "resource", members: "current" });
   */
  with(options: Options & Whole & Closed): ResultSchema<UserProcessingResult>;
  with(options: Options & Whole): ResultSchema<UserProcessingResult<string & {}>>;
  with(options: Options & Closed): ResultSchema<Partial<UserProcessingResult>>;
  with(options: Options): ResultSchema<Partial<UserProcessingResult<string & {}>>>;
}

/** The properties of a Standard Schema. */
export interface StandardProps<Output> {
  /** The version of the standard. */
  readonly version: 1;
  /** The name of the library that the schema comes from. */
  readonly vendor: string;
  /**
   * Checks a value like {@link checkValue}, and returns the value or the issues at once, not as a promise. A value that
   * `JSON.stringify` cannot serialize has an issue; nothing is thrown.
   */
  readonly validate: (value: unknown) => StandardResult<Output>;
  /** Converts the schema into a JSON Schema like {@link jsonSchema}. Input and output have the same schema. */
  readonly jsonSchema: StandardConverter;
  /** The types for inference. The property does not exist at run time. */
  readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
}

/** A converter into JSON Schema (Standard JSON Schema v1). */
export interface StandardConverter {
  /**
   * Returns the JSON Schema of the input.
   *
   * @throws Error if the target is neither `draft-2020-12` nor `draft-07`.
   */
  readonly input: (options: StandardTarget) => Record<string, unknown>;
  /**
   * Returns the JSON Schema of the output, which is that of the input.
   *
   * @throws Error if the target is neither `draft-2020-12` nor `draft-07`.
   */
  readonly output: (options: StandardTarget) => Record<string, unknown>;
}

/** The options of a {@link StandardConverter}. */
export interface StandardTarget {
  /** The dialect of JSON Schema. */
  readonly target: "draft-2020-12" | "draft-07" | ({} & string);
  /** Options for other libraries. They are ignored. */
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/**
 * The result of a Standard Schema: a valid value, or an issue for each error. Warnings are not issues. The value is the
 * one that was passed if it is a flat plain object; otherwise it is parsed from the JSON that was checked.
 */
export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: ReadonlyArray<StandardIssue> };

/** An error, as Standard Schema has it. */
export interface StandardIssue {
  /** The description for people: `expected X, found Y`. */
  readonly message: string;
  /** The property names and array indexes that lead to the value, unescaped. */
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/**
 * Validates a document, and reports every violation.
 *
 * @param input - The document as text or as bytes of UTF-8. An unpaired surrogate in a string is read as U+FFFD.
 * @throws TypeError if the input is neither, or if an option is not valid. The content of the input never makes it
 *   throw.
 * @throws RangeError if there is not enough memory for the input.
 *
 * @example
 * for (const { path, message } of check(body).violations) console.log(`${path}: ${message}`);
 */
export function check(input: string | Uint8Array, options?: Options): Report;

/**
 * Returns `true` if a document has no errors, without making a report. It is faster than {@link check}.
 *
 * @param input - The document as text or as bytes of UTF-8.
 * @throws TypeError if the input is neither, or if an option is not valid.
 * @throws RangeError if there is not enough memory for the input.
 */
export function isValid(input: string | Uint8Array, options?: Options): boolean;

/**
 * Validates and parses a document. Under the contract `projection`, too, it requires the non-nullable properties that a
 * create body requires, so that the returned type is true.
 *
 * @param input - The document as text or as bytes of UTF-8.
 * @throws ValidationError if the document is not valid; its `report` has every violation.
 * @throws TypeError if the input is neither text nor bytes, or if an option is not valid.
 * @throws RangeError if there is not enough memory for the input.
 *
 * @example
 * const { processingStatus, workflowVersion } = parse(body, { contract: "resource" });
 */
export function parse(input: string | Uint8Array, options?: Options & Closed): UserProcessingResult;
export function parse(input: string | Uint8Array, options?: Options): UserProcessingResult<string & {}>;

/**
 * Validates a parsed value, as `JSON.stringify` would serialize it. Violations have no span, line or column. What
 * `JSON.parse` loses, such as duplicate properties, is not reported.
 *
 * @throws TypeError if an option is not valid, or if the value contains a cycle or a BigInt. Errors that a getter, a
 *   `toJSON` or a Proxy throws are passed on.
 * @throws RangeError if there is not enough memory for the value.
 */
export function checkValue(value: unknown, options?: Options): Report;

/**
 * Validates a page of results, `{"value": [...]}`, or an array of results. It returns one report; the paths of the
 * violations begin with the path of the item.
 *
 * @param input - The page or the array as text or as bytes of UTF-8.
 * @throws TypeError if the input is neither, or if an option is not valid.
 * @throws RangeError if there is not enough memory for the input.
 */
export function checkCollection(input: string | Uint8Array, options?: Options): Report;

/**
 * Validates NDJSON: each line is a document with a report of its own. Lines that contain only white space are skipped.
 * A line that cannot be read does not affect the next one. Spans are byte offsets from the beginning of the line.
 *
 * It uses memory for one line, at most `maxBytes`, however long the input is.
 *
 * @param input - The bytes of the file. Chunks may end anywhere. A chunk must not be changed before the next one is
 *   requested.
 * @throws TypeError at once if the input is something else or an option is not valid; during the iteration if a chunk
 *   is not bytes.
 * @throws RangeError during the iteration if there is not enough memory for a line.
 *
 * @example
 * for await (const { line, valid } of checkLines(createReadStream("results.ndjson"))) if (!valid) console.log(line);
 */
export function checkLines(
  input: Uint8Array | ByteStream | AsyncIterable<Uint8Array>,
  options?: Options,
): AsyncGenerator<LineReport, void, undefined>;

/**
 * Validates an HTTP request that creates a result: its method, its target, its headers and its body. The body is
 * checked under the contract `create`, whatever the option `contract` is. No violation quotes a token.
 *
 * The body of a Fetch `Request` is read from a copy, so that the request can still be sent; its spans are byte offsets.
 * At most one chunk beyond `maxBytes` is read.
 *
 * @returns A promise that is rejected with a `TypeError` if the request is something else, its body was already read,
 *   or an option is not valid; and with the error of the body if that cannot be read.
 *
 * @example
 * const { valid } = await checkRequest({ method, url, headers, body }, { members: "current" });
 */
export function checkRequest(request: RequestMessage | FetchRequest, options?: Options): Promise<Report>;

/**
 * Validates the HTTP response to a request that creates a result: its status, its headers and its body. The body is
 * checked under the contract `resource`, whatever the option `contract` is.
 *
 * The body of a Fetch `Response` is read from a copy, so that the response can still be read; its spans are byte
 * offsets. At most one chunk beyond `maxBytes` is read.
 *
 * @returns A promise that is rejected with a `TypeError` if the response is something else, its body was already read,
 *   or an option is not valid; and with the error of the body if that cannot be read.
 *
 * @example
 * const response = await fetch(request);
 * const { violations } = await checkResponse(response);
 */
export function checkResponse(response: ResponseMessage | FetchResponse, options?: Options): Promise<Report>;

/**
 * Returns the JSON Schema (draft 2020-12) for the options `contract`, `members`, `dateTime` and `undeclared`. Without
 * options it is the file `user-processing-result/schema.json`.
 *
 * A JSON Schema accepts some documents that {@link check} rejects: it does not see duplicate properties, takes `1.0`
 * for an integer, and accepts a leap second at any time, which RFC 3339 allows only at 23:59 UTC. It has no warnings.
 *
 * @throws TypeError if an option is not valid.
 *
 * @example
 * const validate = new Ajv2020({ strict: true }).compile(jsonSchema({ contract: "resource" }));
 */
export function jsonSchema(options?: Options): JsonSchema;

/**
 * The Standard Schema of a create body, for libraries that accept schemas. Its method `with` returns schemas with other
 * options.
 *
 * @example
 * router({ create: publicProcedure.input(userProcessingResult).mutation(({ input }) => send(input)) });
 */
export const userProcessingResult: ResultSchema<UserProcessingResult>;

/** Returns the documentation of every code and reason. The objects are copies. */
export function explain(): Explanation[];
/**
 * Returns the documentation of a code or a reason. The object is a copy.
 *
 * @throws TypeError if the name is neither a code nor a reason.
 */
export function explain(name: Code | Reason): Explanation;

/** The version of this package. */
export const version: string;

// Options under which all required properties are there, and under which enums have no other members.
interface Whole {
  contract?: "create" | "resource" | undefined;
}

interface Closed {
  members?: "documented" | "current" | undefined;
}

// The parts of `Request`, `Response` and `Headers` that are used: not every environment declares these types.
interface FetchMessage {
  readonly headers: FetchHeaders;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
  clone(): unknown;
}

interface FetchRequest extends FetchMessage {
  readonly method: string;
  readonly url: string;
}

interface FetchResponse extends FetchMessage {
  readonly status: number;
}

interface FetchHeaders {
  forEach(callback: (value: string, name: string) => void): void;
}

// The parts of `URL` that are used.
interface URL {
  readonly href: string;
  toString(): string;
}

// The parts of `ReadableStream<Uint8Array>` that are used: not every environment declares this type.
interface ByteStream {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
    releaseLock(): void;
  };
}

export {};
