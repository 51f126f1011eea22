//! Members against the table.

#[cfg(test)]
pub(crate) mod laws;

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::Value;

use crate::code::{Reason, Severity};
use crate::contract::{Contract, Undeclared};
use crate::fault::{Expected, Fault};
use crate::findings::{Findings, locate};
use crate::leaves::Leaves;
use crate::model::Unfit;
use crate::place::{Base, at_end, at_name, at_value};
use crate::read::{self, Json, Kind, Member, Unreadable};
use crate::recognise::{self, Recognised};
use crate::report::{Related, Report, Span, Violation};
use crate::rules::Rules;
use crate::scan::is_blank;
use crate::schema::{EntityType, MOST_ROWS, Property, USER_PROCESSING_RESULT};
use crate::{UserProcessingResult, consistency, odata_type, suggest, value};

/// What the checks walk.
pub(crate) type Table = &'static EntityType;

/// Everything that is wrong with a document.
pub(crate) fn document(ty: Table, bytes: &[u8], contract: &Contract) -> Report {
    let rules = Rules::new(ty, contract);
    if is_clean(&rules, bytes) { Report::default() } else { explain(rules, bytes) }
}

#[inline(never)]
fn explain(rules: Rules<'_>, bytes: &[u8]) -> Report {
    let mut checker = Checker::new(rules, Findings::new());
    let read = checker.bytes(bytes);
    let mut report = checker.into_report(read);
    locate(bytes, &mut report.violations);
    report
}

/// Everything that is wrong with an item of a collection, a slice of its text; lines and columns are not yet found.
pub(crate) fn item(rules: Rules<'_>, text: &str, item: &str, base: Base) -> Report {
    let mut checker = Checker { base, ..Checker::new(rules, Findings::new()) };
    let read = checker.item(text, item);
    checker.into_report(read)
}

/// Whether nothing in a document is an error.
pub(crate) fn verdict(ty: Table, bytes: &[u8], contract: &Contract) -> bool {
    let rules = Rules::new(ty, contract);
    recognise::document(&rules, bytes, |_, _| {}).is_some() || explained_verdict(rules, bytes)
}

#[inline(never)]
fn explained_verdict(rules: Rules<'_>, bytes: &[u8]) -> bool {
    let mut checker = Checker::new(rules, Findings::verdict());
    checker.bytes(bytes).is_ok() && !checker.findings.has_error()
}

/// The typed value of a document, or everything that is wrong with it.
pub(crate) fn typed(bytes: &[u8], contract: &Contract) -> Result<UserProcessingResult, Report> {
    let rules = Rules { is_typed: true, ..Rules::new(&USER_PROCESSING_RESULT, contract) };
    let mut leaves = Leaves::default();
    let recognised = recognise::document(&rules, bytes, |row, leaf| leaves.fill(row, Some(leaf)));
    match recognised.map(|_| UserProcessingResult::from_leaves(&leaves)) {
        Some(Ok(value)) => Ok(value),
        _ => explained_typed(rules, bytes),
    }
}

#[inline(never)]
fn explained_typed(rules: Rules<'_>, bytes: &[u8]) -> Result<UserProcessingResult, Report> {
    let mut checker = Checker::new(rules, Findings::new());
    let read = checker.bytes(bytes);
    checker.into_typed(read).map_err(|mut report| {
        locate(bytes, &mut report.violations);
        report
    })
}

/// Everything that is wrong with a parsed value.
pub(crate) fn value(ty: Table, value: &Value, contract: &Contract) -> Report {
    let mut checker = Checker::new(Rules::new(ty, contract), Findings::new());
    let read = checker.parsed(value);
    without_places(checker.into_report(read))
}

/// The typed value of a parsed value, or everything that is wrong with it.
pub(crate) fn typed_value(value: &Value, contract: &Contract) -> Result<UserProcessingResult, Report> {
    let rules = Rules { is_typed: true, ..Rules::new(&USER_PROCESSING_RESULT, contract) };
    let mut checker = Checker::new(rules, Findings::new());
    let read = checker.parsed(value);
    checker.into_typed(read).map_err(without_places)
}

/// Whether nothing is to be said of a document, as far as the recogniser can tell.
fn is_clean(rules: &Rules<'_>, bytes: &[u8]) -> bool {
    bytes.len() <= rules.contract.max_bytes && clean(rules, bytes).is_some_and(is_blank)
}

/// What comes after an object of which nothing is to be said, as far as the recogniser can tell.
pub(crate) fn clean<'a>(rules: &Rules<'_>, text: &'a [u8]) -> Option<&'a [u8]> {
    if rules.contract.consistency {
        return consistent(rules, text);
    }
    let (recognised, rest) = recognise::object(rules, text, |_, _| {})?;
    (recognised == Recognised::Clean).then_some(rest)
}

/// The same, where values must not contradict each other.
#[inline(never)]
fn consistent<'a>(rules: &Rules<'_>, text: &'a [u8]) -> Option<&'a [u8]> {
    let mut leaves = Leaves::default();
    let (recognised, rest) = recognise::object(rules, text, |row, leaf| leaves.fill(row, Some(leaf)))?;
    let mut contradictions = consistency::check(&leaves, rules.contract.body);
    (recognised == Recognised::Clean && contradictions.next().is_none()).then_some(rest)
}

/// The places in a parsed value serve the order alone.
fn without_places(mut report: Report) -> Report {
    for violation in &mut report.violations {
        (violation.span, violation.related) = (None, None);
    }
    report
}

/// The names of one object that no table declares, each with the place where it stands first.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    few: [Option<(Cow<'a, [u8]>, Span)>; 4],
    /// Those that came later, where there are many.
    others: HashMap<Cow<'a, [u8]>, Span>,
}

impl<'a> Names<'a> {
    /// Where the name stood before, if it did.
    pub(crate) fn add(&mut self, name: Cow<'a, [u8]>, span: Span) -> Option<Span> {
        for place in &mut self.few {
            match place {
                Some((other, first)) if *other == name => return Some(*first),
                Some(_) => {}
                None => {
                    *place = Some((name, span));
                    return None;
                }
            }
        }
        match self.others.entry(name) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(vacant) => {
                vacant.insert(span);
                None
            }
        }
    }
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
    others: Names<'a>,
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
        let (names, others) = ([Span { start: 0, end: 0 }; MOST_ROWS], Names::default());
        Self { rules, base: Base::DOCUMENT, given: 0, names, others, values, findings }
    }

    fn bytes(&mut self, bytes: &'a [u8]) -> Result<(), Unreadable> {
        if bytes.len() <= self.rules.contract.max_bytes && self.read_usual(bytes, 0) {
            return Ok(());
        }
        let text = read::text(bytes, self.rules.contract.max_bytes)?;
        self.read(text, text)
    }

    /// Checks an object that is a slice of the text.
    fn item(&mut self, text: &'a str, item: &'a str) -> Result<(), Unreadable> {
        let start = item.as_ptr() as usize - text.as_ptr() as usize;
        if self.read_usual(item.as_bytes(), start) { Ok(()) } else { self.read(text, item) }
    }

    /// Checks an object that begins at `start`, if the quick reader can read it.
    fn read_usual(&mut self, object: &'a [u8], start: usize) -> bool {
        let rules = self.rules;
        let asks = self.values.is_some();
        let right = |property: &Property, text| {
            if asks { None } else { value::prefix(property, text, &rules, |_| {}) }
        };
        let each = |row, is_right, member: &Member<'a>| self.member(row, is_right, member);
        let end = read::usual_members(rules.ty, object, start, right, each);
        if let Some(end) = end {
            self.end(end);
            return true;
        }
        *self = Self { base: self.base, ..Self::new(self.rules, self.findings.anew()) };
        false
    }

    /// Checks an object that is `text` or a slice of it.
    fn read(&mut self, text: &'a str, object: &'a str) -> Result<(), Unreadable> {
        let end = read::members(text, object, |member| self.member(None, false, &member))?;
        self.end(end);
        Ok(())
    }

    fn parsed(&mut self, value: &'a Value) -> Result<(), Unreadable> {
        for member in read::parsed_members(value)? {
            self.member(None, false, &member);
        }
        self.end(Span { start: usize::MAX, end: usize::MAX });
        Ok(())
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
        let base = self.base;
        self.findings.push(Severity::Error, Fault::DuplicateProperty, |fault| Violation {
            related: Some(Box::new(Related::at(first))),
            ..at_name(Severity::Error, fault, base, member)
        });
    }

    fn annotation(&mut self, member: &Member<'a>) {
        let value = &member.value;
        let (is_asked, ty) = (odata_type::is_asked(&member.name), self.rules.ty);
        let names_type = || odata_type::names_type(&value.string(), ty.name);
        if !is_asked || (value.kind() == Kind::String && names_type()) {
            return;
        }
        let (base, fault) = (self.base, Fault::WrongOdataType { ty });
        self.findings.push(Severity::Error, fault, |fault| {
            at_value(Severity::Error, fault, base.path_of(&member.name), value, value.span)
        });
    }

    fn undeclared(&mut self, member: &Member<'a>) {
        let severity = match self.rules.contract.of_undeclared() {
            Undeclared::Allow => return,
            Undeclared::Warning => Severity::Warning,
            Undeclared::Error => Severity::Error,
        };
        let mut suggestion = None;
        if self.findings.has_room() {
            let declared = self.rules.ty.properties.iter().map(|property| property.name);
            suggestion = suggest::closest(&read::lossy(&member.name), declared);
        }
        let (base, owner) = (self.base, self.rules.ty.short_name());
        let fault = Fault::UndeclaredProperty { owner, suggestion };
        self.findings.push(severity, fault, |fault| at_name(severity, fault, base, member));
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
        let (base, severity) = (self.base, Severity::Warning);
        self.findings.push(severity, Fault::ReadOnlyProperty, |fault| at_name(severity, fault, base, member));
    }

    #[inline(never)]
    fn judge(&mut self, row: usize, member: &Member<'a>) {
        let (base, property, value) = (self.base, &self.rules.ty.properties[row], member.value);
        let (leaf, wrong) = value::judge(property, &value, &self.rules, self.findings.has_room());
        if let Some(value::Wrong { severity, fault, span }) = wrong {
            self.findings
                .push(severity, fault, |fault| at_value(severity, fault, base.path(property), &value, span));
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
            let missing_property = self.missing(property);
            let path = || self.base.path(property);
            self.findings.push(Severity::Error, missing_property, |fault| at_end(fault, path(), end));
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
    expected: "a year that chrono holds, -262143 to 262142",
    is_placeholder: false,
};
