//! The values of an object by property, for the consistency rules and for typed values.

use alloc::borrow::Cow;

use crate::edm::date_time::DateTime;
use crate::json::RawValue;
use crate::report::ViolationKind;
use crate::schema::PropertyIndex;

/// A valid value.
#[derive(Debug, Clone)]
pub(crate) enum ParsedValue<'a> {
    Null,
    /// The content of a string or the name of an enum member; an unpaired surrogate is encoded as WTF-8.
    Text(Cow<'a, [u8]>),
    Int32(i32),
    DateTime(DateTime),
    /// A date-time with more digits than its numbers keep, and the content of its string.
    LongDateTime(DateTime, Cow<'a, [u8]>),
    /// A value whose content is not checked.
    #[cfg_attr(not(feature = "chrono"), expect(dead_code, reason = "read only by typed values"))]
    Raw(RawValue<'a>),
}

/// What an object contains for one property.
#[derive(Debug, Default, Clone)]
pub(crate) enum PropertyState<'a> {
    #[default]
    Missing,
    /// An invalid value, or more than one value.
    Invalid,
    Valid(ParsedValue<'a>),
}

/// The states of all properties, in table order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PropertyValues<'v, 'a>(pub(crate) &'v [PropertyState<'a>]);

/// A property whose value is valid by itself, and the violation that it is nevertheless part of.
pub(crate) type Contradiction = (PropertyIndex, ViolationKind);

/// A value that JavaScript or serde_json has parsed already.
#[derive(Debug, Clone, Copy)]
pub enum Scalar<'a> {
    /// `null`
    Null,
    /// An integer of 32 bits.
    Int32,
    /// A string, by its content.
    Text(&'a [u8]),
}

impl<'v, 'a> PropertyValues<'v, 'a> {
    pub(crate) fn state(&self, index: PropertyIndex) -> &'v PropertyState<'a> {
        &self.0[index]
    }

    /// Returns the value of a property that occurs once and is valid.
    pub(crate) fn value(&self, index: PropertyIndex) -> Option<&'v ParsedValue<'a>> {
        match self.state(index) {
            PropertyState::Valid(value) => Some(value),
            PropertyState::Missing | PropertyState::Invalid => None,
        }
    }
}

/// Records a value of a property: its first one if it is valid.
pub(crate) fn record<'a>(
    states: &mut [PropertyState<'a>],
    index: PropertyIndex,
    value: Option<ParsedValue<'a>>,
) {
    states[index] = match (&states[index], value) {
        (PropertyState::Missing, Some(value)) => PropertyState::Valid(value),
        _ => PropertyState::Invalid,
    };
}
