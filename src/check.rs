//! Members against the table.

#[cfg(any(test, fuzzing))]
pub mod laws;

use alloc::boxed::Box;
use alloc::string::ToString;

use serde_json::Value;

use crate::code::{Code, Reason, Severity};
use crate::contract::{Contract, Undeclared};
use crate::fault::{Expected, Fault};
use crate::findings::{Findings, locate};
use crate::leaves::Leaves;
use crate::model::Unfit;
use crate::place::{Base, at_end, at_name, at_value, duplicate};
use crate::read::{self, Json, Kind, Member, Next, Object, Unreadable};
use crate::recognise::{self, Recognised, Scalar};
use crate::report::{Report, Span, Violation};
use crate::rules::Rules;
use crate::scan::{is_blank, is_end};
use crate::schema::{EntityType, MOST_ROWS, Property, USER_PROCESSING_RESULT};
use crate::seen::Seen;
use crate::{UserProcessingResult, consistency, odata_type, suggest, value};

/// What the checks walk.
pub(crate) type Table = &'static EntityType;

/// Everything that is wrong with a document.
pub(crate) fn document(rules: &Rules<'_>, bytes: &[u8]) -> Report {
    if is_clean(rules, bytes) { Report::default() } else { explain(*rules, bytes) }
}

#[inline(never)]
fn explain(rules: Rules<'_>, bytes: &[u8]) -> Report {
    let mut checker = Checker::new(rules, Findings::new());
    let read = checker.document(bytes);
    let mut report = checker.into_report(read);
    locate(bytes, &mut report.violations);
    report
}

/// Everything that is wrong with an item of a collection, which begins at `start`; lines and columns are not yet found.
pub(crate) fn item(rules: Rules<'_>, item: &[u8], start: usize, base: Base) -> Report {
    let mut checker = Checker { base, ..Checker::new(rules, Findings::new()) };
    let read = checker.object(item, start);
    checker.into_report(read)
}

/// Whether nothing in a document is an error.
pub(crate) fn verdict(rules: &Rules<'_>, bytes: &[u8]) -> bool {
    is_valid(rules, bytes) || explained_verdict(*rules, bytes)
}

#[inline(never)]
fn explained_verdict(rules: Rules<'_>, bytes: &[u8]) -> bool {
    let mut checker = Checker::new(rules, Findings::verdict());
    checker.document(bytes).is_ok() && !checker.findings.has_error()
}

/// The typed value of a document, or everything that is wrong with it.
pub(crate) fn typed(bytes: &[u8], contract: &Contract) -> Result<UserProcessingResult, Report> {
    let rules = Rules { is_typed: true, ..Rules::new(&USER_PROCESSING_RESULT, contract) };
    typed_at_once(&rules, bytes).map_or_else(|| explained_typed(rules, bytes), Ok)
}

/// The same, as far as the recogniser can tell.
fn typed_at_once(rules: &Rules<'_>, bytes: &[u8]) -> Option<UserProcessingResult> {
    let mut leaves = Leaves::default();
    let is_valid = bytes.len() <= rules.contract.max_bytes
        && recognise::values(rules, bytes, &mut leaves).is_some_and(|(_, rest)| is_blank(rest));
    if is_valid { UserProcessingResult::from_leaves(&leaves).ok() } else { None }
}

#[inline(never)]
fn explained_typed(rules: Rules<'_>, bytes: &[u8]) -> Result<UserProcessingResult, Report> {
    let mut checker = Checker::new(rules, Findings::new());
    let read = checker.document(bytes);
    checker.into_typed(read).map_err(|mut report| {
        locate(bytes, &mut report.violations);
        report
    })
}

/// Everything that is wrong with a value, as it would be printed: its length is no matter, nor are places.
pub(crate) fn value(value: &Value, contract: &Contract) -> Report {
    let rules = Rules::new(&USER_PROCESSING_RESULT, contract);
    if is_clean_value(&rules, value) {
        return Report::default();
    }
    let contract = contract.max_bytes(usize::MAX);
    let json = value.to_string();
    without_places(document(&Rules { contract: &contract, ..rules }, json.as_bytes()))
}

/// Whether nothing is to be said of a value, as far as the recogniser can tell.
fn is_clean_value(rules: &Rules<'_>, value: &Value) -> bool {
    let Some(object) = value.as_object() else { return false };
    let members = object.iter().map(|(name, value)| {
        let row = rules.ty.position(name.as_bytes());
        let scalar = match value {
            Value::Null => Scalar::Null,
            Value::String(content) => Scalar::Text(content.as_bytes()),
            Value::Number(number) => i32::try_from(number.as_i64()?).ok().map(|_| Scalar::Int32)?,
            _ => return None,
        };
        (row.is_some() || name == "@odata.type").then_some((row, scalar))
    });
    recognise::members(rules, members) == Some(Recognised::Clean)
}

/// The typed value of a value that was printed, or everything that is wrong with it.
pub(crate) fn typed_printed(json: &[u8], contract: Contract) -> Result<UserProcessingResult, Report> {
    typed(json, &contract.max_bytes(usize::MAX)).map_err(without_places)
}

/// Whether nothing is to be said of a document, as far as the recogniser can tell.
fn is_clean(rules: &Rules<'_>, bytes: &[u8]) -> bool {
    bytes.len() <= rules.contract.max_bytes && clean(rules, bytes).is_some_and(is_blank)
}

/// Whether there is no error in a document, as far as the recogniser can tell.
fn is_valid(rules: &Rules<'_>, bytes: &[u8]) -> bool {
    bytes.len() <= rules.contract.max_bytes
        && recognise::object(rules, bytes).is_some_and(|(_, rest)| is_blank(rest))
}

/// What comes after an object of which nothing is to be said, as far as the recogniser can tell.
pub(crate) fn clean<'a>(rules: &Rules<'_>, text: &'a [u8]) -> Option<&'a [u8]> {
    if rules.contract.consistency {
        // It is not worth its weight in the wasm.
        return if cfg!(npm) { None } else { consistent(rules, text) };
    }
    let (recognised, rest) = recognise::object(rules, text)?;
    (recognised == Recognised::Clean).then_some(rest)
}

/// The same, where values must not contradict each other.
fn consistent<'a>(rules: &Rules<'_>, text: &'a [u8]) -> Option<&'a [u8]> {
    let mut leaves = Leaves::default();
    let (recognised, rest) = recognise::values(rules, text, &mut leaves)?;
    let mut contradictions = consistency::check(&leaves, rules.contract.body);
    (recognised == Recognised::Clean && contradictions.next().is_none()).then_some(rest)
}

pub(crate) fn without_places(mut report: Report) -> Report {
    for violation in &mut report.violations {
        (violation.span, violation.position, violation.related) = (None, None, None);
    }
    report
}

/// Checks one object.
#[derive(Debug)]
struct Checker<'a, 'c> {
    rules: Rules<'c>,
    base: Base,
    /// A bit for each row that is given.
    given: u32,
    /// Where their names stand first.
    names: [Span; MOST_ROWS],
    others: Seen<'a>,
    /// Their values, only where somebody will ask.
    values: Option<Box<Values<'a>>>,
    findings: Findings,
}

/// What an object gives for the rows of the table.
#[derive(Debug, Default)]
struct Values<'a> {
    leaves: Leaves<'a>,
    /// The values given last.
    last: [Option<Json<'a>>; MOST_ROWS],
}

impl<'a, 'c> Checker<'a, 'c> {
    #[inline]
    fn new(rules: Rules<'c>, findings: Findings) -> Self {
        let values = (rules.is_typed || rules.contract.consistency).then(Box::default);
        let (names, others) = ([Span { start: 0, end: 0 }; MOST_ROWS], Seen::default());
        Self { rules, base: Base::DOCUMENT, given: 0, names, others, values, findings }
    }

    /// Checks a document.
    fn document(&mut self, bytes: &'a [u8]) -> Result<(), Unreadable> {
        read::limited(bytes, self.rules.contract.max_bytes)?;
        self.object(bytes, 0)
    }

    /// Checks an object that begins at `start` of the document.
    fn object(&mut self, text: &'a [u8], start: usize) -> Result<(), Unreadable> {
        let end = self.members(text, start).ok_or_else(|| read::unreadable(text, start, Expected::Object))?;
        self.end(end);
        Ok(())
    }

    /// Checks what members there are, and gives the closing brace if nothing else is there.
    fn members(&mut self, text: &'a [u8], start: usize) -> Option<Span> {
        let rules = self.rules;
        let mut object = Object::open(text, start)?;
        let mut expected = 0;
        loop {
            if let Next::End(end) = object.next()? {
                return Some(end);
            }
            let name = object.name(rules.ty.properties, expected)?;
            expected = name.row.map_or(expected, |row| row + 1);
            let asked = name.row.filter(|_| self.values.is_none());
            let after_right =
                asked.and_then(|row| value::right(&rules, row, object.rest(), &mut value::ignore));
            let after_right = after_right.filter(|rest| is_end(rest));
            let value = object.value(after_right)?;
            let member = Member { name: name.content, name_span: name.span, value };
            self.member(name.row, after_right.is_some(), &member);
        }
    }

    /// Checks a member, of which may be known that it is of a row, and that its value is right.
    #[inline(always)]
    fn member(&mut self, row: Option<usize>, is_right: bool, member: &Member<'a>) {
        if self.findings.is_decided() {
            return;
        }
        match row.or_else(|| self.rules.ty.position(&member.name)) {
            Some(row) => self.declared(row, is_right, member),
            None => self.other(member),
        }
    }

    /// An annotation, or a property that is not declared.
    #[inline(never)]
    fn other(&mut self, member: &Member<'a>) {
        if let Some(first) = self.others.add(member.name.clone(), member.name_span) {
            self.duplicate(member, first);
        }
        if member.name.contains(&b'@') { self.annotation(member) } else { self.undeclared(member) }
    }

    #[inline(never)]
    fn duplicate(&mut self, member: &Member<'a>, first: Span) {
        if self.findings.count(Severity::Error, Code::DuplicateProperty) {
            self.findings.keep(duplicate(self.base, member, first));
        }
    }

    fn annotation(&mut self, member: &Member<'a>) {
        let value = &member.value;
        let (is_asked, ty) = (odata_type::is_asked(&member.name), self.rules.ty);
        let names_type = || odata_type::names_type(&value.string(), ty.name);
        if !is_asked || (value.kind() == Kind::String && names_type()) {
            return;
        }
        if self.findings.count(Severity::Error, Code::WrongOdataType) {
            let (path, fault) = (self.base.path_of(&member.name), Fault::WrongOdataType { ty });
            self.findings.keep(at_value(Severity::Error, fault, path, value, value.span));
        }
    }

    fn undeclared(&mut self, member: &Member<'a>) {
        let severity = match self.rules.contract.of_undeclared() {
            Undeclared::Allow => return,
            Undeclared::Warning => Severity::Warning,
            Undeclared::Error => Severity::Error,
        };
        if self.findings.count(severity, Code::UndeclaredProperty) {
            let declared = self.rules.ty.properties.iter().map(|property| property.name);
            let suggestion = suggest::closest(&read::lossy(&member.name), declared);
            let fault = Fault::UndeclaredProperty { owner: self.rules.ty.short_name(), suggestion };
            self.findings.keep(at_name(severity, fault, self.base, member));
        }
    }

    #[inline(always)]
    fn declared(&mut self, row: usize, is_right: bool, member: &Member<'a>) {
        if self.given & (1 << row) != 0 {
            self.duplicate(member, self.names[row]);
        } else {
            self.given |= 1 << row;
            self.names[row] = member.name_span;
        }
        if self.rules.read_only() & (1 << row) != 0 {
            self.read_only(member);
        }
        if !is_right {
            self.judge(row, member);
        }
    }

    #[inline(never)]
    fn read_only(&mut self, member: &Member<'a>) {
        if self.findings.count(Severity::Warning, Code::ReadOnlyProperty) {
            self.findings.keep(at_name(Severity::Warning, Fault::ReadOnlyProperty, self.base, member));
        }
    }

    #[inline(never)]
    fn judge(&mut self, row: usize, member: &Member<'a>) {
        let (property, value) = (&self.rules.ty.properties[row], member.value);
        let (leaf, wrong) = value::judge(property, &value, &self.rules, self.findings.has_room());
        if let Some(value::Wrong { severity, fault, span }) = wrong
            && self.findings.count(severity, fault.code())
        {
            self.findings.keep(at_value(severity, fault, self.base.path(property), &value, span));
        }
        if let Some(values) = &mut self.values {
            values.leaves.fill(row, leaf);
            values.last[row] = Some(value);
        }
    }

    /// What can be said only when the whole object is known.
    fn end(&mut self, end: Span) {
        if self.findings.is_decided() {
            return;
        }
        let mut missing = self.rules.required() & !self.given;
        while missing != 0 {
            let property = &self.rules.ty.properties[missing.trailing_zeros() as usize];
            if self.findings.count(Severity::Error, Code::MissingProperty) {
                self.findings.keep(at_end(self.missing(property), self.base.path(property), end));
            }
            missing &= missing - 1;
        }
        if let (true, Some(values)) = (self.rules.contract.consistency, &self.values) {
            for (row, fault) in consistency::check(&values.leaves, self.rules.contract.body) {
                let violation = self.contradiction(values, row, Severity::Warning, fault);
                self.findings.push_late(violation);
            }
        }
    }

    /// Says of a value that is right by itself what is wrong with it nevertheless.
    fn contradiction(&self, values: &Values<'_>, row: usize, severity: Severity, fault: Fault) -> Violation {
        let value = values.last[row].as_ref().expect("a value that was judged");
        at_value(severity, fault, self.base.path(&self.rules.ty.properties[row]), value, value.span)
    }

    fn missing(&self, property: &'static Property) -> Fault {
        let Contract { members, body, .. } = *self.rules.contract;
        let expected = Expected::Value(property, members);
        Fault::MissingProperty { name: property.name, expected, body: Some(body) }
    }

    fn into_report(self, read: Result<(), Unreadable>) -> Report {
        match read {
            Ok(()) => self.findings.into_report(),
            Err(unreadable) => unreadable.into_report(self.base),
        }
    }

    fn into_typed(mut self, read: Result<(), Unreadable>) -> Result<UserProcessingResult, Report> {
        let values = self.values.take().filter(|_| read.is_ok() && !self.findings.has_error());
        if let Some(values) = values {
            match UserProcessingResult::from_leaves(&values.leaves) {
                Ok(result) => return Ok(result),
                Err(Unfit(row)) => {
                    let violation = self.contradiction(&values, row, Severity::Error, BEYOND_CHRONO);
                    self.findings.push_late(violation);
                }
            }
        }
        Err(self.into_report(read))
    }
}

const BEYOND_CHRONO: Fault = Fault::InvalidDateTime {
    reason: Reason::YearOutOfRange,
    expected: "a year that chrono supports (-262143 to 262142)",
    is_placeholder: false,
};
