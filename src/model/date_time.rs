//! Date-times of typed values, for serde.

use alloc::string::String;

use ::chrono::{DateTime, FixedOffset};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::edm::date_time::{parse, print};
use crate::options::DateTimeGrammar;

pub(super) fn serialize<S: Serializer>(
    value: &DateTime<FixedOffset>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&print(value))
}

/// Deserializes every date-time that [`serialize`] can print.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<DateTime<FixedOffset>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let date_time = parse(text.as_bytes(), DateTimeGrammar::Odata).map_err(|error| {
        Error::custom(format_args!("{}: expected {}, found `{text}`", error.reason, error.expected))
    })?;
    date_time.to_chrono().ok_or_else(|| Error::custom(format_args!("the year of `{text}` is out of range")))
}

/// Date-times that may be `null`.
pub(super) mod optional {
    use ::chrono::{DateTime, FixedOffset};
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
    pub(in super::super) fn serialize<S: Serializer>(
        value: &Option<DateTime<FixedOffset>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<FixedOffset>>, D::Error> {
        #[derive(Deserialize)]
        struct Value(#[serde(deserialize_with = "super::deserialize")] DateTime<FixedOffset>);

        Ok(Option::<Value>::deserialize(deserializer)?.map(|value| value.0))
    }
}
