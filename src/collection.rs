//! A page of results, `{"value": [...]}`, or a bare array of them.

use std::borrow::Cow;

use crate::check::{self, Names, Table};
use crate::code::Severity;
use crate::contract::Contract;
use crate::fault::{Expected, Fault};
use crate::findings::{Findings, locate, order};
use crate::place::{Base, at_end, at_name, at_value};
use crate::read::{self, Json, Kind, Member, Unreadable};
use crate::report::{Related, Report, Span, Violation};
use crate::rules::Rules;
use crate::suggest;

/// The one declared name of a page.
const VALUE: &str = "value";

/// How many violations are kept for a whole collection, so that memory stays bounded.
const MOST: usize = 100_000;

/// Everything that is wrong with a collection.
pub(crate) fn check(ty: Table, bytes: &[u8], contract: &Contract) -> Report {
    let mut report = read::text(bytes, contract.max_bytes)
        .and_then(|text| collection(ty, text, contract))
        .unwrap_or_else(|unreadable| unreadable.into_report(Base::DOCUMENT));
    locate(bytes, &mut report.violations);
    report
}

/// Whether a JSON text is a collection and no single document: an array, or an object with a `value` array.
///
/// ```
/// use user_processing_result::is_collection;
///
/// assert!(is_collection(r#"{"@odata.count": 0, "value": []}"#));
/// assert!(!is_collection(r#"{"id": "1"}"#));
/// ```
#[must_use]
pub fn is_collection(json: impl AsRef<[u8]>) -> bool {
    let Ok(text) = read::text(json.as_ref(), usize::MAX) else { return false };
    let mut is_page = false;
    let read = read::members(text, text, |member| {
        is_page |= &member.name[..] == VALUE.as_bytes() && member.value.kind() == Kind::Array;
    });
    match read {
        Ok(_) => is_page,
        Err(Unreadable { fault: Fault::NotAnObject { found, .. }, .. }) => found == Kind::Array,
        Err(_) => false,
    }
}

fn collection(ty: Table, text: &str, contract: &Contract) -> Result<Report, Unreadable> {
    let rules = Rules::new(ty, contract);
    let page = Page { rules, text, names: Names::default(), own: Findings::new(), items: nothing() };
    match text.trim_start_matches(read::WHITE_SPACE).as_bytes().first() {
        Some(b'{') => page.object(),
        Some(b'[') => page.array(),
        _ => Err(read::value(text)?.is_no_object(Expected::Collection)),
    }
}

/// Checks one collection.
struct Page<'a, 'c> {
    rules: Rules<'c>,
    text: &'a str,
    names: Names<'a>,
    /// What is wrong with the page itself.
    own: Findings,
    /// What is wrong with the items.
    items: Report,
}

impl<'a> Page<'a, '_> {
    fn object(mut self) -> Result<Report, Unreadable> {
        let end = read::members(self.text, self.text, |member| self.member(&member))?;
        if self.names.add(Cow::Borrowed(VALUE.as_bytes()), end).is_none() {
            self.own.push_late(missing_value(end));
        }
        Ok(self.into_report())
    }

    fn array(mut self) -> Result<Report, Unreadable> {
        let array = read::value(self.text)?;
        self.items("", &array);
        Ok(self.into_report())
    }

    fn member(&mut self, member: &Member<'a>) {
        if let Some(first) = self.names.add(member.name.clone(), member.name_span) {
            let related = Some(Box::new(Related::at(first)));
            self.own.push(Severity::Error, Fault::DuplicateProperty, |fault| Violation {
                related,
                ..at_name(Severity::Error, fault, Base::DOCUMENT, member)
            });
        }
        match (&member.name[..], member.value.kind()) {
            (name, Kind::Array) if name == VALUE.as_bytes() => self.items("/value", &member.value),
            (name, found) if name == VALUE.as_bytes() => self.wrong_value(&member.value, found),
            (name, _) if name.contains(&b'@') => {}
            _ => self.undeclared(member),
        }
    }

    fn wrong_value(&mut self, value: &Json<'a>, found: Kind) {
        let fault = Fault::WrongType { expected: Expected::Array, found, int32: None, is_placeholder: false };
        let (severity, path) = (Severity::Error, "/value".into());
        self.own.push(severity, fault, |fault| at_value(severity, fault, path, value, value.span));
    }

    fn undeclared(&mut self, member: &Member<'a>) {
        let suggestion = suggest::closest(&read::lossy(&member.name), std::iter::once(VALUE));
        let fault = Fault::UndeclaredProperty { owner: "a page", suggestion };
        let severity = Severity::Warning;
        self.own.push(severity, fault, |fault| at_name(severity, fault, Base::DOCUMENT, member));
    }

    fn items(&mut self, path: &'static str, array: &Json<'a>) {
        let mut index = 0;
        read::elements(array, |item| {
            let base = Base::item(path, index);
            let report = check::item(&self.rules, self.text, item, base);
            self.items.append(report, MOST);
            index += 1;
        });
    }

    fn into_report(self) -> Report {
        let (mut report, own) = (self.items, self.own.into_report());
        if !own.violations.is_empty() {
            let documents = own.invalid;
            report.append(Report { documents, ..own }, usize::MAX);
            report.violations.sort_by_key(order);
        }
        report
    }
}

/// The report of no document.
fn nothing() -> Report {
    Report { documents: 0, ..Report::default() }
}

fn missing_value(end: Span) -> Violation {
    let fault = Fault::MissingProperty { name: VALUE, expected: Expected::Array, body: None };
    at_end(fault, "/value".into(), end)
}
