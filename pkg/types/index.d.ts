// The types of what every entry exports. The test holds every table here against those of the crate.

/** How bad a violation is: with an `error` the document is not valid, with a `warning` it is all the same. */
export type Severity = "error" | "warning";

/** What is wrong. The names are stable, later versions may add some; {@link explain} documents each. */
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

/** Why a string is no date-time. The names are stable, later versions may add some; {@link explain} documents each. */
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

/** What a document is held to. A wrong option is a `TypeError` that names it; one that is `undefined` is left out. */
export interface Options {
  /**
   * Which of the three bodies that carry the type: the request that creates an object (the default), a whole object as
   * the service returns it, or what was read with `$select`, where nothing is required.
   */
  contract?: "create" | "resource" | "projection" | undefined;
  /**
   * Which enum members are accepted: those of Microsoft's page (the default), all that its metadata has by now, or
   * others too, with a warning.
   */
  members?: "documented" | "current" | "open" | undefined;
  /** The grammar of date-times: what Microsoft Graph reads and writes (the default), OData's, or RFC 3339. */
  dateTime?: "graph" | "odata" | "rfc3339" | undefined;
  /** What a property is that the type does not declare: by default an error in a create body, else a warning. */
  undeclared?: "error" | "warning" | "allow" | undefined;
  /** Whether to warn where counts, times and status contradict each other; by default `false`. */
  consistency?: boolean | undefined;
  /**
   * The longest document, or line, in bytes of UTF-8: a whole number of at least 1, or `Infinity`; by default 16 MiB. It
   * says nothing of what is already parsed.
   */
  maxBytes?: number | undefined;
}

/** A range of the text. */
export interface Span {
  /** Where it begins, from 0: in UTF-16 units where the input was a string, in bytes where it was bytes. */
  start: number;
  /** Where it ends, in the same units; that place is no longer part of it. */
  end: number;
}

/** One thing that is wrong: where, which, what. What does not apply is left out. */
export interface Violation {
  /** How bad it is. */
  severity: Severity;
  /** Which it is. */
  code: Code;
  /**
   * The JSON Pointer (RFC 6901) to the value; for a missing property, where it would be; `""` is the document. What
   * concerns the head of a message has `method`, `target`, `status` or `header/` and a name in lower case.
   */
  path: string;
  /**
   * The place in the text: `input.slice(span.start, span.end)` is what is wrong. What is parsed has none, nor has the
   * head of a message.
   */
  span?: Span;
  /** The line, from 1; where lines are checked, that of the file. What is parsed has none. */
  line?: number;
  /** The column, from 1, in characters. It is left out where the whole line is meant, and what is parsed has none. */
  column?: number;
  /** What was expected and what was found, for people; the wording may improve. */
  message: string;
  /** What was expected. */
  expected: string;
  /** What was found, as JSON, cut to 64 characters. */
  found?: string;
  /** Why a string is no date-time. */
  reason?: Reason;
  /** What may have been meant: a member or a name, or the JSON of a number. */
  suggestion?: string;
  /** The place of the first of two equal names. */
  related?: Span;
}

/** All that is wrong with a document, or with a collection of them, in the order of the text. */
export interface Report {
  /** Whether no violation is an error. */
  valid: boolean;
  /** The violations, at most 100 for one document. */
  violations: Violation[];
  /** How many violations were left out, where some were. */
  omitted?: number;
}

/** The report of one line. */
export interface LineReport extends Report {
  /** The number of the line in the file, from 1. */
  line: number;
}

/** What a {@link Code} or a {@link Reason} means. */
export interface Explanation {
  /** The code or the reason. */
  name: Code | Reason;
  /** What is wrong, in one sentence. */
  what: string;
  /** Why it matters, and what to do about it. */
  why: string;
  /** The options with which the body shows it. */
  options: Options;
  /** The request that shows it, where it is no matter of the body. */
  request?: RequestMessage;
  /** The response that shows it, where it is no matter of the body. */
  response?: ResponseMessage;
  /** The smallest body that shows it; bytes where it is no text. */
  body: string | Uint8Array;
}

/**
 * The headers of a message: pairs of name and value, such as a `Headers` or a `Map` gives, or an object of them. A list of
 * values is the header given so often; `undefined` is none.
 */
export type MessageHeaders =
  FetchHeaders | Iterable<readonly [name: string, value: HeaderValue]> | { readonly [name: string]: HeaderValue };

/** The value of a header. */
export type HeaderValue = string | number | readonly string[] | undefined;

/** A request as a plain object. */
export interface RequestMessage {
  /** The method, case exact. */
  method: string;
  /** The URL, whole or only its path. */
  url: string | URL;
  /** The headers, in any case. */
  headers?: MessageHeaders | undefined;
  /** The body; none is an empty one. */
  body?: string | Uint8Array | null | undefined;
}

/** A response as a plain object. */
export interface ResponseMessage {
  /** The status. */
  status: number;
  /** The headers, in any case. */
  headers?: MessageHeaders | undefined;
  /** The body; none is an empty one. */
  body?: string | Uint8Array | null | undefined;
}

/** A JSON Schema as a plain object. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

/** How far the workflow is. Microsoft's page lists those up to `unknownFutureValue`, its metadata all. */
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

/** Why the workflow ran. Microsoft's page lists those up to `unknownFutureValue`, its metadata all. */
export type WorkflowExecutionType =
  "scheduled" | "onDemand" | "unknownFutureValue" | "activatedWithScope" | "preview" | "extensibilityOnDemand";

/**
 * What a lifecycle workflow did for one user, as it stands in the JSON.
 *
 * @typeParam Other - What else an enum member may be: `string & {}` where the option `members` is `open`.
 */
export interface UserProcessingResult<Other extends string = never> {
  /** The identifier, which the service gives. */
  id?: string;
  /** When the last task was done. */
  completedDateTime?: string | null;
  /** How many tasks failed. */
  failedTasksCount: number;
  /** How far the workflow is. */
  processingStatus: LifecycleWorkflowProcessingStatus | Other;
  /** When the workflow was to run. */
  scheduledDateTime: string;
  /** When the first task began. */
  startedDateTime?: string | null;
  /** How many tasks the workflow has. */
  totalTasksCount: number;
  /** How many tasks were not run. */
  totalUnprocessedTasksCount: number;
  /** Why the workflow ran. */
  workflowExecutionType: WorkflowExecutionType | Other;
  /** The version of the workflow that ran. */
  workflowVersion: number;
  /** The runs that processed the user again; what is inside is not judged. */
  reprocessedRuns?: unknown[];
  /** The user; what is inside is not judged. */
  subject?: Record<string, unknown>;
  /** What each task did; what is inside is not judged. */
  taskProcessingResults?: unknown[];
  /** Annotations, such as `@odata.context`. */
  [annotation: `${string}@${string}`]: unknown;
}

/** Thrown by {@link parse}; its message has one line a violation. */
export class ValidationError extends Error {
  constructor(report: Report);
  readonly name: "ValidationError";
  /** All that is wrong, warnings too. */
  report: Report;
}

/** A Standard Schema (v1, https://standardschema.dev) of results. */
export interface ResultSchema<Output> {
  /** What libraries read. */
  readonly "~standard": StandardProps<Output>;
  /**
   * The same schema under other options, which replace all that were given before.
   *
   * @throws TypeError where an option is wrong.
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
  /** Whose schema it is. */
  readonly vendor: string;
  /**
   * Judges a value as {@link checkValue} does; where that would throw, as `JSON.stringify` does, there is an issue. It gives no
   * promise.
   */
  readonly validate: (value: unknown) => StandardResult<Output>;
  /** Gives the schema as a JSON Schema, as {@link jsonSchema} does: what goes in and what comes out are the same. */
  readonly jsonSchema: StandardConverter;
  /** For inference only: it is never there. */
  readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
}

/** Gives a JSON Schema (Standard JSON Schema v1). */
export interface StandardConverter {
  /**
   * Of what goes in.
   *
   * @throws Error where the target is neither `draft-2020-12` nor `draft-07`.
   */
  readonly input: (options: StandardTarget) => Record<string, unknown>;
  /**
   * Of what comes out: the same.
   *
   * @throws Error where the target is neither `draft-2020-12` nor `draft-07`.
   */
  readonly output: (options: StandardTarget) => Record<string, unknown>;
}

/** Which JSON Schema is to be given. */
export interface StandardTarget {
  /** The dialect. */
  readonly target: "draft-2020-12" | "draft-07" | ({} & string);
  /** Of no account here. */
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/**
 * What a Standard Schema says of a value: the value itself where it is a plain object of plain values, else what
 * `JSON.parse` makes of what `JSON.stringify` would send; or every error as an issue. Warnings are not told.
 */
export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: ReadonlyArray<StandardIssue> };

/** One error. */
export interface StandardIssue {
  /** What was expected and what was found. */
  readonly message: string;
  /** The names on the way to the value, unescaped. */
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/**
 * Says everything that is wrong with a document.
 *
 * @param input - The text, or its bytes; an unpaired surrogate of a string is read as U+FFFD.
 * @throws TypeError where the input is neither, or an option is wrong; never for what is inside.
 *
 * @example
 * for (const { path, message } of check(body).violations) console.log(`${path}: ${message}`);
 */
export function check(input: string | Uint8Array, options?: Options): Report;

/**
 * Whether {@link check} would find no error, and faster than it.
 *
 * @throws TypeError where the input is neither text nor bytes, or an option is wrong.
 */
export function isValid(input: string | Uint8Array, options?: Options): boolean;

/**
 * Reads a valid document. In a projection, too, every property must be there that is not nullable and that a create body
 * requires.
 *
 * @throws ValidationError where the document is not valid.
 * @throws TypeError where the input is neither text nor bytes, or an option is wrong.
 *
 * @example
 * const { processingStatus, workflowVersion } = parse(body, { contract: "resource" });
 */
export function parse(input: string | Uint8Array, options?: Options & Closed): UserProcessingResult;
export function parse(input: string | Uint8Array, options?: Options): UserProcessingResult<string & {}>;

/**
 * Says everything that is wrong with a parsed value, judged as `JSON.stringify` would send it. Nothing has a span, a line
 * or a column, and what `JSON.parse` has lost, as duplicate names, cannot be told.
 *
 * @throws TypeError where an option is wrong, or what `JSON.stringify` throws: at a cycle, at a BigInt, or whatever a getter,
 *   a `toJSON` or a Proxy throws that it asks.
 */
export function checkValue(value: unknown, options?: Options): Report;

/**
 * Says everything that is wrong with a page of results, `{"value": [...]}`, or a bare array of them: one report, whose
 * paths tell the item.
 *
 * @throws TypeError where the input is neither text nor bytes, or an option is wrong.
 */
export function checkCollection(input: string | Uint8Array, options?: Options): Report;

/**
 * Says of each line of NDJSON what {@link check} says of a document. Lines of white space only are skipped; a line that
 * cannot be read says nothing of the next; memory is bounded by the longest line allowed. Spans count bytes from the
 * beginning of the line.
 *
 * @param input - The bytes of the file, in pieces that may end anywhere. A piece must stay as it is until the next is
 * asked for.
 * @throws TypeError at once where the input is something else or an option is wrong, later where a piece is not bytes.
 *
 * @example
 * for await (const { line, valid } of checkLines(createReadStream("results.ndjson"))) if (!valid) console.log(line);
 */
export function checkLines(
  input: Uint8Array | ByteStream | AsyncIterable<Uint8Array>,
  options?: Options,
): AsyncGenerator<LineReport, void, undefined>;

/**
 * Says everything that is wrong with a request that creates a result: with its method, its target, its headers, and with
 * its body, which is held to the contract `create` whatever the options say. A token is never shown.
 *
 * Of a Fetch `Request` the body is read from a copy, no more of it than is allowed; its spans count bytes.
 *
 * @returns A promise, which is rejected
 * - with a `TypeError` where the request is something else, its body was read before, or an option is wrong;
 * - with the error of its body, where that cannot be read.
 *
 * @example
 * const { valid } = await checkRequest({ method, url, headers, body }, { members: "current" });
 */
export function checkRequest(request: RequestMessage | FetchRequest, options?: Options): Promise<Report>;

/**
 * Says everything that is wrong with the response to such a request: with its status, its headers, and with its body,
 * which is held to the contract `resource` whatever the options say.
 *
 * Of a Fetch `Response` the body is read from a copy, no more of it than is allowed; its spans count bytes.
 *
 * @returns A promise, which is rejected as that of {@link checkRequest} is.
 *
 * @example
 * const response = await fetch(request);
 * const { violations } = await checkResponse(response);
 */
export function checkResponse(response: ResponseMessage | FetchResponse, options?: Options): Promise<Report>;

/**
 * The JSON Schema (draft 2020-12) of what a contract holds documents to, by the options `contract`, `members`, `dateTime`
 * and `undeclared`. It sees no name that stands twice, takes `1.0` for an integer and knows no warnings, and lets pass every
 * leap second that RFC 3339 has at 23:59 UTC alone. `user-processing-result/schema.json` is that without options.
 *
 * @throws TypeError where an option is wrong.
 *
 * @example
 * const validate = new Ajv2020({ strict: true }).compile(jsonSchema({ contract: "resource" }));
 */
export function jsonSchema(options?: Options): JsonSchema;

/**
 * A Standard Schema of the body of a create request, for every library that takes one.
 *
 * @example
 * router({ create: publicProcedure.input(userProcessingResult).mutation(({ input }) => send(input)) });
 */
export const userProcessingResult: ResultSchema<UserProcessingResult>;

/**
 * What a code or a reason means; all of them without a name.
 *
 * @throws TypeError where there is no such name.
 */
export function explain(): Explanation[];
export function explain(name: Code | Reason): Explanation;

/** The version of this package. */
export const version: string;

// Not every body holds all properties, nor every enum only its members.
interface Whole {
  contract?: "create" | "resource" | undefined;
}

interface Closed {
  members?: "documented" | "current" | undefined;
}

// A `Request`, a `Response` and their `Headers`, as far as they are used.
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

// A `URL`.
interface URL {
  readonly href: string;
  toString(): string;
}

// A `ReadableStream<Uint8Array>`, as far as it is used: not every environment declares that type.
interface ByteStream {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
    releaseLock(): void;
  };
}

export {};
