//! Members against the table.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::code::{Reason, Severity};
use crate::contract::{Contract, Undeclared};
use crate::fault::{Expected, Fault};
use crate::findings::{Findings, locate};
use crate::model::Unfit;
use crate::odata_type::names_type;
use crate::place::{Base, at_end, at_name, at_value};
use crate::read::{self, Kind, Member, Unreadable};
use crate::report::{Related, Report, Span, Violation};
use crate::schema::{EntityType, Presence, Property, USER_PROCESSING_RESULT};
use crate::slots::Slots;
use crate::{UserProcessingResult, consistency, suggest, value};

/// What the checks walk.
pub(crate) type Table = &'static EntityType;

/// Everything that is wrong with a document.
pub(crate) fn document(ty: Table, bytes: &[u8], contract: &Contract) -> Report {
    let mut report = match Checker::new(ty, contract, Base::DOCUMENT).bytes(bytes) {
        Ok(checker) => checker.findings.into_report(),
        Err(unreadable) => unreadable.into_report(Base::DOCUMENT),
    };
    locate(bytes, &mut report.violations);
    report
}

/// Whether nothing in a document is an error.
pub(crate) fn verdict(ty: Table, bytes: &[u8], contract: &Contract) -> bool {
    let checker = Checker { findings: Findings::verdict(), ..Checker::new(ty, contract, Base::DOCUMENT) };
    checker.bytes(bytes).is_ok_and(|checker| !checker.findings.has_error())
}

/// The typed value of a document, or everything that is wrong with it.
pub(crate) fn typed(bytes: &[u8], contract: &Contract) -> Result<UserProcessingResult, Report> {
    let checker =
        Checker { is_typed: true, ..Checker::new(&USER_PROCESSING_RESULT, contract, Base::DOCUMENT) };
    let result = match checker.bytes(bytes) {
        Ok(checker) => checker.into_typed(),
        Err(unreadable) => Err(unreadable.into_report(Base::DOCUMENT)),
    };
    result.map_err(|mut report| {
        locate(bytes, &mut report.violations);
        report
    })
}

/// Everything that is wrong with a parsed value.
pub(crate) fn value(ty: Table, value: &serde_json::Value, contract: &Contract) -> Report {
    let checker = Checker::new(ty, contract, Base::DOCUMENT);
    without_places(match checker.parsed(value) {
        Ok(checker) => checker.findings.into_report(),
        Err(unreadable) => unreadable.into_report(Base::DOCUMENT),
    })
}

/// The typed value of a parsed value, or everything that is wrong with it.
pub(crate) fn typed_value(
    value: &serde_json::Value,
    contract: &Contract,
) -> Result<UserProcessingResult, Report> {
    let checker =
        Checker { is_typed: true, ..Checker::new(&USER_PROCESSING_RESULT, contract, Base::DOCUMENT) };
    match checker.parsed(value) {
        Ok(checker) => checker.into_typed(),
        Err(unreadable) => Err(unreadable.into_report(Base::DOCUMENT)),
    }
    .map_err(without_places)
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
pub(crate) struct Names<'a>(HashMap<Cow<'a, [u8]>, Span>);

impl<'a> Names<'a> {
    /// Where the name stood before, if it did.
    pub(crate) fn add(&mut self, name: Cow<'a, [u8]>, span: Span) -> Option<Span> {
        match self.0.entry(name) {
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
pub(crate) struct Checker<'a, 'c> {
    contract: &'c Contract,
    ty: Table,
    base: Base,
    /// Whether what the typed value cannot do without is required.
    is_typed: bool,
    slots: Slots<'a>,
    names: Names<'a>,
    pub(crate) findings: Findings,
}

impl<'a, 'c> Checker<'a, 'c> {
    pub(crate) fn new(ty: Table, contract: &'c Contract, base: Base) -> Self {
        let (slots, names, findings) = (Slots::new(ty), Names::default(), Findings::new());
        Self { contract, ty, base, is_typed: false, slots, names, findings }
    }

    fn bytes(self, bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let text = read::text(bytes, self.contract.max_bytes)?;
        self.read(text, text)
    }

    /// Checks an object that is `text` or a slice of it.
    pub(crate) fn read(mut self, text: &'a str, object: &'a str) -> Result<Self, Unreadable> {
        let end = read::members(text, object, |member| self.member(&member))?;
        self.end(end);
        Ok(self)
    }

    fn parsed(mut self, value: &'a serde_json::Value) -> Result<Self, Unreadable> {
        for member in read::parsed_members(value)? {
            self.member(&member);
        }
        self.end(Span { start: usize::MAX, end: usize::MAX });
        Ok(self)
    }

    fn member(&mut self, member: &Member<'a>) {
        if self.findings.is_decided() {
            return;
        }
        let row = self.ty.position(&member.name);
        let first = match row {
            Some(row) => self.slots.at(row).map(|slot| slot.first),
            None => self.names.add(member.name.clone(), member.name_span),
        };
        if let Some(first) = first {
            self.duplicate(member, first);
        }
        match row {
            Some(row) => self.declared(row, member),
            None if member.name.contains(&b'@') => self.annotation(member),
            None => self.undeclared(member),
        }
    }

    fn duplicate(&mut self, member: &Member<'a>, first: Span) {
        let base = self.base;
        self.findings.push(Severity::Error, Fault::DuplicateProperty, |fault| Violation {
            related: Some(Related { span: first, position: None }),
            ..at_name(Severity::Error, fault, base, member)
        });
    }

    fn annotation(&mut self, member: &Member<'a>) {
        let value = &member.value;
        let is_type = matches!(&member.name[..], b"@odata.type" | b"@type");
        if !is_type || (value.kind() == Kind::String && names_type(&value.string(), self.ty.name)) {
            return;
        }
        let (base, fault) = (self.base, Fault::WrongOdataType { ty: self.ty });
        self.findings.push(Severity::Error, fault, |fault| {
            at_value(Severity::Error, fault, base.path(&member.name), value, value.span)
        });
    }

    fn undeclared(&mut self, member: &Member<'a>) {
        let severity = match self.contract.of_undeclared() {
            Undeclared::Allow => return,
            Undeclared::Warning => Severity::Warning,
            Undeclared::Error => Severity::Error,
        };
        let mut suggestion = None;
        if self.findings.has_room() {
            let declared = self.ty.properties.iter().map(|property| property.name);
            suggestion = suggest::closest(&read::lossy(&member.name), declared);
        }
        let (base, owner) = (self.base, self.ty.short_name());
        let fault = Fault::UndeclaredProperty { owner, suggestion };
        self.findings.push(severity, fault, |fault| at_name(severity, fault, base, member));
    }

    fn declared(&mut self, row: usize, member: &Member<'a>) {
        let (base, property) = (self.base, &self.ty.properties[row]);
        if property.presence(self.contract.body) == Presence::ReadOnly {
            let severity = Severity::Warning;
            self.findings
                .push(severity, Fault::ReadOnlyProperty, |fault| at_name(severity, fault, base, member));
        }
        let value = member.value;
        let (leaf, wrong) = value::judge(property, &value, self.contract, self.findings.has_room());
        if let Some(value::Wrong { severity, fault, span }) = wrong {
            self.findings.push(severity, fault, |fault| {
                at_value(severity, fault, base.path(&member.name), &value, span)
            });
        }
        self.slots.fill(row, member.name_span, value, leaf);
    }

    /// What can be said only when the whole object is known.
    fn end(&mut self, end: Span) {
        if self.findings.is_decided() {
            return;
        }
        for (row, property) in self.ty.properties.iter().enumerate() {
            if self.slots.at(row).is_none() && self.requires(property) {
                self.findings.push_late(self.missing(property, end));
            }
        }
        if self.contract.consistency {
            for (name, fault) in consistency::check(&self.slots, self.contract.body) {
                let Some(slot) = self.slots.of(name) else { continue };
                let (path, value) = (self.base.path(name.as_bytes()), &slot.value);
                let violation = at_value(Severity::Warning, fault, path, value, value.span);
                self.findings.push_late(violation);
            }
        }
    }

    fn requires(&self, property: &Property) -> bool {
        let is_field = self.is_typed && property.create == Presence::Required;
        is_field || property.is_required(self.contract.body)
    }

    fn missing(&self, property: &'static Property, end: Span) -> Violation {
        let expected = Expected::of(property, self.contract.members);
        let body = Some(self.contract.body);
        at_end(Fault::MissingProperty { name: property.name, expected, body }, self.base, property.name, end)
    }

    fn into_typed(mut self) -> Result<UserProcessingResult, Report> {
        if !self.findings.has_error() {
            match UserProcessingResult::from_slots(&self.slots) {
                Ok(result) => return Ok(result),
                Err(unfit) => self.unfit(unfit),
            }
        }
        Err(self.findings.into_report())
    }

    fn unfit(&mut self, Unfit(name): Unfit) {
        if let Some(slot) = self.slots.of(name) {
            let fault = Fault::InvalidDateTime {
                reason: Reason::YearOutOfRange,
                expected: "a year that chrono holds, -262143 to 262142",
                is_placeholder: false,
            };
            let (path, value) = (self.base.path(name.as_bytes()), &slot.value);
            let violation = at_value(Severity::Error, fault, path, value, value.span);
            self.findings.push_late(violation);
        }
    }
}
