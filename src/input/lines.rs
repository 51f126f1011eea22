//! Files of lines (NDJSON, JSON Lines): each line is a document of its own.
//!
//! [`Lines`] yields one report after another. [`Blocks`] is the layer below it: it reads whole lines in large blocks, which
//! can be checked on several threads.
//!
//! ```
//! # #[cfg(feature = "std")] {
//! use user_processing_result::{Contract, lines::{Block, Blocks}};
//!
//! let file = "{\"id\": \"1\"}\r\n\r\n{\"id\": \"\"}";
//! let mut blocks = Blocks::new(file.as_bytes(), &Contract::PROJECTION);
//! let mut block = Block::default();
//! let mut invalid = Vec::new();
//! while blocks.next_block(&mut block)? {
//!     for line in block.check(&Contract::PROJECTION) {
//!         if !line.report.is_valid() {
//!             invalid.push(line.number);
//!         }
//!     }
//! }
//! assert_eq!(invalid, [3]);
//! # }
//! # Ok::<_, std::io::Error>(())
//! ```

pub use super::block_reader::{Block, Line};
#[cfg(all(feature = "chrono", feature = "std"))]
pub use super::line_reader::ParsedLines;
#[cfg(feature = "std")]
pub use super::line_reader::{Blocks, Lines};
