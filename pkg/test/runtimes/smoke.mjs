// What the package does, tried in whatever runtime this is imported: plain JavaScript, no imports.

const RIGHT = `{
  "failedTasksCount": 0, "processingStatus": "completed", "scheduledDateTime": "2026-03-01T06:00:00Z",
  "totalTasksCount": 4, "totalUnprocessedTasksCount": 0, "workflowExecutionType": "scheduled", "workflowVersion": 2
}`;
// Each fault stands behind characters of two, three and four bytes.
const WRONG = RIGHT.replace("{", '{ "ç": 1, "漢": "ç漢", "😀": null,')
  .replace('"completed"', '"complété 漢😀"')
  .replace('"workflowVersion": 2', '"workflowVersion": 2.5');
const CODES = ["undeclared_property", "undeclared_property", "undeclared_property", "unknown_member", "not_an_integer"];
const PATHS = ["/ç", "/漢", "/😀", "/processingStatus", "/workflowVersion"];
const QUOTED = ['"ç"', '"漢"', '"😀"', '"complété 漢😀"', "2.5"];

// The first call, timed, then the suite; one line of JSON, for whoever started the runtime.
export async function outcome(api) {
  try {
    const start = performance.now();
    api.check("{}");
    const milliseconds = performance.now() - start;
    await smoke(api);
    return JSON.stringify({ version: api.version, milliseconds });
  } catch ({ message, stack }) {
    return JSON.stringify({ error: message, stack });
  }
}

// Throws on the first thing that is not right.
export async function smoke(api) {
  const encode = (text) => new TextEncoder().encode(text);

  for (const text of [RIGHT, encode(RIGHT)]) {
    equal(api.check(text), { valid: true, violations: [] }, "check of what is right");
    equal(api.isValid(text), true, "isValid of what is right");
    equal(api.parse(text), JSON.parse(RIGHT), "parse of what is right");
  }
  // The long one makes the memory grow, which takes away what was seen of it before.
  for (const space of ["", " ".repeat(1 << 22), " "]) {
    for (const text of [space + WRONG, encode(space + WRONG)]) {
      const report = api.check(text);
      equal(report.valid, false, "check of what is wrong");
      faults(report, "check", (span) => slice(text, span));
      equal(api.isValid(text), false, "isValid of what is wrong");
      const error = thrown(() => api.parse(text), "parse of what is wrong");
      equal(error instanceof api.ValidationError && error instanceof Error, true, "parse throws a ValidationError");
      equal(error.report, report, "the report of a ValidationError");
    }
  }

  equal(api.checkValue(JSON.parse(RIGHT)).valid, true, "checkValue of what is right");
  faults(api.checkValue(JSON.parse(WRONG)), "checkValue");

  const page = `{"value": [${RIGHT}, ${WRONG}]}`;
  faults(api.checkCollection(page), "checkCollection", (span) => slice(page, span), "/value/1");

  const [right, wrong] = [RIGHT, WRONG].map((text) => encode(JSON.stringify(JSON.parse(text))));
  const lines = Uint8Array.of(...right, 10, 10, ...wrong);
  // Seven bytes each, which cuts characters and lines.
  const pieces = Array.from({ length: Math.ceil(lines.length / 7) }, (_, at) => lines.subarray(7 * at, 7 * at + 7));
  const stream = () =>
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
  const ways = {
    "a Uint8Array": () => lines,
    "an async iterable": async function* () {
      yield* pieces;
    },
    "a ReadableStream": stream,
    // As in browsers whose streams cannot be iterated.
    "the reader of a ReadableStream": () => ({ getReader: () => stream().getReader() }),
  };
  for (const [way, input] of Object.entries(ways)) {
    const reports = [];
    for await (const report of api.checkLines(input())) reports.push(report);
    equal(
      reports.map(({ line, valid }) => [line, valid]),
      [
        [1, true],
        [3, false],
      ],
      `checkLines of ${way}`,
    );
    faults(reports[1], `checkLines of ${way}`, (span) => slice(wrong, span));
  }

  equal(api.check(RIGHT, { contract: "projection" }).valid, true, "check with an option");
  equal(api.check(RIGHT, { contract: "resource" }).valid, false, "check with another option");
  for (const [name, value] of Object.entries({ contract: "update", kontract: "create" })) {
    const error = thrown(() => api.check(RIGHT, { [name]: value }), `a wrong option ${name}`);
    equal(error instanceof TypeError && error.message.includes(`\`${name}\``), true, `a TypeError that names ${name}`);
  }

  const standard = api.userProcessingResult["~standard"];
  equal([standard.version, standard.vendor], [1, "user-processing-result"], "what Standard Schema asks for");
  equal(standard.validate(JSON.parse(RIGHT)), { value: JSON.parse(RIGHT) }, "validate of what is right");
  const { issues } = standard.validate(JSON.parse(WRONG));
  equal(
    issues.map(({ path }) => `/${path.join("/")}`),
    PATHS,
    "validate of what is wrong",
  );

  const url = "https://graph.microsoft.com/v1.0/workflowBase/userProcessingResults";
  const headers = { authorization: "Bearer c2VjcmV0", "content-type": "application/json" };
  const request = new Request(url, { method: "POST", headers, body: WRONG });
  for (const message of [
    request,
    { method: "POST", url: new URL(url), headers: new Headers(headers), body: encode(WRONG) },
  ]) {
    faults(await api.checkRequest(message), "checkRequest", (span) => slice(encode(WRONG), span));
  }
  equal(await request.text(), WRONG, "the body of a request that was checked");
  const response = new Response(stream(), { status: 200, headers });
  const [status] = (await api.checkResponse(response)).violations;
  equal([status.code, status.path], ["wrong_status", "status"], "checkResponse");
  equal((await response.arrayBuffer()).byteLength, lines.length, "the body of a response that was checked");

  const schema = api.jsonSchema({ contract: "resource" });
  equal(schema.required.length, 10, "jsonSchema");
  equal(
    api.userProcessingResult.with({ contract: "resource" })["~standard"].jsonSchema.output({ target: "draft-2020-12" }),
    schema,
    "Standard JSON Schema",
  );

  const explanation = api.explain("out_of_range");
  const said = api.check(explanation.body, explanation.options);
  equal(
    said.violations.map(({ code }) => code),
    ["out_of_range"],
    "the body that explains out_of_range",
  );
  equal(
    api.explain().some(({ name }) => name === "out_of_range"),
    true,
    "out_of_range among all explanations",
  );
}

// That the report has the faults of WRONG; `quote` gives what stands at a span, and there is none without it.
function faults({ violations }, what, quote, at = "") {
  equal(
    violations.map(({ code }) => code),
    CODES,
    `the codes of ${what}`,
  );
  equal(
    violations.map(({ path }) => path),
    PATHS.map((path) => at + path),
    `the paths of ${what}`,
  );
  if (quote)
    equal(
      violations.map(({ span }) => quote(span)),
      QUOTED,
      `the spans of ${what}`,
    );
  else
    equal(
      violations.filter((violation) => "span" in violation),
      [],
      `no spans of ${what}`,
    );
}

function slice(text, { start, end }) {
  return typeof text === "string" ? text.slice(start, end) : new TextDecoder().decode(text.subarray(start, end));
}

function thrown(run, what) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error(`${what}: expected an error, found none`);
}

function equal(found, expected, what) {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`${what}: expected ${other}, found ${one}`);
}
