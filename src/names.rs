//! Enums that have one stable spelling for each variant.

/// A name that is none of those known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} `{given}`: expected {}", list(.choices))]
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
    let quoted: Vec<_> = choices.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Declares an enum together with the spelling of its variants: `ALL`, `NAMES`, `as_str`, `Display`, `FromStr`, `Serialize`.
macro_rules! named {
    (
        $(#[$on_enum:meta])*
        pub enum $Enum:ident, $what:literal {
            $( $(#[$on_variant:meta])* $Variant:ident = $name:literal, )+
        }
    ) => {
        $(#[$on_enum])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Enum {
            $( $(#[$on_variant])* $Variant, )+
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
        }

        impl std::fmt::Display for $Enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $Enum {
            type Err = $crate::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                let place = Self::NAMES.iter().position(|known| *known == name);
                place
                    .map(|place| Self::ALL[place])
                    .ok_or_else(|| $crate::UnknownName::new($what, name, Self::NAMES))
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
