//! Enums whose variants have stable names.

use alloc::borrow::ToOwned;
use alloc::string::String;

/// The error of parsing a name that is not one of the known names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: expected {}, found `{given}`", list(.choices))]
pub struct ParseNameError {
    what: &'static str,
    given: String,
    choices: &'static [&'static str],
}

impl ParseNameError {
    pub(crate) fn new(what: &'static str, given: &str, choices: &'static [&'static str]) -> Self {
        Self { what, given: given.to_owned(), choices }
    }

    /// Returns the known names.
    #[must_use]
    pub fn choices(&self) -> &'static [&'static str] {
        self.choices
    }
}

/// Returns the names as "`a`, `b` or `c`".
fn list(choices: &[&str]) -> String {
    let mut list = String::new();
    for (at, name) in choices.iter().enumerate() {
        list.push_str(match choices.len() - at {
            _ if at == 0 => "`",
            1 => "` or `",
            _ => "`, `",
        });
        list.push_str(name);
    }
    list.push('`');
    list
}

/// Returns the index of a name among the known names. `what` is the subject of the error message.
pub(crate) fn index_of(
    what: &'static str,
    name: &str,
    names: &'static [&'static str],
) -> Result<usize, ParseNameError> {
    names.iter().position(|known| *known == name).ok_or_else(|| ParseNameError::new(what, name, names))
}

/// Declares an enum and the stable names of its variants: `ALL`, `NAMES`, `as_str`, `Display`, `FromStr`, `Serialize`,
/// `Deserialize`.
///
/// The doc comment of a variant is also its `summary`, so that an explanation need not repeat it.
macro_rules! string_enum {
    (
        $(#[$on_enum:meta])*
        pub enum $Enum:ident, $what:literal {
            $( $(#[doc = $doc:literal])+ $Variant:ident = $name:literal, )+
        }
    ) => {
        $(#[$on_enum])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Enum {
            $( $(#[doc = $doc])+ $Variant, )+
        }

        impl $Enum {
            /// Every variant, in order.
            pub const ALL: &'static [Self] = &[$( Self::$Variant, )+];
            /// The name of every variant, in the same order.
            pub const NAMES: &'static [&'static str] = &[$( $name, )+];

            /// Returns the stable name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            /// Returns the doc comment of the variant as one line of text.
            #[allow(dead_code, reason = "only codes and reasons are explained")]
            pub(crate) const fn summary(self) -> &'static str {
                match self {
                    $( Self::$Variant => concat!($( $doc ),+).trim_ascii_start(), )+
                }
            }
        }

        impl core::fmt::Display for $Enum {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $Enum {
            type Err = $crate::string_enum::ParseNameError;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                $crate::string_enum::index_of($what, name, Self::NAMES).map(|index| Self::ALL[index])
            }
        }

        impl serde::Serialize for $Enum {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Enum {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = <alloc::borrow::Cow<'_, str>>::deserialize(deserializer)?;
                name.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use string_enum;
