// Prints docs/conformance.md: what each validator says of each input, all of them run.

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

// The right members, but for those whose names stand here.
function membersWithout(shown) {
  const members = Object.entries(BODY).filter(([name]) => !shown.includes(`"${name}"`));
  return members.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`).join(", ");
}

// The text that an input shows in short.
function textOf(shown) {
  if (shown.startsWith("without ")) return `{${membersWithout(shown)}}`;
  if (shown.startsWith('"')) return `{${membersWithout(shown)}, ${shown}}`;
  return shown.replace("<BOM>", "\ufeff").replace("…", membersWithout(""));
}

function inputs() {
  const lines = read("tests/conformance/inputs.txt").split("\n").filter((line) => /^[^#]/.test(line));
  const heads = lines.filter((_, at) => at % 2 === 0).map((line) => line.match(/^(\w.*): (accept|refuse), (.*)$/));
  return heads.map(([, name, right, why], at) => {
    const shown = lines[2 * at + 1].trim();
    return { name, right: right === "accept", why, shown, text: textOf(shown) };
  });
}

// What a program of this crate prints of lines: JSON, one a line.
function run(target, input, ...words) {
  const flags = ["run", "--quiet", "--locked", "--all-features", ...target, "--", ...words];
  const stdio = ["pipe", "pipe", "inherit"];
  const { error, stdout } = spawnSync("cargo", flags, { cwd: root, input: input.join("\n"), encoding: "utf8", stdio });
  assert.ifError(error);
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

// Whether one that judges values takes a text.
function takes(judge, text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  return judge(value);
}

function answers(all) {
  const texts = all.map(({ text }) => text);
  const ofRust = run(["--example", "conformance"], [JSON.stringify(schemaOf("create")), ...texts]);
  const ofCommand = run(["--bin", "upr"], texts, "check", "--format=json", "--input=lines", "-");
  const { ajv, zod, valibot } = contestants("create").value;
  const codes = (report) => report?.violations.map(({ code, path }) => [code, path]) ?? [];
  return all.map((input, at) => {
    const { ours: report, ...rust } = ofRust[at];
    // All faces say the same; the command is silent about what is right.
    assert.deepEqual(check(Buffer.from(input.text)), report, input.name);
    assert.deepEqual(codes(ofCommand.find(({ line }) => line === at + 1)), codes(report), input.name);
    const [ofAjv, ofZod, ofValibot] = [ajv, zod, valibot].map((judge) => takes(judge, input.text));
    return { ...input, report, takes: { ours: report.valid, ...rust, ajv: ofAjv, zod: ofZod, valibot: ofValibot } };
  });
}

const row = (cells) => `| ${cells.join(" | ")} |`;
const why = ({ code, reason }) => (reason ? `\`${code}\`: \`${reason}\`` : `\`${code}\``);

function rowOf({ name, shown, right, why: rule, report, takes }) {
  const says = VALIDATORS.map((validator) => {
    const verdict = takes[validator] ? "accepts" : "refuses";
    return takes[validator] === right ? verdict : `**${verdict}**`;
  });
  says[0] = [says[0], ...report.violations.map(why)].join(" ");
  return row([name, `\`${shown}\``, `${right ? "accept" : "refuse"}: ${rule}`, ...says]);
}

const { packages } = JSON.parse(read("pkg/package-lock.json"));
const npm = (name) => `${name} ${packages[`node_modules/${name}`].version}`;
const crate = (name) => `${name} ${read("Cargo.lock").match(`\nname = "${name}"\nversion = "(.*)"`)[1]}`;

const all = answers(inputs());
const right = VALIDATORS.map((validator) => all.filter(({ right, takes }) => takes[validator] === right).length);

console.log(`# Conformance

What this library and five other ways to validate say of ${all.length} texts, each of them run. \`scripts/conformance\` makes this
page, and fails when it would be another. What is right to say was written by hand, in
[inputs.txt](../tests/conformance/inputs.txt), from RFC 8259, OData 4.01 and Microsoft's page of the type; where it
follows the grammar \`graph\`, which is narrower than OData's, it says so.

| validator | set up as |
|---|---|
| ours | the contract \`create\` without options; the crate, the npm package and the command must agree |
| ${npm("ajv")}, ${npm("ajv-formats")} | a [schema](../pkg/bench/contestants.mjs) by hand: \`type: integer\` with bounds, \`format: date-time\`, \`enum\`, \`required\`, \`additionalProperties: false\` |
| ${crate("jsonschema")}, ${crate("serde_json")} | the same schema, formats asserted |
| ${npm("zod")} | \`z.strictObject\`, \`z.int32()\`, \`z.iso.datetime({ offset: true })\`, \`z.enum\` |
| ${npm("valibot")} | \`strictObject\`, \`integer\` with bounds, \`isoTimestamp\`, \`picklist\` |
| ${crate("serde")}, ${crate("chrono")} | a [struct](../tests/conformance/verdicts.rs) with \`deny_unknown_fields\`, \`i32\`, \`DateTime<FixedOffset>\`, enums |

In JavaScript \`JSON.parse\` reads first, and its errors are refusals. All know \`@odata.type\`, as Microsoft's page spells
it. Each text is this body, with the members that are shown:

\`\`\`json
{
  ${membersWithout("").replaceAll(', "', ',\n  "')}
}
\`\`\`

Answers that are not right are **bold**; a code beside what ours accepts is a warning.

${row(["input", "text", "right", ...VALIDATORS])}
|---|---|---|${"---|".repeat(VALIDATORS.length)}
${all.map(rowOf).join("\n")}
${row(["right answers", "", all.length, ...right])}

## What the differences mean

* Who judges parsed values comes too late: JavaScript does not tell \`1.0\` from \`1\`, to JSON Schema both are integers,
  and of names that stand twice the reader kept the last. serde is there when the text is read and sees both; but
  serde_json makes \`-0\` a float, which is no \`i32\`.
* A date-time is many things. That of RFC 3339 has leap seconds, a year 0, lower case and any number of digits, and
  jsonschema keeps to it, as ours does with the option date-time \`rfc3339\`: where the table says \`graph\`, it is right
  by its own rule. ajv takes a space and an offset without colon too, chrono also white space around, a plus and single
  digits; valibot looks at the form, with up to nine digits of fraction, and never at the calendar.
* A schema that was closed by hand refuses what OData lets a client send: annotations, the URI of a type, read-only
  properties. It can have them, one by one, where its author thinks of them.

Ours was made for this contract and the others for any, so the last row is no ranking: it tells what each leaves to do.
With the schema that \`upr schema\` prints, ajv and jsonschema leave less: see the [README](../README.md#for-other-tools).`);
