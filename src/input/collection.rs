//! Collections: a page of results, `{"value": [...]}`, or a bare array.

use alloc::borrow::Cow;

use crate::edm::suggest;
use crate::json::scan::{skip_white_space, skip_with_serde};
use crate::json::{self, JsonType, Member, ObjectReader, RawValue, ReadError, Span, Step, lossy};
use crate::options::Contract;
use crate::report::place::{at_end, at_name, at_value, duplicate, unreadable};
use crate::report::{
    Code, Expected, MAX_VIOLATIONS, PathPrefix, Report, Severity, Violation, ViolationKind, locate,
};
use crate::validate::object::{accept_clean, check_item};
use crate::validate::{Context, NameSet};

/// The name of the only property of a page.
const VALUE: &str = "value";

/// The maximum number of violations that are kept for a whole collection, so that memory stays bounded.
const MAX_COLLECTION_VIOLATIONS: usize = 100_000;

/// Checks a collection.
pub(crate) fn check(contract: &Contract, bytes: &[u8]) -> Report {
    let mut report = collection(contract, bytes)
        .unwrap_or_else(|error| unreadable(error, Expected::Collection, PathPrefix::DOCUMENT));
    locate(bytes, &mut report.violations);
    report
}

/// Returns whether a JSON text is a collection and not a single document: an array, or an object with a `value` array.
///
/// The text is read only as far as that takes, so what follows need not be JSON.
///
/// ```
/// use user_processing_result::is_collection;
///
/// assert!(is_collection(r#"{"@odata.count": 0, "value": []}"#));
/// assert!(!is_collection(r#"{"id": "1"}"#));
/// ```
#[must_use]
pub fn is_collection(json: impl AsRef<[u8]>) -> bool {
    let json = skip_white_space(json.as_ref());
    json.starts_with(b"[") || has_items(json).unwrap_or(false)
}

/// Returns whether an object has a `value` array, or `None` at a syntax error before it.
fn has_items(json: &[u8]) -> Option<bool> {
    let mut object = ObjectReader::open(json, 0)?;
    while let Step::Member = object.step()? {
        let name = object.name(|_| None)?;
        if *name.content == *VALUE.as_bytes() && object.rest().starts_with(b"[") {
            return Some(true);
        }
        object.value(None)?;
    }
    Some(false)
}

fn collection<'a>(contract: &Contract, bytes: &'a [u8]) -> Result<Report, ReadError<'a>> {
    json::check_length(bytes, contract.max_bytes)?;
    let mut page = Page {
        context: Context::new(contract),
        names: NameSet::default(),
        own_violations: 0,
        has_error: false,
        report: Report { documents: 0, ..Report::default() },
    };
    if skip_white_space(bytes).starts_with(b"[") {
        page.items(PathPrefix::DOCUMENT, &json::read_value(bytes, 0)?);
    } else {
        let end = page.members(bytes).ok_or_else(|| json::read_error(bytes, 0))?;
        page.finish(end);
    }
    Ok(page.report)
}

/// The state of checking one collection.
struct Page<'a, 'c> {
    context: Context<'c>,
    names: NameSet<'a>,
    /// The number of violations of the page itself, outside of its items.
    own_violations: usize,
    has_error: bool,
    report: Report,
}

impl<'a> Page<'a, '_> {
    /// Checks the members, and returns the closing brace. `None` if the text is not an object.
    fn members(&mut self, page: &'a [u8]) -> Option<Span> {
        let mut object = ObjectReader::open(page, 0)?;
        loop {
            if let Step::End(end) = object.step()? {
                return Some(end);
            }
            let name = object.name(|_| None)?;
            let value = object.value(None)?;
            self.member(&Member { name: name.content, name_span: name.span, value });
        }
    }

    fn finish(&mut self, end: Span) {
        if self.names.add(Cow::Borrowed(VALUE.as_bytes()), end).is_none() {
            let kind = ViolationKind::MissingProperty { name: VALUE, expected: Expected::Array, kind: None };
            self.report(Severity::Error, Code::MissingProperty, || at_end(kind, "/value".into(), end));
        }
    }

    fn member(&mut self, member: &Member<'a>) {
        if let Some(first) = self.names.add(member.name.clone(), member.name_span) {
            let make = || duplicate(PathPrefix::DOCUMENT, member, first);
            self.report(Severity::Error, Code::DuplicateProperty, make);
        }
        match (&member.name[..], member.value.json_type()) {
            (name, JsonType::Array) if name == VALUE.as_bytes() => {
                self.items(PathPrefix::DOCUMENT.name(VALUE), &member.value);
            }
            (name, found) if name == VALUE.as_bytes() => self.wrong_value(&member.value, found),
            (name, _) if name.contains(&b'@') => {}
            _ => self.undeclared(member),
        }
    }

    fn wrong_value(&mut self, value: &RawValue<'a>, found: JsonType) {
        let expected = Expected::Array;
        let kind = ViolationKind::WrongType { expected, found, int32: None, is_placeholder: false };
        self.report(Severity::Error, Code::WrongType, || {
            at_value(Severity::Error, kind, "/value".into(), value, value.span)
        });
    }

    fn undeclared(&mut self, member: &Member<'a>) {
        self.report(Severity::Warning, Code::UndeclaredProperty, || {
            let suggestion = suggest::closest(&lossy(&member.name), core::iter::once(VALUE));
            let kind = ViolationKind::UndeclaredProperty { owner: "a page", suggestion };
            at_name(Severity::Warning, kind, PathPrefix::DOCUMENT, member)
        });
    }

    /// Reports a violation of the page itself. The page counts as one more document if it has an error.
    fn report(&mut self, severity: Severity, code: Code, make: impl FnOnce() -> Violation) {
        if severity == Severity::Error && !self.has_error {
            self.has_error = true;
            self.report.documents += 1;
            self.report.invalid += 1;
        }
        if self.own_violations < MAX_VIOLATIONS {
            self.own_violations += 1;
            self.report.violations.push(make());
        } else {
            self.report.omitted.add(severity, code);
        }
    }

    /// Checks the elements of an array, which is valid JSON.
    fn items(&mut self, prefix: PathPrefix<'_>, array: &RawValue<'a>) {
        let text = array.bytes();
        let mut rest = skip_white_space(&text[1..]);
        for index in 0.. {
            let start = array.span.start + text.len() - rest.len();
            let Some(after) = self.item(prefix.index(index), start, rest) else { break };
            rest = skip_white_space(after);
            if let [b',', after @ ..] = rest {
                rest = skip_white_space(after);
            }
        }
    }

    /// Checks the element at the start of a text, and returns the text after it, or `None` at the end of the array.
    fn item(&mut self, prefix: PathPrefix<'_>, start: usize, rest: &'a [u8]) -> Option<&'a [u8]> {
        if let Some(after) = accept_clean(&self.context, rest) {
            self.report.documents += 1;
            return Some(after);
        }
        let after = skip_with_serde(rest)?;
        let item = &rest[..rest.len() - after.len()];
        let report = check_item(self.context, item, start, prefix);
        self.report.append(report, MAX_COLLECTION_VIOLATIONS + self.own_violations);
        Some(after)
    }
}
