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
use crate::scan::{self, skip, string, symbol, white_space};
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
/// It is read no further than that takes, so that what comes later need not be JSON.
///
/// ```
/// use user_processing_result::is_collection;
///
/// assert!(is_collection(r#"{"@odata.count": 0, "value": []}"#));
/// assert!(!is_collection(r#"{"id": "1"}"#));
/// ```
#[must_use]
pub fn is_collection(json: impl AsRef<[u8]>) -> bool {
    let json = white_space(json.as_ref());
    json.starts_with(b"[") || has_items(json).unwrap_or_else(|| str::from_utf8(json).is_ok_and(is_page))
}

/// Whether an object has a `value` array, if it is spelled as programs spell it.
fn has_items(json: &[u8]) -> Option<bool> {
    let mut rest = symbol(b'{', json)?;
    loop {
        let (name, after) = string(white_space(rest))?;
        let value = white_space(symbol(b':', white_space(after))?);
        if name == VALUE.as_bytes() && value.starts_with(b"[") {
            return Some(true);
        }
        match white_space(scan::value(value)?) {
            [b',', after @ ..] => rest = after,
            [b'}', ..] => return Some(false),
            _ => return None,
        }
    }
}

/// The same, however it is spelled.
fn is_page(text: &str) -> bool {
    let mut has_items = false;
    let read = read::members(text, text, |member| {
        has_items |= &member.name[..] == VALUE.as_bytes() && member.value.kind() == Kind::Array;
    });
    read.is_ok() && has_items
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

    /// Checks the elements of an array that was read before, where they stand.
    fn items(&mut self, path: &'static str, array: &Json<'a>) {
        let Cow::Borrowed(array) = array.text() else { return };
        let mut rest = white_space(&array.as_bytes()[1..]);
        let mut index = 0;
        while let Some(after) = self.item(Base::item(path, index), array, rest) {
            rest = white_space(after);
            if let [b',', after @ ..] = rest {
                rest = white_space(after);
            }
            index += 1;
        }
    }

    /// Checks the element with which the rest of an array begins, if there is one, and gives what comes after it.
    fn item(&mut self, base: Base, array: &'a str, rest: &'a [u8]) -> Option<&'a [u8]> {
        if let Some(after) = check::clean(&self.rules, rest) {
            self.items.documents += 1;
            return Some(after);
        }
        let after = skip(rest)?;
        let item = &array[array.len() - rest.len()..array.len() - after.len()];
        self.items.append(check::item(self.rules, self.text, item, base), MOST);
        Some(after)
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
