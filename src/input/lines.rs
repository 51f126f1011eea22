//! Files of lines (NDJSON, JSON Lines): each line is a document of its own.
//!
//! [`Lines`] gives one report after another. [`Blocks`] is what it stands on: whole lines in large blocks, for those
//! who want to judge blocks side by side.
//!
//! ```
//! use user_processing_result::{Contract, lines::{Block, Blocks}};
//!
//! let file = "{\"id\": \"1\"}\r\n\r\n{\"id\": \"\"}";
//! let mut blocks = Blocks::new(file.as_bytes(), &Contract::PROJECTION);
//! let mut block = Block::default();
//! while blocks.next_block(&mut block)? {
//!     for line in block.check(&Contract::PROJECTION) {
//!         assert_eq!((line.number, line.report.is_valid()), if line.number == 1 { (1, true) } else { (3, false) });
//!     }
//! }
//! # Ok::<_, std::io::Error>(())
//! ```

pub use super::block_reader::{Block, Line};
#[cfg(feature = "std")]
pub use super::line_reader::{Blocks, Lines};
