//! Reports: violations with their locations and messages, and everything that is made of them.

mod code;
pub(crate) mod collector;
mod detail;
pub mod escape;
mod fix;
pub(crate) mod http_header;
pub(crate) mod kind;
mod line_column;
mod location;
mod message;
pub(crate) mod path;
pub(crate) mod place;
#[cfg(feature = "render")]
mod render;
#[expect(clippy::module_inception, reason = "the report itself, beside what it consists of")]
mod report;
#[cfg(feature = "std")]
mod restored;
mod utf16;
mod violation;

pub use code::{Code, Severity};
pub use fix::Fixed;
pub use report::{Report, Tally};
pub use utf16::utf16_len;
pub use violation::Violation;

pub(crate) use collector::ViolationCollector;
pub(crate) use detail::Detail;
pub(crate) use kind::{Expected, UnknownMemberHint, ViolationKind};
pub(crate) use line_column::LineColumn;
#[cfg(feature = "chrono")]
pub(crate) use location::LocationCursor;
pub(crate) use location::locate;
pub(crate) use message::BEFORE_EXPECTED;
pub(crate) use path::PathPrefix;
pub(crate) use report::MAX_VIOLATIONS;
