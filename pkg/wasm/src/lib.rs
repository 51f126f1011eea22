//! The JavaScript face: the same checks over numbers and kept buffers.
//!
//! JavaScript writes a text where [`room`] says, has it judged, and reads the report from where it stands as
//! [`Records`]; nowhere, which is 0, stands a report in which nothing is said. A contract is a number too, of a digit
//! an option. So nothing crosses the border but numbers, and nothing is kept between two calls but two buffers.

#![no_std]

extern crate alloc;

mod records;

use alloc::borrow::Cow;
use alloc::collections::TryReserveError;
use alloc::vec::Vec;
use core::panic::PanicInfo;

use atomic_refcell::{AtomicRefCell, AtomicRefMut};
use records::Records;
use user_processing_result::internal::{self, LineReports, MessageHead, Scalar, StartLine};
use user_processing_result::schema::USER_PROCESSING_RESULT;
use user_processing_result::{Contract, ContractKind, DateTimeGrammar, Members, Report, Undeclared};
use wasm_bindgen::prelude::wasm_bindgen;

/// How many properties there are, and one for `@odata.type`.
const MEMBERS: usize = USER_PROCESSING_RESULT.properties.len() + 1;

/// A quarter of the code of the usual one, and no call takes longer than another.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Traps, which JavaScript sees as an exception: the code to say more would weigh as much as the checks.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// What is kept between two calls.
struct State {
    input: Vec<u8>,
    /// One a row, and one for `@odata.type`.
    members: [[i32; 2]; MEMBERS],
    records: Records,
    /// The files of lines that are being read.
    files: Vec<Lines>,
    /// How many files of lines there have been.
    opened: usize,
}

/// There is one thread, so nobody ever waits for this: a call that comes while another is not over, which can only be one
/// that was stopped, traps.
static STATE: AtomicRefCell<State> = AtomicRefCell::new(State {
    input: Vec::new(),
    members: [[0; 2]; MEMBERS],
    records: Records::new(),
    files: Vec::new(),
    opened: 0,
});

fn state() -> AtomicRefMut<'static, State> {
    let Ok(state) = STATE.try_borrow_mut() else { core::arch::wasm32::unreachable() };
    state
}

/// Where to write a text of so many bytes, after as many as are kept of what stands there; 0 where there is no memory
/// for it.
#[wasm_bindgen]
pub fn room(length: usize, kept: usize) -> usize {
    let input = &mut state().input;
    if input.len() < length {
        let mut larger = Vec::new();
        if larger.try_reserve_exact(length).is_err() {
            return 0;
        }
        larger.extend_from_slice(&input[..kept]);
        larger.resize(length, 0);
        *input = larger;
    }
    input.as_ptr() as usize
}

/// What is said of a document that is so many bytes, and so many UTF-16 units if it was a string.
#[wasm_bindgen]
pub fn check(length: usize, units: usize, contract: usize, max_bytes: usize) -> usize {
    report(length, units, contract, max_bytes, |contract, json| contract.check(json))
}

/// The same, where all that a typed value cannot do without is required.
#[wasm_bindgen]
pub fn check_typed(length: usize, units: usize, contract: usize, max_bytes: usize) -> usize {
    report(length, units, contract, max_bytes, internal::check_typed)
}

/// The same of a collection.
#[wasm_bindgen]
pub fn check_collection(length: usize, units: usize, contract: usize, max_bytes: usize) -> usize {
    report(length, units, contract, max_bytes, |contract, json| contract.check_collection(json))
}

/// The same of a value that was printed to be judged.
#[wasm_bindgen]
pub fn check_value(length: usize, contract: usize) -> usize {
    report(length, length, contract, usize::MAX, internal::check_printed)
}

/// Where to write what a flat object is made of: for each member its row, the number of rows for `@odata.type`, and the
/// length of its string, or one of [`NULL`] and [`INT32`]; the strings are where a text is, one after another.
#[wasm_bindgen]
pub fn members() -> usize {
    state().members.as_ptr() as usize
}

const NULL: i32 = -1;
const INT32: i32 = -2;

/// Whether so many members, with strings that are so many bytes, are an object of which there is nothing to say.
#[wasm_bindgen]
pub fn is_clean(count: usize, length: usize, contract: usize) -> bool {
    let State { input, members, .. } = &mut *state();
    let mut strings = &input[..length];
    let contract = unpack(contract, usize::MAX);
    let members = members.iter().take(count).map(|[row, value]| {
        let row = usize::try_from(*row).ok()?;
        let scalar = match *value {
            NULL => Scalar::Null,
            INT32 => Scalar::Int32,
            length => {
                let (string, rest) = strings.split_at_checked(usize::try_from(length).ok()?)?;
                strings = rest;
                Scalar::Text(string)
            }
        };
        Some((Some(row).filter(|row| *row < USER_PROCESSING_RESULT.properties.len()), scalar))
    });
    internal::is_clean(&contract, members)
}

/// What is said of a document that is not even copied.
#[wasm_bindgen]
pub fn too_large(max_bytes: usize) -> usize {
    let records = &mut state().records;
    records.clear();
    records.add(0, &internal::too_large(max_bytes));
    records.end()
}

/// The verdict alone.
#[wasm_bindgen]
pub fn is_valid(length: usize, contract: usize, max_bytes: usize) -> bool {
    unpack(contract, max_bytes).is_valid(&state().input[..length])
}

/// What is said of some lines of a file, a piece of which is so many bytes; 0 where none is left, and [`NO_MEMORY`] where
/// there is none for a line.
#[wasm_bindgen]
pub fn check_lines(file: usize, length: usize) -> usize {
    let State { input, records, files, .. } = &mut *state();
    let Some(lines) = files.iter_mut().find(|lines| lines.number == file) else { return 0 };
    records.clear();
    while records.len() < AT_ONCE {
        match lines.next(&input[..length]) {
            Ok(Some((line, report))) => records.add(line, &report),
            // After others the next call says so.
            Err(Stop::NoMemory) if records.len() == 0 => return NO_MEMORY,
            Ok(None) | Err(Stop::NeedsMore | Stop::NoMemory) => break,
        }
    }
    if records.len() == 0 { 0 } else { records.end() }
}

/// No report stands there.
const NO_MEMORY: usize = 1;

/// How many numbers of reports about lines are given at once, about.
const AT_ONCE: usize = 16 << 10;

#[inline(never)]
fn report(
    length: usize,
    units: usize,
    contract: usize,
    max_bytes: usize,
    judge: fn(&Contract, &[u8]) -> Report,
) -> usize {
    let State { input, records, .. } = &mut *state();
    let (json, contract) = (&input[..length], unpack(contract, max_bytes));
    say(judge(&contract, json), json, units, records)
}

/// Where the report of a text stands, if there is anything in it.
fn say(mut report: Report, text: &[u8], units: usize, records: &mut Records) -> usize {
    if report.violations().is_empty() {
        return 0;
    }
    if units < text.len()
        && let Ok(text) = str::from_utf8(text)
    {
        report = report.into_utf16_offsets(text);
    }
    records.clear();
    records.add(0, &report);
    records.end()
}

/// What is said of a message that is so many bytes, of which so many are the head: each line of it ends in LF; the
/// first are the method and the target, or the status, then come name and value of each header with a colon between.
#[wasm_bindgen]
pub fn check_message(
    length: usize,
    head: usize,
    units: usize,
    contract: usize,
    max_bytes: usize,
    is_request: bool,
) -> usize {
    let State { input, records, .. } = &mut *state();
    let (head, body) = input[..length].split_at(head);
    let mut lines = head.split(|byte| *byte == b'\n').map(internal::lossy);
    let mut line = || lines.next().unwrap_or_default();
    let (first, second) = if is_request { (line(), line()) } else { (line(), Cow::default()) };
    let start = if is_request {
        StartLine::Request { method: &first, target: &second }
    } else {
        StartLine::Response { status: &first }
    };
    let mut head = MessageHead::new(start, None);
    for line in lines {
        if let Some((name, value)) = line.split_once(':') {
            head.add(name, value.as_bytes(), None);
        }
    }
    say(internal::check_message(&head, body, &unpack(contract, max_bytes)), body, units, records)
}

/// A file of lines that comes in pieces.
struct Lines {
    /// No other file ever has the same.
    number: usize,
    reports: LineReports,
    /// How much of the piece is read.
    at: usize,
    is_over: bool,
}

/// Why lines are not read any further.
enum Stop {
    NeedsMore,
    NoMemory,
}

impl From<TryReserveError> for Stop {
    fn from(_: TryReserveError) -> Self {
        Self::NoMemory
    }
}

/// Begins a file of lines and gives its number.
#[wasm_bindgen]
pub fn open_lines(contract: usize, max_bytes: usize) -> usize {
    let State { files, opened, .. } = &mut *state();
    *opened += 1;
    files.push(Lines {
        number: *opened,
        reports: LineLineReports::new(unpack(contract, max_bytes)),
        at: 0,
        is_over: false,
    });
    *opened
}

/// Says that another piece of a file has come, or that none is to come.
#[wasm_bindgen]
pub fn resume_lines(file: usize, is_over: bool) {
    if let Some(lines) = state().files.iter_mut().find(|lines| lines.number == file) {
        (lines.at, lines.is_over) = (0, is_over);
    }
}

/// Lets go of a file of lines.
#[wasm_bindgen]
pub fn close_lines(file: usize) {
    state().files.retain(|lines| lines.number != file);
}

/// How many files of lines are being read.
#[wasm_bindgen]
pub fn open_files() -> usize {
    state().files.len()
}

impl Lines {
    /// The next line, if all of it has come.
    fn next(&mut self, piece: &[u8]) -> Result<Option<(usize, Report)>, Stop> {
        let read = |buffer: &mut [u8]| {
            let length = buffer.len().min(piece.len() - self.at);
            if length == 0 && !self.is_over {
                return Err(Stop::NeedsMore);
            }
            buffer[..length].copy_from_slice(&piece[self.at..self.at + length]);
            self.at += length;
            Ok(length)
        };
        self.reports.next(read)
    }
}

/// A digit to the base of 3 an option, of which each is the place of its name.
fn unpack(mut packed: usize, max_bytes: usize) -> Contract {
    let mut digit = || {
        let digit = packed % 3;
        packed /= 3;
        digit
    };
    let contract = Contract::new(ContractKind::ALL[digit()])
        .members(Members::ALL[digit()])
        .date_time(DateTimeGrammar::ALL[digit()])
        .consistency(digit() == 1)
        .max_bytes(max_bytes);
    // The last is left out by default.
    internal::with_undeclared(contract, packed.checked_sub(1).map(|digit| Undeclared::ALL[digit]))
}
