//! The tests of the library through its public functions, in one binary: each further binary would be linked by itself.
//!
//! `tests/memory.rs` is a separate binary, because its allocator counts every allocation of the process.

mod api;
mod bulk;
mod cases;
mod date_times;
mod differential;
mod exchange;
mod exports;
mod hostile;
mod layers;
mod oracle;
mod properties;
mod stable;
