//! `upr explain`: the documentation of codes and reasons.

use std::io::{self, Write};

use user_processing_result::{Code, Explanation, Reason};

/// Prints the explanation of one code or reason, or all explanations if `name` is `None`.
pub fn print_explanations(name: Option<&str>) -> io::Result<()> {
    let codes = Code::ALL.iter().map(|code| code.explain());
    let reasons = Reason::ALL.iter().map(|reason| reason.explain());
    let is_selected = |explanation: &Explanation| name.is_none_or(|name| name == explanation.name());
    let texts: Vec<String> =
        codes.chain(reasons).filter(is_selected).map(|explanation| explanation.to_string()).collect();
    io::stdout().lock().write_all(texts.join("\n\n").as_bytes())
}
