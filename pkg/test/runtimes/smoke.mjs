// A suite for the public functions that runs in any runtime: plain JavaScript without imports.

const VALID = `{
  "failedTasksCount": 0, "processingStatus": "completed", "scheduledDateTime": "2026-03-01T06:00:00Z",
  "totalTasksCount": 4, "totalUnprocessedTasksCount": 0, "workflowExecutionType": "scheduled", "workflowVersion": 2
}`;
// Each violation comes after characters of two, three and four bytes.
const INVALID = VALID.replace("{", '{ "ç": 1, "漢": "ç漢", "😀": null,')
  .replace('"completed"', '"complété 漢😀"')
  .replace('"workflowVersion": 2', '"workflowVersion": 2.5');
const CODES = ["undeclared_property", "undeclared_property", "undeclared_property", "unknown_member", "not_an_integer"];
const PATHS = ["/ç", "/漢", "/😀", "/processingStatus", "/workflowVersion"];
const QUOTED = ['"ç"', '"漢"', '"😀"', '"complété 漢😀"', "2.5"];

// Measures the first call and runs the suite. Returns one line of JSON for the test that started the runtime.
export async function runAndReport(api) {
  try {
    const start = performance.now();
    api.check("{}");
    const milliseconds = performance.now() - start;
    await runSuite(api);
    return JSON.stringify({ version: api.version, milliseconds });
  } catch ({ message, stack }) {
    return JSON.stringify({ error: message, stack });
  }
}

// Throws an error for the first result that is not as expected.
export async function runSuite(api) {
  const encode = (text) => new TextEncoder().encode(text);

  for (const text of [VALID, encode(VALID)]) {
    assertEqual(api.check(text), { valid: true, violations: [] }, "check of a valid document");
    assertEqual(api.isValid(text), true, "isValid of a valid document");
    assertEqual(api.parse(text), JSON.parse(VALID), "parse of a valid document");
  }
  // The long text makes the memory grow, which detaches its views.
  for (const space of ["", " ".repeat(1 << 22), " "]) {
    for (const text of [space + INVALID, encode(space + INVALID)]) {
      const report = api.check(text);
      assertEqual(report.valid, false, "check of an invalid document");
      assertViolations(report, "check", (span) => slice(text, span));
      assertEqual(api.isValid(text), false, "isValid of an invalid document");
      const error = catchError(() => api.parse(text), "parse of an invalid document");
      assertEqual(
        error instanceof api.ValidationError && error instanceof Error,
        true,
        "parse throws a ValidationError",
      );
      assertEqual(error.report, report, "the report of a ValidationError");
    }
  }

  assertEqual(api.checkValue(JSON.parse(VALID)).valid, true, "checkValue of a valid document");
  assertViolations(api.checkValue(JSON.parse(INVALID)), "checkValue");

  const page = `{"value": [${VALID}, ${INVALID}]}`;
  assertViolations(api.checkCollection(page), "checkCollection", (span) => slice(page, span), "/value/1");

  const [validLine, invalidLine] = [VALID, INVALID].map((text) => encode(JSON.stringify(JSON.parse(text))));
  const lines = Uint8Array.of(...validLine, 10, 10, ...invalidLine);
  // Chunks of seven bytes, which split characters and lines.
  const chunks = Array.from({ length: Math.ceil(lines.length / 7) }, (_, at) => lines.subarray(7 * at, 7 * at + 7));
  const stream = () =>
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });
  const inputs = {
    "a Uint8Array": () => lines,
    "an async iterable": async function* () {
      yield* chunks;
    },
    "a ReadableStream": stream,
    // As in browsers whose streams are not iterable.
    "the reader of a ReadableStream": () => ({ getReader: () => stream().getReader() }),
  };
  for (const [way, input] of Object.entries(inputs)) {
    const reports = [];
    for await (const report of api.checkLines(input())) reports.push(report);
    assertEqual(
      reports.map(({ line, valid }) => [line, valid]),
      [
        [1, true],
        [3, false],
      ],
      `checkLines of ${way}`,
    );
    assertViolations(reports[1], `checkLines of ${way}`, (span) => slice(invalidLine, span));
  }

  assertEqual(api.check(VALID, { contract: "projection" }).valid, true, "check with an option");
  assertEqual(api.check(VALID, { contract: "resource" }).valid, false, "check with another option");
  for (const [name, value] of Object.entries({ contract: "update", kontract: "create" })) {
    const error = catchError(() => api.check(VALID, { [name]: value }), `an invalid option ${name}`);
    assertEqual(
      error instanceof TypeError && error.message.includes(`\`${name}\``),
      true,
      `a TypeError that names ${name}`,
    );
  }

  const standard = api.userProcessingResult["~standard"];
  assertEqual([standard.version, standard.vendor], [1, "user-processing-result"], "the properties of Standard Schema");
  assertEqual(standard.validate(JSON.parse(VALID)), { value: JSON.parse(VALID) }, "validate of a valid document");
  const { issues } = standard.validate(JSON.parse(INVALID));
  assertEqual(
    issues.map(({ path }) => `/${path.join("/")}`),
    PATHS,
    "validate of an invalid document",
  );

  const url = "https://graph.microsoft.com/v1.0/workflowBase/userProcessingResults";
  const headers = { authorization: "Bearer c2VjcmV0", "content-type": "application/json" };
  const request = new Request(url, { method: "POST", headers, body: INVALID });
  for (const message of [
    request,
    { method: "POST", url: new URL(url), headers: new Headers(headers), body: encode(INVALID) },
  ]) {
    assertViolations(await api.checkRequest(message), "checkRequest", (span) => slice(encode(INVALID), span));
  }
  assertEqual(await request.text(), INVALID, "the body of a request that was checked");
  const response = new Response(stream(), { status: 200, headers });
  const [status] = (await api.checkResponse(response)).violations;
  assertEqual([status.code, status.path], ["wrong_status", "status"], "checkResponse");
  assertEqual((await response.arrayBuffer()).byteLength, lines.length, "the body of a response that was checked");

  const schema = api.jsonSchema({ contract: "resource" });
  assertEqual(schema.required.length, 10, "jsonSchema");
  assertEqual(
    api.userProcessingResult.with({ contract: "resource" })["~standard"].jsonSchema.output({ target: "draft-2020-12" }),
    schema,
    "Standard JSON Schema",
  );

  const explanation = api.explain("out_of_range");
  const report = api.check(explanation.body, explanation.options);
  assertEqual(
    report.violations.map(({ code }) => code),
    ["out_of_range"],
    "the body that explains out_of_range",
  );
  assertEqual(
    api.explain().some(({ name }) => name === "out_of_range"),
    true,
    "out_of_range among all explanations",
  );
}

// Asserts that a report has the violations of INVALID. `quote` returns the text at a span; without it there are no
// spans.
function assertViolations({ violations }, what, quote, at = "") {
  assertEqual(
    violations.map(({ code }) => code),
    CODES,
    `the codes of ${what}`,
  );
  assertEqual(
    violations.map(({ path }) => path),
    PATHS.map((path) => at + path),
    `the paths of ${what}`,
  );
  if (quote)
    assertEqual(
      violations.map(({ span }) => quote(span)),
      QUOTED,
      `the spans of ${what}`,
    );
  else
    assertEqual(
      violations.filter((violation) => "span" in violation),
      [],
      `no spans of ${what}`,
    );
}

function slice(text, { start, end }) {
  return typeof text === "string" ? text.slice(start, end) : new TextDecoder().decode(text.subarray(start, end));
}

function catchError(run, what) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error(`${what}: expected an error, found none`);
}

function assertEqual(found, expected, what) {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`${what}: expected ${other}, found ${one}`);
}
