//! The parsed values of an object by property, which the consistency rules and typed values read.

use alloc::borrow::Cow;

use crate::edm::date_time::DateTime;
use crate::json::RawValue;
use crate::report::ViolationKind;
use crate::schema::PropertyIndex;

/// The valid value of a property.
#[derive(Debug, Clone)]
pub(crate) enum ParsedValue<'a> {
    /// The value `null` of a nullable property.
    Null,
    /// The content of a string or the name of an enum member; an unpaired surrogate is encoded as WTF-8.
    Text(Cow<'a, [u8]>),
    /// A value of type `Edm.Int32`.
    Int32(i32),
    /// A date-time that its numbers represent exactly.
    DateTime(DateTime),
    /// A date-time with more digits than its numbers keep, and the content of its string.
    LongDateTime(DateTime, Cow<'a, [u8]>),
    /// The value of a navigation property, whose content is not checked.
    #[cfg_attr(not(feature = "chrono"), expect(dead_code, reason = "read only by typed values"))]
    Raw(RawValue<'a>),
}

/// The state of one property in an object.
#[derive(Debug, Default, Clone)]
pub(crate) enum PropertyState<'a> {
    /// The property does not occur.
    #[default]
    Missing,
    /// The property has an invalid value, or occurs more than once.
    Invalid,
    /// The property occurs once, with this valid value.
    Valid(ParsedValue<'a>),
}

/// The states of all properties, in table order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PropertyValues<'v, 'a>(pub(crate) &'v [PropertyState<'a>]);

/// A violation that depends on several values: the index of the property at which it is reported, and its kind.
pub(crate) type Contradiction = (PropertyIndex, ViolationKind);

/// A value that JavaScript or serde_json has parsed already.
#[derive(Debug, Clone, Copy)]
pub enum Scalar<'a> {
    /// The value `null`.
    Null,
    /// A number that is an `Edm.Int32`.
    Int32,
    /// The content of a string.
    Text(&'a [u8]),
}

impl<'v, 'a> PropertyValues<'v, 'a> {
    /// Returns the state of a property.
    pub(crate) fn state(&self, index: PropertyIndex) -> &'v PropertyState<'a> {
        &self.0[index]
    }

    /// Returns the value of a property, or `None` if it is missing, invalid, or occurs more than once.
    pub(crate) fn value(&self, index: PropertyIndex) -> Option<&'v ParsedValue<'a>> {
        match self.state(index) {
            PropertyState::Valid(value) => Some(value),
            PropertyState::Missing | PropertyState::Invalid => None,
        }
    }
}

/// Records an occurrence of a property. `value` is `None` if the value is invalid.
///
/// A second occurrence makes the property invalid, because it is unclear which value counts.
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
