// Prints docs/conformance.md: the verdict of each validator on each input.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contestants, schemaOf } from "../../pkg/bench/contestants.mjs";
import { check } from "../../pkg/dist/index.js";
import { BODY } from "../../pkg/test/body.mjs";

const VALIDATORS = ["ours", "ajv", "jsonschema", "zod", "valibot", "serde"];

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path) => readFileSync(`${root}/${path}`, "utf8");

// Returns the JSON members of the valid body, without those whose names occur in a text.
function membersWithout(shown) {
  const members = Object.entries(BODY).filter(
    ([name]) => !shown.includes(`"${name}"`),
  );
  return members
    .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
    .join(", ");
}

// Returns the text that the short form of an input means.
function textOf(shown) {
  if (shown.startsWith("without ")) return `{${membersWithout(shown)}}`;
  if (shown.startsWith('"')) return `{${membersWithout(shown)}, ${shown}}`;
  return shown.replace("<BOM>", "\ufeff").replace("…", membersWithout(""));
}

function inputs() {
  const lines = read("tests/conformance/inputs.txt")
    .split("\n")
    .filter((line) => /^[^#]/.test(line));
  const heads = lines
    .filter((_, at) => at % 2 === 0)
    .map((line) => line.match(/^(\w.*): (accept|reject), (.*)$/));
  return heads.map(([, name, verdict, why], at) => {
    const shown = lines[2 * at + 1].trim();
    return {
      name,
      isValid: verdict === "accept",
      why,
      shown,
      text: textOf(shown),
    };
  });
}

// Returns the JSON values that a program of this repository prints for lines, one value on each line.
function run(target, input, ...words) {
  const flags = ["run", "--quiet", "--locked", ...target, "--", ...words];
  const stdio = ["pipe", "pipe", "inherit"];
  const { error, stdout } = spawnSync("cargo", flags, {
    cwd: root,
    input: input.join("\n"),
    encoding: "utf8",
    stdio,
  });
  assert.ifError(error);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

// Returns true if a text is JSON and a validator of parsed values accepts it.
function accepts(isValid, text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  return isValid(value);
}

function verdicts(all) {
  const texts = all.map(({ text }) => text);
  const ofRust = run(
    ["--package", "xtask"],
    [JSON.stringify(schemaOf("create")), ...texts],
    "conformance",
  );
  const ofCommand = run(
    ["--package", "user-processing-result-cli"],
    texts,
    "check",
    "--format=json",
    "--input=lines",
    "-",
  );
  const { ajv, zod, valibot } = contestants("create").value;
  const codes = (report) =>
    report?.violations.map(({ code, path }) => [code, path]) ?? [];
  return all.map((input, at) => {
    const { ours: report, ...rust } = ofRust[at];
    // The crate, the package and the command agree; the command prints nothing for valid documents.
    assert.deepEqual(check(Buffer.from(input.text)), report, input.name);
    assert.deepEqual(
      codes(ofCommand.find(({ line }) => line === at + 1)),
      codes(report),
      input.name,
    );
    const [ofAjv, ofZod, ofValibot] = [ajv, zod, valibot].map((isValid) =>
      accepts(isValid, input.text),
    );
    return {
      ...input,
      report,
      accepted: {
        ours: report.valid,
        ...rust,
        ajv: ofAjv,
        zod: ofZod,
        valibot: ofValibot,
      },
    };
  });
}

const row = (cells) => `| ${cells.join(" | ")} |`;
const describe = ({ code, reason }) =>
  reason ? `\`${code}\`: \`${reason}\`` : `\`${code}\``;

function rowOf({ name, shown, isValid, why, report, accepted }) {
  const cells = VALIDATORS.map((validator) => {
    const verdict = accepted[validator] ? "accepts" : "rejects";
    return accepted[validator] === isValid ? verdict : `**${verdict}**`;
  });
  cells[0] = [cells[0], ...report.violations.map(describe)].join(" ");
  return row([
    name,
    `\`${shown}\``,
    `${isValid ? "accept" : "reject"}: ${why}`,
    ...cells,
  ]);
}

const { packages } = JSON.parse(read("pkg/package-lock.json"));
const npm = (name) => `${name} ${packages[`node_modules/${name}`].version}`;
const crate = (name) =>
  `${name} ${read("Cargo.lock").match(`\nname = "${name}"\nversion = "(.*)"`)[1]}`;

const all = verdicts(inputs());
const counts = VALIDATORS.map(
  (validator) =>
    all.filter(({ isValid, accepted }) => accepted[validator] === isValid)
      .length,
);

console.log(`# Conformance

The verdicts of this library and of five other validators on ${all.length} texts. \`scripts/conformance\` runs all of them and fails
if this page differs. The expected verdicts were written by hand, in [inputs.txt](../tests/conformance/inputs.txt), from
RFC 8259, OData 4.01 and Microsoft's page of the type; where they
follow the grammar \`graph\`, which is narrower than OData's, the reason names it.

| validator | set up as |
|---|---|
| ours | the contract \`create\` without options; the crate, the npm package and the command must agree |
| ${npm("ajv")}, ${npm("ajv-formats")} | a [schema](../pkg/bench/contestants.mjs) by hand: \`type: integer\` with bounds, \`format: date-time\`, \`enum\`, \`required\`, \`additionalProperties: false\` |
| ${crate("jsonschema")}, ${crate("serde_json")} | the same schema, formats asserted |
| ${npm("zod")} | \`z.strictObject\`, \`z.int32()\`, \`z.iso.datetime({ offset: true })\`, \`z.enum\` |
| ${npm("valibot")} | \`strictObject\`, \`integer\` with bounds, \`isoTimestamp\`, \`picklist\` |
| ${crate("serde")}, ${crate("chrono")} | a [struct](../tests/support/src/peers.rs) with \`deny_unknown_fields\`, \`i32\`, \`DateTime<FixedOffset>\`, enums |

In JavaScript \`JSON.parse\` runs first, and its errors count as rejections. All declare \`@odata.type\`, with the value on
Microsoft's page. Each text is this body, with the JSON members that are shown:

\`\`\`json
{
  ${membersWithout("").replaceAll(', "', ',\n  "')}
}
\`\`\`

Verdicts that differ from the expected one are **bold**; a code beside "accepts" is a warning.

${row(["input", "text", "expected", ...VALIDATORS])}
|---|---|---|${"---|".repeat(VALIDATORS.length)}
${all.map(rowOf).join("\n")}
${row(["expected verdicts", "", all.length, ...counts])}

## What the differences mean

* Validators of parsed values come too late for some errors: JavaScript does not distinguish \`1.0\` from \`1\`, JSON Schema
  defines both as integers, and of duplicate properties the parser kept the last. serde runs while the text is parsed and
  detects both, but serde_json parses \`-0\` as a float, which is not an \`i32\`.
* Date-times have several definitions. RFC 3339 has leap seconds, a year 0, lower case and any number of digits. jsonschema
  follows it, as ours does with the option date-time \`rfc3339\`; where the reason names \`graph\`, jsonschema is correct by
  its own definition. ajv also accepts a space and an offset without a colon. chrono accepts both, white space around the
  value, a plus and single digits. valibot checks the format, with up to nine digits of fraction, but not the calendar.
* A closed schema written by hand rejects JSON members that OData lets a client send: annotations, the URI of a type,
  read-only properties. Its author can add each of them.

Ours was made for this contract and the others for any contract, so the last row does not rank them: it shows how much is
left to do with each.
With the schema that \`upr schema\` prints, ajv and jsonschema find more: see the [README](../README.md#for-other-tools).`);
