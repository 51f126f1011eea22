//! Entry points for documents and objects, and the validator, which reads an object member by member.
//!
//! Each entry point tries the fast path first. If the fast path is inconclusive, [`Validator`] reads the text again and
//! collects every violation.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value;

use super::consistency;
use super::context::Context;
use super::duplicates::NameSet;
use super::fast_path::{self, FastVerdict};
use super::value::{self, ValueViolation};
use super::values::{PropertyState, PropertyValues, Scalar, record};
use crate::edm::{odata_type, suggest};
use crate::json::scan::{ends_value, is_blank};
use crate::json::{self, JsonType, Member, ObjectReader, RawValue, ReadError, Span, Step, lossy};
use crate::options::Undeclared;
use crate::report::place::{at_end, at_name, at_value, duplicate, unreadable};
use crate::report::{
    Code, Expected, PathPrefix, Report, Severity, Violation, ViolationCollector, ViolationKind, locate,
};
use crate::schema::{Property, PropertyIndex, property_at};

#[cfg(feature = "chrono")]
use super::values::Contradiction;

/// The maximum number of properties of a type for which the consistency rules have a fast path.
///
/// The fast path keeps the values on the stack. A type with more properties always takes the slow path if the option
/// consistency is on.
const MAX_FAST_PROPERTIES: usize = 32;

/// Checks a document, and returns its report.
pub(crate) fn check(context: &Context<'_>, bytes: &[u8]) -> Report {
    if is_clean(context, bytes) { Report::default() } else { check_slow(*context, bytes) }
}

/// Checks a document without the fast path.
#[inline(never)]
pub(super) fn check_slow(context: Context<'_>, bytes: &[u8]) -> Report {
    let mut validator = Validator::new(context, ViolationCollector::new());
    let read = validator.document(bytes);
    let mut report = validator.into_report(read);
    locate(bytes, &mut report.violations);
    report
}

/// Checks an item of a collection. `start` is the offset of the item in the document, and `prefix` its path.
///
/// The report has no lines and columns, which the caller computes for all items at once.
pub(crate) fn check_item(context: Context<'_>, item: &[u8], start: usize, prefix: PathPrefix<'_>) -> Report {
    let mut validator = Validator { prefix, ..Validator::new(context, ViolationCollector::new()) };
    let read = validator.object(item, start);
    validator.into_report(read)
}

/// Returns `true` if a document has no errors; it may have warnings.
pub(crate) fn is_valid(context: &Context<'_>, bytes: &[u8]) -> bool {
    is_valid_fast(context, bytes) || is_valid_slow(*context, bytes)
}

/// Returns `true` if a document has no errors, without the fast path. Stops at the first error.
#[inline(never)]
fn is_valid_slow(context: Context<'_>, bytes: &[u8]) -> bool {
    let mut validator = Validator::new(context, ViolationCollector::verdict_only());
    validator.document(bytes).is_ok() && !validator.collector.has_error()
}

/// Checks a value that was parsed already, and returns a report without locations.
///
/// The value is printed and checked as a text. Its length is not limited, because it is in memory already.
pub(crate) fn check_value(context: &Context<'_>, value: &Value) -> Report {
    if is_clean_value(context, value) {
        return Report::default();
    }
    let contract = context.contract.max_bytes(usize::MAX);
    let json = value.to_string();
    strip_locations(check(&Context { contract: &contract, ..*context }, json.as_bytes()))
}

/// Returns `true` if the fast path proves that a parsed value has no violations; `false` is inconclusive.
pub(super) fn is_clean_value(context: &Context<'_>, value: &Value) -> bool {
    let Some(object) = value.as_object() else { return false };
    let members = object.iter().map(|(name, value)| {
        let index = context.ty.position(name.as_bytes());
        let scalar = match value {
            Value::Null => Scalar::Null,
            Value::String(string) => Scalar::Text(string.as_bytes()),
            Value::Number(number) => i32::try_from(number.as_i64()?).ok().map(|_| Scalar::Int32)?,
            _ => return None,
        };
        (index.is_some() || name == "@odata.type").then_some((index, scalar))
    });
    fast_path::members(context, members) == Some(FastVerdict::Clean)
}

/// Returns `true` if the fast path proves that a document has no violations; `false` is inconclusive.
pub(super) fn is_clean(context: &Context<'_>, bytes: &[u8]) -> bool {
    bytes.len() <= context.contract.max_bytes && accept_clean(context, bytes).is_some_and(is_blank)
}

/// Returns `true` if the fast path proves that a document has no errors; `false` is inconclusive.
pub(super) fn is_valid_fast(context: &Context<'_>, bytes: &[u8]) -> bool {
    bytes.len() <= context.contract.max_bytes
        && fast_path::object(context, bytes).is_some_and(|(_, rest)| is_blank(rest))
}

/// Accepts the object at the start of a text if the fast path proves that it has no violations, and returns the text after
/// it. `None` is inconclusive.
pub(crate) fn accept_clean<'a>(context: &Context<'_>, text: &'a [u8]) -> Option<&'a [u8]> {
    if context.contract.consistency {
        // A second copy of the fast path: without `std`, as in the wasm, its size matters more than its speed.
        return if cfg!(feature = "std") { accept_consistent(context, text) } else { None };
    }
    let (verdict, rest) = fast_path::object(context, text)?;
    (verdict == FastVerdict::Clean).then_some(rest)
}

/// Accepts an object like [`accept_clean`], and requires that its values have no contradictions.
fn accept_consistent<'a>(context: &Context<'_>, text: &'a [u8]) -> Option<&'a [u8]> {
    let mut states = [const { PropertyState::Missing }; MAX_FAST_PROPERTIES];
    if context.ty.properties.len() > states.len() {
        return None;
    }
    let (verdict, rest) =
        fast_path::values(context, text, |index, value| record(&mut states, index, Some(value)))?;
    let values = PropertyValues(&states);
    let mut contradictions = consistency::check(context.ty, values, context.contract.kind);
    (verdict == FastVerdict::Clean && contradictions.next().is_none()).then_some(rest)
}

/// Returns the report without spans, lines and columns.
pub(crate) fn strip_locations(mut report: Report) -> Report {
    for violation in &mut report.violations {
        violation.span = None;
        violation.location = None;
        violation.related = None;
    }
    report
}

/// A function that builds a typed value from the values of an object, or returns the violation that prevents it.
#[cfg(feature = "chrono")]
pub(crate) type Build<T> = fn(PropertyValues<'_, '_>) -> Result<T, Contradiction>;

/// Builds a typed value from a document. `N` is the number of properties of the type.
///
/// # Errors
///
/// Returns the report of the document if it has an error, or if `build` fails.
#[cfg(feature = "chrono")]
pub(crate) fn parse<T, const N: usize>(
    context: Context<'_>,
    bytes: &[u8],
    build: Build<T>,
) -> Result<T, Report> {
    let context = Context { require_model_fields: true, ..context };
    parse_fast::<T, N>(&context, bytes, build).map_or_else(|| parse_slow(context, bytes, build), Ok)
}

/// Builds a typed value from a document with the fast path. `None` is inconclusive.
#[cfg(feature = "chrono")]
pub(super) fn parse_fast<T, const N: usize>(
    context: &Context<'_>,
    bytes: &[u8],
    build: Build<T>,
) -> Option<T> {
    let mut states = [const { PropertyState::Missing }; N];
    if bytes.len() > context.contract.max_bytes {
        return None;
    }
    let (_, rest) =
        fast_path::values(context, bytes, |index, value| record(&mut states, index, Some(value)))?;
    if is_blank(rest) { build(PropertyValues(&states)).ok() } else { None }
}

/// Builds a typed value from a document without the fast path.
#[cfg(feature = "chrono")]
#[inline(never)]
fn parse_slow<T>(context: Context<'_>, bytes: &[u8], build: Build<T>) -> Result<T, Report> {
    let mut validator = Validator::new(context, ViolationCollector::new());
    let read = validator.document(bytes);
    validator.into_typed(read, build).map_err(|mut report| {
        locate(bytes, &mut report.violations);
        report
    })
}

/// The validator of one object: it receives the members one by one and collects their violations.
#[derive(Debug)]
pub(super) struct Validator<'a, 'c> {
    context: Context<'c>,
    /// The path of the object.
    prefix: PathPrefix<'c>,
    /// A mask of the properties that have occurred: one bit for each, by its index.
    present: u64,
    /// The span of the first occurrence of each property's name, or an empty span if it has not occurred.
    first_names: Vec<Span>,
    /// The names that are not properties of the table.
    unmatched: NameSet<'a>,
    /// The span of the closing brace, once it is known.
    closing_brace: Span,
    /// The values of the properties, or `None` if neither a consistency rule nor a typed value will read them.
    values: Option<Box<Values<'a>>>,
    collector: ViolationCollector,
}

/// The values of the properties, in table order.
#[derive(Debug)]
struct Values<'a> {
    states: Vec<PropertyState<'a>>,
    /// The last value of each property, or `None` if it has not occurred.
    last: Vec<Option<RawValue<'a>>>,
}

impl<'a, 'c> Validator<'a, 'c> {
    /// Returns a validator of a document by itself.
    #[inline]
    pub(super) fn new(context: Context<'c>, collector: ViolationCollector) -> Self {
        let count = context.ty.properties.len();
        let has_values = context.require_model_fields || context.contract.consistency;
        let values = has_values.then(|| {
            Box::new(Values { states: vec![PropertyState::Missing; count], last: vec![None; count] })
        });
        Self {
            context,
            prefix: PathPrefix::DOCUMENT,
            present: 0,
            first_names: vec![Span { start: 0, end: 0 }; count],
            unmatched: NameSet::default(),
            closing_brace: Span { start: 0, end: 0 },
            values,
            collector,
        }
    }

    /// Checks a document, which must not be longer than the contract allows.
    fn document(&mut self, bytes: &'a [u8]) -> Result<(), ReadError<'a>> {
        json::check_length(bytes, self.context.contract.max_bytes)?;
        self.object(bytes, 0)
    }

    /// Checks the object `text`, which starts at offset `start` of the document.
    fn object(&mut self, text: &'a [u8], start: usize) -> Result<(), ReadError<'a>> {
        let end = self.members(text, start).ok_or_else(|| json::read_error(text, start))?;
        self.finish(end);
        Ok(())
    }

    /// Checks the members of the object `text`, and returns the span of its closing brace.
    ///
    /// Returns `None` if the text is not a valid JSON object. Violations before the invalid part may have been collected.
    fn members(&mut self, text: &'a [u8], start: usize) -> Option<Span> {
        let context = self.context;
        let properties = context.ty.properties;
        let mut object = ObjectReader::open(text, start)?;
        let mut expected = 0;
        loop {
            if let Step::End(end) = object.step()? {
                return Some(end);
            }
            let name = object.name(|text| {
                let index = property_at(properties, text, expected)?;
                Some((index, properties[index].name))
            })?;
            expected = name.index.map_or(expected, |index| index + 1);
            let accepted = match name.index {
                Some(index) if self.values.is_none() => {
                    value::accept(&context, index, object.rest(), &mut value::ignore)
                        .filter(|rest| ends_value(rest))
                }
                _ => None,
            };
            let value = object.value(accepted)?;
            let member = Member { name: name.content, name_span: name.span, value };
            self.member(name.index, accepted.is_some(), &member);
        }
    }

    /// Checks a member.
    ///
    /// `index` is its property, or `None` if the name was not recognized yet. `is_accepted` is `true` if the value is known
    /// to have no violation.
    #[inline(always)]
    pub(super) fn member(&mut self, index: Option<PropertyIndex>, is_accepted: bool, member: &Member<'a>) {
        if self.collector.is_decided() {
            return;
        }
        match index.or_else(|| self.context.ty.position(&member.name)) {
            Some(index) => self.declared(index, is_accepted, member),
            None => self.unmatched_member(member),
        }
    }

    /// Checks a member whose name is not in the table: an annotation or an undeclared property.
    #[inline(never)]
    fn unmatched_member(&mut self, member: &Member<'a>) {
        if let Some(first) = self.unmatched.add(member.name.clone(), member.name_span) {
            self.duplicate(member, first);
        }
        if member.name.contains(&b'@') { self.annotation(member) } else { self.undeclared(member) }
    }

    /// Reports a name that occurred before, at the span `first`.
    #[inline(never)]
    fn duplicate(&mut self, member: &Member<'a>, first: Span) {
        if self.collector.count(Severity::Error, Code::DuplicateProperty) {
            self.collector.keep(duplicate(self.prefix, member, first));
        }
    }

    /// Reports a type annotation that does not name the entity type. Other annotations are not checked.
    fn annotation(&mut self, member: &Member<'a>) {
        let value = &member.value;
        let ty = self.context.ty;
        let names_type =
            || value.json_type() == JsonType::String && odata_type::names_type(&value.string(), ty.name);
        if !odata_type::is_type_annotation(&member.name) || names_type() {
            return;
        }
        if self.collector.count(Severity::Error, Code::WrongOdataType) {
            let path = self.prefix.of_member(&member.name);
            let kind = ViolationKind::WrongOdataType { ty };
            self.collector.keep(at_value(Severity::Error, kind, path, value, value.span));
        }
    }

    /// Reports an undeclared property, as the contract demands.
    fn undeclared(&mut self, member: &Member<'a>) {
        let severity = match self.context.contract.undeclared_level() {
            Undeclared::Allow => return,
            Undeclared::Warning => Severity::Warning,
            Undeclared::Error => Severity::Error,
        };
        if self.collector.count(severity, Code::UndeclaredProperty) {
            let declared = self.context.ty.properties.iter().map(|property| property.name);
            let suggestion = suggest::closest(&lossy(&member.name), declared);
            let owner = self.context.ty.short_name();
            let kind = ViolationKind::UndeclaredProperty { owner, suggestion };
            self.collector.keep(at_name(severity, kind, self.prefix, member));
        }
    }

    /// Checks a member that is a property of the table.
    #[inline(always)]
    fn declared(&mut self, index: PropertyIndex, is_accepted: bool, member: &Member<'a>) {
        let bit = 1 << index;
        if self.present & bit != 0 {
            self.duplicate(member, self.first_names[index]);
        } else {
            self.present |= bit;
            self.first_names[index] = member.name_span;
        }
        if self.context.read_only() & bit != 0 {
            self.read_only(member);
        }
        if !is_accepted {
            self.value(index, member);
        }
    }

    /// Reports a read-only property.
    #[inline(never)]
    fn read_only(&mut self, member: &Member<'a>) {
        if self.collector.count(Severity::Warning, Code::ReadOnlyProperty) {
            let violation = at_name(Severity::Warning, ViolationKind::ReadOnlyProperty, self.prefix, member);
            self.collector.keep(violation);
        }
    }

    /// Validates the value of a property, reports its violation, and records it.
    #[inline(never)]
    fn value(&mut self, index: PropertyIndex, member: &Member<'a>) {
        let property = &self.context.ty.properties[index];
        let value = member.value;
        let suggest = self.collector.has_room();
        let (parsed, violation) = value::validate(property, &value, &self.context, suggest);
        if let Some(ValueViolation { severity, kind, span }) = violation
            && self.collector.count(severity, kind.code())
        {
            self.collector.keep(at_value(severity, kind, self.prefix.of_property(property), &value, span));
        }
        if let Some(values) = &mut self.values {
            record(&mut values.states, index, parsed);
            values.last[index] = Some(value);
        }
    }

    /// Reports the violations that depend on the object as a whole: missing properties and contradictions.
    pub(super) fn finish(&mut self, closing_brace: Span) {
        self.closing_brace = closing_brace;
        if self.collector.is_decided() {
            return;
        }
        let mut missing = self.context.required() & !self.present;
        while missing != 0 {
            self.missing(&self.context.ty.properties[missing.trailing_zeros() as usize]);
            missing &= missing - 1;
        }
        if let (true, Some(values)) = (self.context.contract.consistency, &self.values) {
            let states = PropertyValues(&values.states);
            for (index, kind) in consistency::check(self.context.ty, states, self.context.contract.kind) {
                let violation = self.contradiction(values, index, Severity::Warning, kind);
                self.collector.insert(violation);
            }
        }
    }

    /// Reports a missing property, at the closing brace.
    fn missing(&mut self, property: &'static Property) {
        if !self.collector.count(Severity::Error, Code::MissingProperty) {
            return;
        }
        let contract = self.context.contract;
        let expected = Expected::Value(property, contract.members);
        let kind =
            ViolationKind::MissingProperty { name: property.name, expected, kind: Some(contract.kind) };
        self.collector.keep(at_end(
            Severity::Error,
            kind,
            self.prefix.of_property(property),
            self.closing_brace,
        ));
    }

    /// Returns the violation of a value that is valid by itself, or of a missing one, at the closing brace.
    fn contradiction(
        &self,
        values: &Values<'_>,
        index: PropertyIndex,
        severity: Severity,
        kind: ViolationKind,
    ) -> Violation {
        let path = self.prefix.of_property(&self.context.ty.properties[index]);
        match &values.last[index] {
            Some(value) => at_value(severity, kind, path, value, value.span),
            None => at_end(severity, kind, path, self.closing_brace),
        }
    }

    /// Returns the report. If the text could not be read, this is the only violation.
    pub(super) fn into_report(self, read: Result<(), ReadError<'_>>) -> Report {
        match read {
            Ok(()) => self.collector.into_report(),
            Err(error) => unreadable(error, Expected::Object, self.prefix),
        }
    }

    /// Builds the typed value.
    ///
    /// # Errors
    ///
    /// Returns the report if the document has an error, or if `build` fails.
    #[cfg(feature = "chrono")]
    pub(super) fn into_typed<T>(
        mut self,
        read: Result<(), ReadError<'_>>,
        build: Build<T>,
    ) -> Result<T, Report> {
        if read.is_ok()
            && !self.collector.has_error()
            && let Some(values) = self.values.take()
        {
            match build(PropertyValues(&values.states)) {
                Ok(value) => return Ok(value),
                Err((index, kind)) => {
                    let violation = self.contradiction(&values, index, Severity::Error, kind);
                    self.collector.insert(violation);
                }
            }
        }
        Err(self.into_report(read))
    }
}
