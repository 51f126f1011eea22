//! Collections: a page of results, `{"value": [...]}`, or a bare array.

use alloc::borrow::Cow;
#[cfg(feature = "chrono")]
use core::fmt;

#[cfg(feature = "chrono")]
use super::parse::Parse;
use crate::edm::suggest;
use crate::json::scan::{skip_white_space, skip_with_serde};
use crate::json::{self, JsonType, Member, ObjectReader, RawValue, ReadError, Span, Step, lossy};
use crate::options::Contract;
#[cfg(feature = "chrono")]
use crate::report::LocationCursor;
use crate::report::place::{at_end, at_name, at_value, duplicate, unreadable};
use crate::report::{
    Code, Expected, MAX_VIOLATIONS, PathPrefix, Report, Severity, Violation, ViolationKind, locate,
};
use crate::validate::object::{accept_clean, check_item};
use crate::validate::{Context, NameSet};

/// The name of the only property of a page.
const VALUE: &str = "value";

/// The path of the items of a page.
const PAGE_ITEMS: PathPrefix<'static> = PathPrefix::DOCUMENT.name(VALUE);

/// The maximum number of violations that are kept for a whole collection, so that memory stays bounded.
const MAX_COLLECTION_VIOLATIONS: usize = 100_000;

/// Checks a collection.
pub(crate) fn check(contract: &Contract, bytes: &[u8]) -> Report {
    Page::new(contract).into_report(bytes, Page::check_items)
}

/// Reads a collection and returns its items, or the report of the page itself if that has an error.
#[cfg(feature = "chrono")]
pub(crate) fn parse<'a, T>(
    contract: &Contract,
    bytes: &'a [u8],
    parse: Parse<T>,
) -> Result<ParsedItems<'a, T>, Report> {
    let mut items = None;
    let report = Page::new(contract).into_report(bytes, |_, prefix, array| {
        items = Some(ParsedItems {
            contract: *contract,
            parse,
            prefix,
            elements: Elements::new(array),
            cursor: LocationCursor::new(bytes),
        });
    });
    items.filter(|_| report.is_valid()).ok_or(report)
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

/// The state of checking one collection. The report counts as documents the items that are checked.
struct Page<'a, 'c> {
    context: Context<'c>,
    names: NameSet<'a>,
    /// The number of violations of the page itself, outside of its items.
    own_violations: usize,
    has_error: bool,
    report: Report,
}

/// The elements of an array that is valid JSON.
struct Elements<'a> {
    array: RawValue<'a>,
    /// The text from the next element on.
    rest: &'a [u8],
    index: usize,
}

/// An iterator over the typed values of a collection, made by [`Contract::parse_collection`].
///
/// The report of an invalid item has the paths, spans, lines and columns of the whole text.
#[cfg(feature = "chrono")]
pub struct ParsedItems<'a, T> {
    contract: Contract,
    parse: Parse<T>,
    prefix: PathPrefix<'static>,
    elements: Elements<'a>,
    cursor: LocationCursor<'a>,
}

impl<'a, 'c> Page<'a, 'c> {
    fn new(contract: &'c Contract) -> Self {
        Self {
            context: Context::new(contract),
            names: NameSet::default(),
            own_violations: 0,
            has_error: false,
            report: Report { documents: 0, ..Report::default() },
        }
    }

    /// Returns the report of a collection. `on_items` is called for each array of items, with its path.
    fn into_report(
        mut self,
        bytes: &'a [u8],
        on_items: impl FnMut(&mut Self, PathPrefix<'static>, RawValue<'a>),
    ) -> Report {
        let mut report = match self.read(bytes, on_items) {
            Ok(()) => self.report,
            Err(error) => unreadable(error, Expected::Collection, PathPrefix::DOCUMENT),
        };
        locate(bytes, &mut report.violations);
        report
    }

    fn read(
        &mut self,
        bytes: &'a [u8],
        mut on_items: impl FnMut(&mut Self, PathPrefix<'static>, RawValue<'a>),
    ) -> Result<(), ReadError<'a>> {
        json::check_length(bytes, self.context.contract.max_bytes)?;
        if skip_white_space(bytes).starts_with(b"[") {
            on_items(self, PathPrefix::DOCUMENT, json::read_value(bytes, 0)?);
        } else {
            let end = self.members(bytes, on_items).ok_or_else(|| json::read_error(bytes, 0))?;
            self.finish(end);
        }
        Ok(())
    }

    /// Checks the members, and returns the closing brace. `None` if the text is not an object.
    fn members(
        &mut self,
        page: &'a [u8],
        mut on_items: impl FnMut(&mut Self, PathPrefix<'static>, RawValue<'a>),
    ) -> Option<Span> {
        let mut object = ObjectReader::open(page, 0)?;
        loop {
            if let Step::End(end) = object.step()? {
                return Some(end);
            }
            let name = object.name(|_| None)?;
            let value = object.value(None)?;
            if self.member(&Member { name: name.content, name_span: name.span, value }) {
                on_items(self, PAGE_ITEMS, value);
            }
        }
    }

    fn finish(&mut self, end: Span) {
        if self.names.add(Cow::Borrowed(VALUE.as_bytes()), end).is_none() {
            let kind = ViolationKind::MissingProperty { name: VALUE, expected: Expected::Array, kind: None };
            self.report(Severity::Error, Code::MissingProperty, || {
                at_end(Severity::Error, kind, "/value".into(), end)
            });
        }
    }

    /// Checks a member, and returns whether its value is an array of items.
    fn member(&mut self, member: &Member<'a>) -> bool {
        if let Some(first) = self.names.add(member.name.clone(), member.name_span) {
            let make = || duplicate(PathPrefix::DOCUMENT, member, first);
            self.report(Severity::Error, Code::DuplicateProperty, make);
        }
        let found = member.value.json_type();
        if member.name == VALUE.as_bytes() {
            if found != JsonType::Array {
                self.wrong_value(&member.value, found);
            }
            return found == JsonType::Array;
        }
        if !member.name.contains(&b'@') {
            self.undeclared(member);
        }
        false
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

    /// Checks the items, which are the elements of an array. Inlined at both calls, it would make the wasm larger.
    #[inline(never)]
    fn check_items(&mut self, prefix: PathPrefix<'static>, array: RawValue<'a>) {
        let mut elements = Elements::new(array);
        loop {
            if let Some(after) = accept_clean(&self.context, elements.rest) {
                self.report.documents += 1;
                elements.continue_after(after);
                continue;
            }
            let Some((item, after)) = elements.peek() else { break };
            let path = prefix.index(elements.index);
            let report = check_item(self.context, item, elements.start(), path);
            self.report.append(report, MAX_COLLECTION_VIOLATIONS + self.own_violations);
            elements.continue_after(after);
        }
    }
}

impl<'a> Elements<'a> {
    fn new(array: RawValue<'a>) -> Self {
        Self { array, rest: skip_white_space(&array.bytes()[1..]), index: 0 }
    }

    /// Returns the offset of the next element in the document.
    fn start(&self) -> usize {
        self.array.span.start + self.array.bytes().len() - self.rest.len()
    }

    /// Returns the next element and the text after it, or `None` at the end of the array.
    fn peek(&self) -> Option<(&'a [u8], &'a [u8])> {
        let after = skip_with_serde(self.rest)?;
        Some((&self.rest[..self.rest.len() - after.len()], after))
    }

    /// Moves to the element that follows, given the text after the current one.
    fn continue_after(&mut self, after: &'a [u8]) {
        self.index += 1;
        self.rest = skip_white_space(after);
        if let [b',', after @ ..] = self.rest {
            self.rest = skip_white_space(after);
        }
    }
}

#[cfg(feature = "chrono")]
impl<T> Iterator for ParsedItems<'_, T> {
    /// The value of an item, or its report.
    type Item = Result<T, Report>;

    fn next(&mut self) -> Option<Self::Item> {
        let (item, after) = self.elements.peek()?;
        let result = (self.parse)(item, &self.contract).map_err(|report| self.in_collection(report));
        self.elements.continue_after(after);
        Some(result)
    }
}

#[cfg(feature = "chrono")]
impl<T> ParsedItems<'_, T> {
    /// Converts the paths and locations of the report of the current item to those of the whole text.
    fn in_collection(&mut self, mut report: Report) -> Report {
        let path = self.prefix.index(self.elements.index).to_path();
        let start = self.elements.start();
        for violation in &mut report.violations {
            violation.path.to_mut().insert_str(0, &path);
            for span in violation.span.iter_mut().chain(&mut violation.related) {
                span.start += start;
                span.end += start;
            }
        }
        self.cursor.locate(&mut report.violations);
        report
    }
}

#[cfg(feature = "chrono")]
impl<T> fmt::Debug for ParsedItems<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParsedItems").field("next", &self.elements.index).finish_non_exhaustive()
    }
}
