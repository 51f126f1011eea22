//! Five data sets, identical on every machine: each is generated from one seed.

use fastrand::Rng;

pub const SEED: u64 = 0x5eed_2026;

/// A set of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Create bodies, compact, with the properties in the order of Microsoft's page and `@odata.type` first.
    Canonical,
    /// Resources as the service sends them: compact, `id` first, `subject` last, fractions of 5 to 7 digits.
    Graph,
    /// Create bodies with their JSON members shuffled, indented by two spaces.
    Pretty,
    /// Create bodies with one to three violations each, of every kind that a JSON Schema can express; one in fifty is cut off.
    Faulty,
    /// Canonical documents, and one document of `Faulty` in a hundred.
    Mixed,
}

type Members = Vec<(&'static str, String)>;

/// Returns an endless stream of documents.
pub fn documents(set: Set) -> impl Iterator<Item = String> {
    let mut rng = Rng::with_seed(SEED ^ set as u64);
    std::iter::repeat_with(move || document(set, &mut rng))
}

fn document(set: Set, rng: &mut Rng) -> String {
    match set {
        Set::Graph => compact(&resource(rng)),
        Set::Pretty => {
            let mut members = create(rng);
            rng.shuffle(&mut members);
            laid_out(&members, "{\n  ", ": ", ",\n  ", "\n}")
        }
        Set::Faulty if rng.u8(..50) == 0 => {
            let text = compact(&create(rng));
            text[..rng.usize(1..text.len())].to_owned()
        }
        Set::Faulty => compact(&faulty(rng)),
        Set::Mixed if rng.u8(..100) == 0 => compact(&faulty(rng)),
        Set::Canonical | Set::Mixed => compact(&create(rng)),
    }
}

fn create(rng: &mut Rng) -> Members {
    let mut members =
        vec![("@odata.type", quoted("#microsoft.graph.identityGovernance.userProcessingResult"))];
    members.extend(properties(rng));
    members
}

fn resource(rng: &mut Rng) -> Members {
    let mut members = vec![("id", quoted(&guid(rng)))];
    members.extend(properties(rng));
    members.push(("subject", format!("{{\"id\":{}}}", quoted(&guid(rng)))));
    members
}

/// Returns the nine properties that every contract allows, in the order of the schema table.
fn properties(rng: &mut Rng) -> Members {
    let total = rng.i32(1..20);
    let failed = rng.i32(0..=total / 3);
    let status = ["completed", "completedWithErrors", "failed", "canceled", "inProgress", "queued"];
    let status = *rng.choice(&status).expect("the list is not empty");
    let is_over = !matches!(status, "inProgress" | "queued");
    let is_started = status != "queued";
    let [scheduled, started, completed] = instants(rng);
    let or_null = |is_set: bool, instant: String| if is_set { instant } else { "null".to_owned() };
    vec![
        ("completedDateTime", or_null(is_over, completed)),
        ("failedTasksCount", failed.to_string()),
        ("processingStatus", quoted(status)),
        ("scheduledDateTime", scheduled),
        ("startedDateTime", or_null(is_started, started)),
        ("totalTasksCount", total.to_string()),
        ("totalUnprocessedTasksCount", rng.i32(0..=total - failed).to_string()),
        (
            "workflowExecutionType",
            quoted(rng.choice(["scheduled", "onDemand"]).expect("the list is not empty")),
        ),
        ("workflowVersion", rng.i32(1..40).to_string()),
    ]
}

/// Returns three ascending instants within an hour, in the form that the service sends.
fn instants(rng: &mut Rng) -> [String; 3] {
    let year = rng.u16(2022..2027);
    let month = rng.u8(1..=12);
    let day = rng.u8(1..=28);
    let hour = rng.u8(0..24);
    let mut seconds: [u16; 3] = std::array::from_fn(|_| rng.u16(0..3600));
    seconds.sort_unstable();
    seconds.map(|second| {
        let digits = rng.usize(5..=7);
        let fraction = rng.u32(1..10_u32.pow(7)) / 10_u32.pow(7 - u32::try_from(digits).expect("small"));
        let minute = second / 60;
        let second = second % 60;
        format!("\"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:0digits$}Z\"")
    })
}

fn guid(rng: &mut Rng) -> String {
    let hex = |rng: &mut Rng, digits: usize| format!("{:016x}", rng.u64(..))[..digits].to_owned();
    let parts =
        [hex(rng, 8), hex(rng, 4), format!("4{}", hex(rng, 3)), format!("9{}", hex(rng, 3)), hex(rng, 12)];
    parts.join("-")
}

/// Returns a create body with one to three violations.
fn faulty(rng: &mut Rng) -> Members {
    let mut members = create(rng);
    for _ in 0..rng.u8(1..=3) {
        spoil(&mut members, rng);
    }
    members
}

/// Removes, adds or changes one JSON member.
fn spoil(members: &mut Members, rng: &mut Rng) {
    const FAULTS: &[(&str, &[&str])] = &[
        ("@odata.type", &["\"#microsoft.graph.user\"", "1"]),
        ("failedTasksCount", &["\"0\"", "null", "1.5", "2147483648", "1e400", "[]"]),
        ("workflowVersion", &["\"1\"", "null", "0.25", "-2147483649", "true", "\"Integer\""]),
        ("processingStatus", &["\"Completed\"", "\"done\"", "null", "3", "\"quarantined\"", "\"String\""]),
        ("workflowExecutionType", &["\"on-demand\"", "\"preview\"", "null", "{}"]),
        ("scheduledDateTime", &["\"2026-02-30T06:00:00Z\"", "\"2026-03-01T06:00:00\"", "null", "1772344800"]),
        ("startedDateTime", &["\"2026-03-01 06:00:00Z\"", "\"01.03.2026\"", "\"\"", "false"]),
        (
            "completedDateTime",
            &["\"2026-13-01T06:00:00Z\"", "\"String (timestamp)\"", "\"2026-03-01T25:00:00Z\""],
        ),
    ];
    const UNDECLARED: &[&str] =
        &["FailedTasksCount", "processingstatus", "tenantId", "workflowVersions", "x"];

    let removable = ["failedTasksCount", "scheduledDateTime", "totalTasksCount", "workflowVersion"];
    match rng.u8(..10) {
        0 | 1 => {
            let gone = rng.choice(removable).expect("the list is not empty");
            members.retain(|(name, _)| *name != gone);
        }
        2 => {
            let name = *rng.choice(UNDECLARED).expect("the list is not empty");
            if members.iter().all(|(other, _)| *other != name) {
                members.insert(rng.usize(..members.len()), (name, "1".to_owned()));
            }
        }
        _ => {
            let (name, values) = rng.choice(FAULTS).expect("the list is not empty");
            let value = (*rng.choice(*values).expect("the list is not empty")).to_owned();
            match members.iter_mut().find(|(other, _)| other == name) {
                Some(member) => member.1 = value,
                None => members.push((name, value)),
            }
        }
    }
}

fn compact(members: &Members) -> String {
    laid_out(members, "{", ":", ",", "}")
}

fn laid_out(members: &Members, open: &str, colon: &str, comma: &str, close: &str) -> String {
    let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\"{colon}{value}")).collect();
    format!("{open}{}{close}", members.join(comma))
}

fn quoted(content: &str) -> String {
    format!("\"{content}\"")
}
