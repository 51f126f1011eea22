//! JSON that is kept as it was written.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A JSON value whose content is not checked, kept as its text.
///
/// `FromStr` and `TryFrom<String>` accept one JSON value, and return the error of serde_json for anything else. `Serialize`
/// writes the text unchanged if the format is JSON of serde_json. `Deserialize` works with serde_json only, from text and
/// from a [`serde_json::Value`], like that of the [`RawValue`] that a `RawJson` contains.
///
/// Two values are equal if their texts are equal, or if serde_json parses equal values from them.
///
/// ```
/// use user_processing_result::RawJson;
///
/// let subject: RawJson = r#"{ "id": "1" }"#.parse()?;
/// assert_eq!(subject.get(), r#"{ "id": "1" }"#);
/// assert_eq!(subject, RawJson::try_from(r#"{"id":"1"}"#.to_owned())?);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// Returns the JSON text, without white space around it.
    #[must_use]
    pub fn get(&self) -> &str {
        self.0.get()
    }
}

impl TryFrom<String> for RawJson {
    type Error = serde_json::Error;

    fn try_from(json: String) -> Result<Self, Self::Error> {
        RawValue::from_string(json).map(Self)
    }
}

impl FromStr for RawJson {
    type Err = serde_json::Error;

    fn from_str(json: &str) -> Result<Self, Self::Err> {
        Self::try_from(json.to_owned())
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        let value = |raw: &Self| serde_json::from_str::<Value>(raw.get()).ok();
        self.get() == other.get() || value(self).is_some_and(|this| Some(this) == value(other))
    }
}

impl Eq for RawJson {}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl fmt::Display for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}
