//! The consistency rules, for values that are valid by themselves but contradict each other.
//!
//! The rules refer to properties by their [`Role`], so that they apply to every type whose table has these roles.

use super::values::{Contradiction, ParsedValue, PropertyState, PropertyValues};
use crate::edm::date_time::exact;
use crate::options::ContractKind;
use crate::report::ViolationKind;
use crate::schema::{EntityType, PropertyIndex, Role};

/// Returns the contradictions between the values of an object.
///
/// Each contradiction is the index of the property at which it is reported, and its kind. Rules ignore properties that are
/// invalid, or that occur more than once.
pub(crate) fn check(
    ty: &'static EntityType,
    values: PropertyValues<'_, '_>,
    kind: ContractKind,
) -> impl Iterator<Item = Contradiction> {
    let rules = Rules { ty, values };
    let counts =
        ty.properties.iter().enumerate().filter(|(_, property)| property.role.is_some_and(Role::is_count));
    let negative_counts = counts.filter_map(move |(index, _)| rules.negative_count(index));
    let relations = [
        rules.counts_exceed_total(),
        rules.time_out_of_order(Role::Started, Role::Scheduled),
        rules.time_out_of_order(Role::Completed, rules.role_before_completed()),
        rules.status_mismatch(kind),
    ];
    negative_counts.chain(relations.into_iter().flatten())
}

/// The consistency rules of one object: its table and its values.
#[derive(Clone, Copy)]
struct Rules<'v, 'a> {
    ty: &'static EntityType,
    values: PropertyValues<'v, 'a>,
}

impl<'v> Rules<'v, '_> {
    /// Returns the violation of a count that is negative.
    fn negative_count(self, index: PropertyIndex) -> Option<Contradiction> {
        (self.int32(index)? < 0).then_some((index, ViolationKind::NegativeCount))
    }

    /// Returns the violation of a total that is less than the sum of the failed and the unprocessed tasks.
    fn counts_exceed_total(self) -> Option<Contradiction> {
        let failed = self.int32(self.index(Role::FailedCount)?)?;
        let unprocessed = self.int32(self.index(Role::UnprocessedCount)?)?;
        let total_index = self.index(Role::TotalCount)?;
        let total = self.int32(total_index)?;
        let exceeds_total = i64::from(failed) + i64::from(unprocessed) > i64::from(total);
        exceeds_total.then_some((total_index, ViolationKind::CountsExceedTotal { failed, unprocessed }))
    }

    /// Returns the violation of a time that is before the time that must not be after it.
    fn time_out_of_order(self, later: Role, earlier: Role) -> Option<Contradiction> {
        let later = self.index(later)?;
        let earlier = self.index(earlier)?;
        let is_before = exact::compare(self.date_time(later)?, self.date_time(earlier)?).is_lt();
        let earlier = self.ty.properties[earlier].name;
        is_before.then_some((later, ViolationKind::TimesOutOfOrder { earlier }))
    }

    /// Returns the role of the time that the completion is compared with: the start, or the scheduled start if there is
    /// no start.
    fn role_before_completed(self) -> Role {
        match self.index(Role::Started).map(|index| self.values.state(index)) {
            None | Some(PropertyState::Missing | PropertyState::Valid(ParsedValue::Null)) => Role::Scheduled,
            Some(PropertyState::Invalid | PropertyState::Valid(_)) => Role::Started,
        }
    }

    /// Returns the violation of a terminal status without a completion, or of another status with one.
    ///
    /// Members other than the documented ones have an unknown meaning and are ignored. So is a completion that is
    /// missing from a projection, because it may not have been selected.
    fn status_mismatch(self, kind: ContractKind) -> Option<Contradiction> {
        let status_index = self.index(Role::Status)?;
        let completed_index = self.index(Role::Completed)?;
        let Some(ParsedValue::Text(status)) = self.values.value(status_index) else { return None };
        let is_terminal = match &status[..] {
            b"completed" | b"completedWithErrors" | b"canceled" | b"failed" => true,
            b"queued" | b"inProgress" => false,
            _ => return None,
        };
        let is_completed = match self.values.state(completed_index) {
            PropertyState::Missing if kind == ContractKind::Projection => return None,
            PropertyState::Missing | PropertyState::Valid(ParsedValue::Null) => false,
            PropertyState::Valid(_) => true,
            PropertyState::Invalid => return None,
        };
        let completed = self.ty.properties[completed_index].name;
        let violation = ViolationKind::StatusMismatch { completed, is_completed };
        (is_terminal != is_completed).then_some((status_index, violation))
    }

    /// Returns the index of the property with a role.
    fn index(self, role: Role) -> Option<PropertyIndex> {
        self.ty.index_of_role(role)
    }

    /// Returns a valid value of type `Edm.Int32`.
    fn int32(self, index: PropertyIndex) -> Option<i32> {
        match self.values.value(index)? {
            ParsedValue::Int32(int32) => Some(*int32),
            _ => None,
        }
    }

    /// Returns a valid value of type `Edm.DateTimeOffset`, with its text if it is long.
    fn date_time(self, index: PropertyIndex) -> Option<exact::WithText<'v>> {
        match self.values.value(index)? {
            ParsedValue::DateTime(date_time) => Some((date_time, &[])),
            ParsedValue::LongDateTime(date_time, content) => Some((date_time, content)),
            _ => None,
        }
    }
}
