//! Documents in bulk: collections, and files of lines.

mod block_reader;
pub(crate) mod collection;
#[cfg(feature = "std")]
pub(crate) mod line_reader;
pub mod lines;
#[cfg(feature = "chrono")]
mod parse;

pub use block_reader::LineReports;
#[cfg(feature = "chrono")]
pub use collection::ParsedItems;
pub use collection::is_collection;
