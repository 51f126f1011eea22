//! The source of the texts of a violation.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::{self, Write};

use super::code::Code;
use super::kind::ViolationKind;
use crate::edm::Reason;

/// The source of the texts of a violation: the data of a check, or the texts themselves if they were deserialized.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Detail {
    Checked(ViolationKind),
    #[cfg(feature = "std")]
    Restored(alloc::boxed::Box<Restored>),
}

/// The texts of a deserialized violation, of which a checked violation has the data.
#[cfg(feature = "std")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Restored {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) expected: String,
    pub(super) reason: Option<Reason>,
    pub(super) suggestion: Option<String>,
}

impl Detail {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Checked(kind) => kind.code(),
            #[cfg(feature = "std")]
            Self::Restored(texts) => texts.code,
        }
    }

    /// Writes the message.
    pub(crate) fn write_message(&self, quoted: Option<&str>, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::Checked(kind) => kind.write_message(quoted, out),
            #[cfg(feature = "std")]
            Self::Restored(texts) => out.write_str(&texts.message),
        }
    }

    /// Writes the part of the message of a check after the expectation. Restored texts have no such part.
    pub(crate) fn write_after_expected(&self, quoted: Option<&str>, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::Checked(kind) => kind.write_after_expected(quoted, out),
            #[cfg(feature = "std")]
            Self::Restored(_) => Ok(()),
        }
    }

    /// Writes the expectation, which is a part of the message.
    pub(crate) fn write_expected(&self, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::Checked(kind) => kind.write_expected(out),
            #[cfg(feature = "std")]
            Self::Restored(texts) => out.write_str(&texts.expected),
        }
    }

    pub(crate) fn reason(&self) -> Option<Reason> {
        match self {
            Self::Checked(kind) => kind.reason(),
            #[cfg(feature = "std")]
            Self::Restored(texts) => texts.reason,
        }
    }

    pub(crate) fn suggestion(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Checked(kind) => kind.suggestion(),
            #[cfg(feature = "std")]
            Self::Restored(texts) => texts.suggestion.clone().map(Cow::Owned),
        }
    }

    pub(crate) fn replacement(&self) -> Option<String> {
        match self {
            Self::Checked(kind) => kind.replacement(),
            #[cfg(feature = "std")]
            Self::Restored(_) => None,
        }
    }

    /// Returns whether a check found a violation that concerns the head of a message.
    #[cfg(feature = "http")]
    pub(crate) fn concerns_head(&self) -> bool {
        matches!(self, Self::Checked(kind) if kind.concerns_head())
    }

    /// Returns whether a check found that a document cannot be read.
    #[cfg(feature = "http")]
    pub(crate) fn is_read_error(&self) -> bool {
        matches!(self, Self::Checked(kind) if kind.is_read_error())
    }
}
