//! A page of results, `{"value": [...]}`, or a bare array of them.

use alloc::borrow::Cow;

use crate::check::{self, Table};
use crate::code::{Code, Severity};
use crate::contract::Contract;
use crate::fault::{Expected, Fault};
use crate::findings::locate;
use crate::place::{Base, at_end, at_name, at_value, duplicate};
use crate::read::{self, Json, Kind, Member, Next, Object, Unreadable};
use crate::report::{self, Report, Span, Violation};
use crate::rules::Rules;
use crate::scan::{skip, white_space};
use crate::seen::Seen;
use crate::suggest;

/// The one declared name of a page.
const VALUE: &str = "value";

/// How many violations are kept for a whole collection, so that memory stays bounded.
const MOST: usize = 100_000;

/// Everything that is wrong with a collection.
pub(crate) fn check(ty: Table, bytes: &[u8], contract: &Contract) -> Report {
    let mut report =
        collection(ty, bytes, contract).unwrap_or_else(|unreadable| unreadable.into_report(Base::DOCUMENT));
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
    json.starts_with(b"[") || has_items(json).unwrap_or(false)
}

fn has_items(json: &[u8]) -> Option<bool> {
    let mut object = Object::open(json, 0)?;
    while let Next::Member = object.next()? {
        let name = object.name(&[], 0)?;
        if *name.content == *VALUE.as_bytes() && object.rest().starts_with(b"[") {
            return Some(true);
        }
        object.value(None)?;
    }
    Some(false)
}

fn collection(ty: Table, bytes: &[u8], contract: &Contract) -> Result<Report, Unreadable> {
    read::limited(bytes, contract.max_bytes)?;
    let rules = Rules::new(ty, contract);
    let report = Report { documents: 0, ..Report::default() };
    let mut page = Page { rules, names: Seen::default(), own: 0, has_error: false, report };
    if white_space(bytes).starts_with(b"[") {
        page.items("", &read::value(bytes, 0)?);
    } else {
        let end = page.members(bytes).ok_or_else(|| read::unreadable(bytes, 0, Expected::Collection))?;
        page.end(end);
    }
    Ok(page.report)
}

/// Checks one collection.
struct Page<'a, 'c> {
    rules: Rules<'c>,
    names: Seen<'a>,
    /// How much is wrong with the page itself.
    own: usize,
    has_error: bool,
    report: Report,
}

impl<'a> Page<'a, '_> {
    /// Checks what members there are, and gives the closing brace if nothing else is there.
    fn members(&mut self, page: &'a [u8]) -> Option<Span> {
        let mut object = Object::open(page, 0)?;
        loop {
            if let Next::End(end) = object.next()? {
                return Some(end);
            }
            let name = object.name(&[], 0)?;
            let value = object.value(None)?;
            self.member(&Member { name: name.content, name_span: name.span, value });
        }
    }

    fn end(&mut self, end: Span) {
        if self.names.add(Cow::Borrowed(VALUE.as_bytes()), end).is_none() {
            let fault = Fault::MissingProperty { name: VALUE, expected: Expected::Array, body: None };
            self.say(Severity::Error, Code::MissingProperty, || at_end(fault, "/value".into(), end));
        }
    }

    fn member(&mut self, member: &Member<'a>) {
        if let Some(first) = self.names.add(member.name.clone(), member.name_span) {
            let make = || duplicate(Base::DOCUMENT, member, first);
            self.say(Severity::Error, Code::DuplicateProperty, make);
        }
        match (&member.name[..], member.value.kind()) {
            (name, Kind::Array) if name == VALUE.as_bytes() => self.items("/value", &member.value),
            (name, found) if name == VALUE.as_bytes() => self.wrong_value(&member.value, found),
            (name, _) if name.contains(&b'@') => {}
            _ => self.undeclared(member),
        }
    }

    fn wrong_value(&mut self, value: &Json<'a>, found: Kind) {
        let expected = Expected::Array;
        let fault = Fault::WrongType { expected, found, int32: None, is_placeholder: false };
        self.say(Severity::Error, Code::WrongType, || {
            at_value(Severity::Error, fault, "/value".into(), value, value.span)
        });
    }

    fn undeclared(&mut self, member: &Member<'a>) {
        self.say(Severity::Warning, Code::UndeclaredProperty, || {
            let suggestion = suggest::closest(&read::lossy(&member.name), core::iter::once(VALUE));
            let fault = Fault::UndeclaredProperty { owner: "a page", suggestion };
            at_name(Severity::Warning, fault, Base::DOCUMENT, member)
        });
    }

    /// Says what is wrong with the page itself, which counts as one document more if that is an error.
    fn say(&mut self, severity: Severity, code: Code, make: impl FnOnce() -> Violation) {
        let report = &mut self.report;
        if severity == Severity::Error && !self.has_error {
            self.has_error = true;
            (report.documents, report.invalid) = (report.documents + 1, report.invalid + 1);
        }
        if self.own < report::MOST {
            self.own += 1;
            report.violations.push(make());
        } else {
            report.omitted.add(severity, code);
        }
    }

    /// Checks the elements of an array that was read before, where they stand.
    fn items(&mut self, path: &'static str, array: &Json<'a>) {
        let text = array.bytes();
        let mut rest = white_space(&text[1..]);
        for index in 0.. {
            let start = array.span.start + text.len() - rest.len();
            let Some(after) = self.item(Base::item(path, index), start, rest) else { break };
            rest = white_space(after);
            if let [b',', after @ ..] = rest {
                rest = white_space(after);
            }
        }
    }

    /// Checks the element with which the rest of an array begins, if there is one, and gives what comes after it.
    fn item(&mut self, base: Base, start: usize, rest: &'a [u8]) -> Option<&'a [u8]> {
        if let Some(after) = check::clean(&self.rules, rest) {
            self.report.documents += 1;
            return Some(after);
        }
        let after = skip(rest)?;
        let item = &rest[..rest.len() - after.len()];
        self.report.append(check::item(self.rules, item, start, base), MOST + self.own);
        Some(after)
    }
}
