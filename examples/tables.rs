//! Prints as JSON what the JavaScript package takes over from the crate as it is: names, the default limit, and the
//! explanations.
//!
//! ```sh
//! cargo run --example tables
//! ```

use serde::Serialize;
use user_processing_result::schema::USER_PROCESSING_RESULT;
use user_processing_result::{
    Body, Code, DateTimeGrammar, Explanation, Members, Reason, Severity, Undeclared,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tables {
    version: &'static str,
    severities: Names,
    codes: Names,
    reasons: Names,
    options: Options,
    max_bytes: usize,
    /// Those of which a flat object is made, in the order of the table; then what names the type.
    members: Vec<&'static str>,
    explanations: Vec<Explanation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    contract: Names,
    members: Names,
    date_time: Names,
    undeclared: Names,
}

type Names = &'static [&'static str];

fn main() {
    let codes = Code::ALL.iter().map(|code| code.explain());
    let reasons = Reason::ALL.iter().map(|reason| reason.explain());
    let properties = USER_PROCESSING_RESULT.properties.iter().map(|property| property.name);
    let tables = Tables {
        version: env!("CARGO_PKG_VERSION"),
        severities: Severity::NAMES,
        codes: Code::NAMES,
        reasons: Reason::NAMES,
        options: Options {
            contract: Body::NAMES,
            members: Members::NAMES,
            date_time: DateTimeGrammar::NAMES,
            undeclared: Undeclared::NAMES,
        },
        max_bytes: 16 << 20,
        members: properties.chain(["@odata.type"]).collect(),
        explanations: codes.chain(reasons).collect(),
    };
    println!("{}", serde_json::to_string(&tables).expect("names and texts"));
}
