//! Enums that have one stable spelling for each variant.

use alloc::borrow::ToOwned;
use alloc::string::String;

/// A name that is none of those known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: expected {}, found `{given}`", list(.choices))]
pub struct UnknownName {
    what: &'static str,
    given: String,
    choices: &'static [&'static str],
}

impl UnknownName {
    pub(crate) fn new(what: &'static str, given: &str, choices: &'static [&'static str]) -> Self {
        let given = given.to_owned();
        Self { what, given, choices }
    }

    /// The names that are known.
    #[must_use]
    pub fn choices(&self) -> &'static [&'static str] {
        self.choices
    }
}

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

/// The place of a name among those that are known.
pub(crate) fn place(
    what: &'static str,
    name: &str,
    names: &'static [&'static str],
) -> Result<usize, UnknownName> {
    names.iter().position(|known| *known == name).ok_or_else(|| UnknownName::new(what, name, names))
}

/// Declares an enum together with the spelling of its variants: `ALL`, `NAMES`, `as_str`, `Display`, `FromStr`, `Serialize`.
///
/// The doc comment of a variant is kept as `summary` too, so that an explanation need not repeat it.
macro_rules! named {
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

            /// The stable name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                Self::NAMES[self as usize]
            }

            /// Returns the doc comment of the variant as one line of text.
            #[allow(dead_code, reason = "codes and reasons alone are explained")]
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
            type Err = $crate::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                $crate::names::place($what, name, Self::NAMES).map(|place| Self::ALL[place])
            }
        }

        impl serde::Serialize for $Enum {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use named;
