//! Five data sets, the same on every machine: each is made from one seed.

use fastrand::Rng;

pub const SEED: u64 = 0x5eed_2026;

/// How the documents of a set are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Create bodies, compact, in the order of the page, `@odata.type` first.
    Canonical,
    /// Resources as the service sends them: compact, `id` first, `subject` last, 5 to 7 digits of fraction.
    Graph,
    /// Create bodies with their members shuffled, indented by two spaces.
    Pretty,
    /// Create bodies with one to three faults each, of every kind that a JSON Schema can tell.
    Faulty,
    /// Canonical; one document in a hundred is faulty.
    Mixed,
}

type Members = Vec<(&'static str, String)>;

/// An endless stream of documents.
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
        // One in fifty cannot be read at all.
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

/// The nine properties that every body may set, in the order of the table.
fn properties(rng: &mut Rng) -> Members {
    let total = rng.i32(1..20);
    let failed = rng.i32(0..=total / 3);
    let status = ["completed", "completedWithErrors", "failed", "canceled", "inProgress", "queued"];
    let status = *rng.choice(&status).expect("there are some");
    let (is_over, is_started) = (!matches!(status, "inProgress" | "queued"), status != "queued");
    let [scheduled, started, completed] = instants(rng);
    let or_null = |is_there: bool, instant: String| if is_there { instant } else { "null".to_owned() };
    vec![
        ("completedDateTime", or_null(is_over, completed)),
        ("failedTasksCount", failed.to_string()),
        ("processingStatus", quoted(status)),
        ("scheduledDateTime", scheduled),
        ("startedDateTime", or_null(is_started, started)),
        ("totalTasksCount", total.to_string()),
        ("totalUnprocessedTasksCount", rng.i32(0..=total - failed).to_string()),
        ("workflowExecutionType", quoted(rng.choice(["scheduled", "onDemand"]).expect("there are two"))),
        ("workflowVersion", rng.i32(1..40).to_string()),
    ]
}

/// Three instants of one day, one after another, as the service prints them.
fn instants(rng: &mut Rng) -> [String; 3] {
    let (year, month, day, hour) = (rng.u16(2022..2027), rng.u8(1..=12), rng.u8(1..=28), rng.u8(0..24));
    let mut seconds: [u16; 3] = std::array::from_fn(|_| rng.u16(0..3600));
    seconds.sort_unstable();
    seconds.map(|second| {
        let digits = rng.usize(5..=7);
        let fraction = rng.u32(1..10_u32.pow(7)) / 10_u32.pow(7 - u32::try_from(digits).expect("small"));
        let (minute, second) = (second / 60, second % 60);
        format!("\"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:0digits$}Z\"")
    })
}

fn guid(rng: &mut Rng) -> String {
    let hex = |rng: &mut Rng, digits: usize| format!("{:016x}", rng.u64(..))[..digits].to_owned();
    let parts =
        [hex(rng, 8), hex(rng, 4), format!("4{}", hex(rng, 3)), format!("9{}", hex(rng, 3)), hex(rng, 12)];
    parts.join("-")
}

/// A create body with one to three faults.
fn faulty(rng: &mut Rng) -> Members {
    let mut members = create(rng);
    for _ in 0..rng.u8(1..=3) {
        spoil(&mut members, rng);
    }
    members
}

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
            let gone = rng.choice(removable).expect("there are some");
            members.retain(|(name, _)| *name != gone);
        }
        2 => {
            let name = *rng.choice(UNDECLARED).expect("there are some");
            if members.iter().all(|(other, _)| *other != name) {
                members.insert(rng.usize(..members.len()), (name, "1".to_owned()));
            }
        }
        _ => {
            let (name, values) = rng.choice(FAULTS).expect("there are some");
            let value = (*rng.choice(*values).expect("there are some")).to_owned();
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
