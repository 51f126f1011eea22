// Three sets of documents, generated from one seed, so that they are the same on every machine.

export const SEED = 0x5eed2026;

const TYPE = '"#microsoft.graph.identityGovernance.userProcessingResult"';
const STATUSES = ["completed", "completedWithErrors", "failed", "canceled", "inProgress", "queued"];

const makers = {
  // Create bodies in the order of Microsoft's page, `@odata.type` first.
  canonical: (random) => ({ "@odata.type": TYPE, ...properties(random) }),
  // Resources as the service returns them: `id` first, `subject` last.
  graph: (random) => ({ id: guid(random), ...properties(random), subject: `{"id":${guid(random)}}` }),
  // Create bodies with eight violations, each with another code.
  faulty: (random) => addViolations(makers.canonical(random), random),
};

// Generates a number of documents of a set, as compact JSON in bytes.
export function documents(set, count) {
  const random = createRandom(SEED ^ Object.keys(makers).indexOf(set));
  return Array.from({ length: count }, () => Buffer.from(compact(makers[set](random))));
}

// Returns a generator of integers from 0 to below a bound (xorshift32).
function createRandom(seed) {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * bound);
  };
}

function properties(random) {
  const total = 1 + random(19);
  const failed = random(1 + Math.floor(total / 3));
  const status = choice(STATUSES, random);
  const [scheduled, started, completed] = instants(random);
  return {
    completedDateTime: status === "inProgress" || status === "queued" ? "null" : completed,
    failedTasksCount: String(failed),
    processingStatus: `"${status}"`,
    scheduledDateTime: scheduled,
    startedDateTime: status === "queued" ? "null" : started,
    totalTasksCount: String(total),
    totalUnprocessedTasksCount: String(random(1 + total - failed)),
    workflowExecutionType: choice(['"scheduled"', '"onDemand"'], random),
    workflowVersion: String(1 + random(39)),
  };
}

// Generates three instants of one hour in ascending order, with 5 to 7 fraction digits.
function instants(random) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${2022 + random(5)}-${two(1 + random(12))}-${two(1 + random(28))}T${two(random(24))}`;
  const seconds = [random(3600), random(3600), random(3600)].sort((a, b) => a - b);
  return seconds.map((second) => {
    const digits = 5 + random(3);
    const fraction = String(random(10 ** digits)).padStart(digits, "0");
    return `"${day}:${two(Math.floor(second / 60))}:${two(second % 60)}.${fraction}Z"`;
  });
}

function guid(random) {
  const hex = (digits) => Array.from({ length: digits }, () => random(16).toString(16)).join("");
  return `"${hex(8)}-${hex(4)}-4${hex(3)}-9${hex(3)}-${hex(12)}"`;
}

function addViolations(members, random) {
  const counts = ["failedTasksCount", "totalTasksCount", "totalUnprocessedTasksCount", "workflowVersion"];
  const [whole, large, text, nulled] = shuffled(counts, random);
  members[whole] += ".0";
  members[large] = choice(["2147483648", "-2147483649", "99999999999"], random);
  members[text] = choice([`"${members[text]}"`, "true", "[]", "{}"], random);
  members[nulled] = "null";
  const day = `"${choice(["2026-02-30", "2025-02-29", "2026-04-31", "2026-11-31"], random)}T`;
  const date = choice(["completedDateTime", "scheduledDateTime", "startedDateTime"], random);
  members[date] = day + members.scheduledDateTime.slice(day.length);
  const [invalid, missing] = shuffled(["processingStatus", "workflowExecutionType"], random);
  members[invalid] = choice(['"Completed"', '"on-demand"', '"done"', '"String"'], random);
  delete members[missing];
  const name = choice(["tenantId", "FailedTasksCount", "workflowVersions", "x"], random);
  return { ...members, [name]: "1" };
}

function shuffled(items, random) {
  const left = [...items];
  return items.map(() => left.splice(random(left.length), 1)[0]);
}

function choice(items, random) {
  return items[random(items.length)];
}

// Serializes members whose values are JSON already, so that a number can have a form that JSON.stringify never prints.
function compact(members) {
  const entries = Object.entries(members).map(([name, value]) => `"${name}":${value}`);
  return `{${entries.join(",")}}`;
}
