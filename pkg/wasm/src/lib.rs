//! The WebAssembly module of the npm package: the checks of the library as functions over numbers.
//!
//! JavaScript writes an input to the address that [`reserve_input`] returns, calls a function, and reads the report at the
//! address that the function returns, in the form that [`ReportEncoder`] writes. Options are bytes at the address that
//! [`options`] returns, and stay in force until [`set_options`] is called again. So only numbers cross the border, and only
//! buffers are kept between two calls. The crate `border` lists what the numbers mean.

#![no_std]
#![expect(clippy::must_use_candidate, reason = "JavaScript calls these functions")]

extern crate alloc;

mod lines;
mod report_encoder;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::panic::PanicInfo;

use atomic_refcell::{AtomicRefCell, AtomicRefMut};
use lines::LineReaders;
use report_encoder::ReportEncoder;
use user_processing_result::internal::{self, MessageHead, Scalar, StartLine};
use user_processing_result::{
    Contract, ContractKind, DateTimeGrammar, EntityKind, Members, Report, Undeclared,
};
use user_processing_result_border::{self as border, NOTHING, position};
use wasm_bindgen::prelude::wasm_bindgen;

/// A quarter of the code of the default allocator, and every call takes constant time.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Traps, which JavaScript sees as an exception. Code that formats a panic message would be as large as the checks.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// The number of properties of a flat object.
const PROPERTIES: usize = EntityKind::UserProcessingResult.table().properties.len();

/// The maximum number of members of a flat object: its properties, and `@odata.type`.
const MAX_MEMBERS: usize = PROPERTIES + 1;

/// The data that survives between two calls.
struct State {
    input: Vec<u8>,
    options: [u8; border::OPTIONS.len()],
    contract: Contract,
    /// Two numbers per member of a flat object: see [`members`].
    members: [[i32; 2]; MAX_MEMBERS],
    encoder: ReportEncoder,
    readers: LineReaders,
}

/// There is only one thread, so nothing ever waits for the state. It is borrowed already only if an earlier call was stopped
/// by a trap, and then this call traps too.
static STATE: AtomicRefCell<State> = AtomicRefCell::new(State {
    input: Vec::new(),
    options: [border::DEFAULT; border::OPTIONS.len()],
    contract: Contract::CREATE,
    members: [[0; 2]; MAX_MEMBERS],
    encoder: ReportEncoder::new(),
    readers: LineReaders::new(),
});

fn state() -> AtomicRefMut<'static, State> {
    let Ok(state) = STATE.try_borrow_mut() else { core::arch::wasm32::unreachable() };
    state
}

/// Makes the input buffer at least `length` bytes long and returns its address, or 0 if there is not enough memory.
///
/// The first `kept` bytes of the buffer survive.
#[wasm_bindgen]
pub fn reserve_input(length: usize, kept: usize) -> usize {
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

/// Returns the address of the bytes of the options, in the order of [`border::OPTIONS`].
#[wasm_bindgen]
pub fn options() -> usize {
    state().options.as_ptr() as usize
}

/// Puts the options that were written, and a maximum length in bytes, into force for all further calls.
#[wasm_bindgen]
pub fn set_options(max_bytes: usize) {
    let State { options, contract, .. } = &mut *state();
    *contract = decode_options(options).max_bytes(max_bytes);
}

/// Checks the document that is the first `length` bytes of the input, and returns the address of its report.
///
/// `units` is the length in UTF-16 code units if the input was a string, and `length` otherwise.
#[wasm_bindgen]
pub fn check(length: usize, units: usize) -> usize {
    check_with(length, units, |contract, json| contract.check(json))
}

/// Checks a document like [`check`], and requires every property that a typed value cannot do without.
#[wasm_bindgen]
pub fn check_typed(length: usize, units: usize) -> usize {
    check_with(length, units, internal::check_typed)
}

/// Checks a collection like [`check`].
#[wasm_bindgen]
pub fn check_collection(length: usize, units: usize) -> usize {
    check_with(length, units, |contract, json| contract.check_collection(json))
}

/// Checks a value that was printed as JSON to be checked. It has no maximum length, and its report has no locations.
#[wasm_bindgen]
pub fn check_value(length: usize) -> usize {
    check_with(length, length, |contract, json| {
        internal::check_printed(&contract.max_bytes(usize::MAX), json)
    })
}

/// Returns the address at which to write a flat object.
///
/// Each member is two numbers: the index of its property, or the number of properties for `@odata.type`, and the length in
/// bytes of its string, or [`border::NULL`] or [`border::INT32`]. The strings are the input, one after another.
#[wasm_bindgen]
pub fn members() -> usize {
    state().members.as_ptr() as usize
}

/// Returns `true` if the fast path proves that a flat object of `count` members and `length` bytes of strings has no
/// violations; `false` is inconclusive.
#[wasm_bindgen]
pub fn is_clean(count: usize, length: usize) -> bool {
    let State { input, members, contract, .. } = &*state();
    let mut strings = &input[..length];
    let members = members.iter().take(count).map(|[index, value]| {
        let index = usize::try_from(*index).ok()?;
        let scalar = match *value {
            border::NULL => Scalar::Null,
            border::INT32 => Scalar::Int32,
            length => {
                let (string, rest) = strings.split_at_checked(usize::try_from(length).ok()?)?;
                strings = rest;
                Scalar::Text(string)
            }
        };
        Some((if index < PROPERTIES { Some(index) } else { None }, scalar))
    });
    internal::is_clean(contract, members)
}

/// Returns the address of the report of a document that is longer than `max_bytes` and was not written.
#[wasm_bindgen]
pub fn too_large(max_bytes: usize) -> usize {
    let encoder = &mut state().encoder;
    encoder.clear();
    encoder.add(0, &internal::too_large(max_bytes));
    encoder.finish()
}

/// Returns whether the document that is the first `length` bytes of the input has no errors.
#[wasm_bindgen]
pub fn is_valid(length: usize) -> bool {
    let State { input, contract, .. } = &*state();
    contract.is_valid(&input[..length])
}

/// Checks an HTTP message that is the first `length` bytes of the input, and returns the address of its report.
///
/// The first `head` bytes are the head, of which each line ends in LF: the method and the target on a line each, or the
/// status, and then name, colon and value of each header. The rest is the body, whose length in UTF-16 code units is `units`
/// if it was a string.
#[wasm_bindgen]
pub fn check_message(length: usize, head: usize, units: usize, is_request: bool) -> usize {
    let State { input, contract, encoder, .. } = &mut *state();
    let (head, body) = input[..length].split_at(head);
    let mut lines = head.split(|byte| *byte == b'\n').map(internal::lossy);
    let first = lines.next().unwrap_or_default();
    let second = if is_request { lines.next().unwrap_or_default() } else { Cow::default() };
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
    encode_report(internal::check_message(&head, body, contract), body, units, encoder)
}

/// Starts to read a file of lines under the options in force, and returns the number of its reader.
#[wasm_bindgen]
pub fn open_lines() -> usize {
    let State { contract, readers, .. } = &mut *state();
    readers.open(*contract)
}

/// Announces the next chunk of a file, or its end.
#[wasm_bindgen]
pub fn set_chunk(reader: usize, is_end: bool) {
    if let Some(reader) = state().readers.get(reader) {
        reader.set_chunk(is_end);
    }
}

/// Checks some of the lines that end in the chunk, which is the first `length` bytes of the input, and returns the address of
/// their reports: [`border::NOTHING`] if there are none, [`border::NO_MEMORY`] if there is not enough memory for a line.
#[wasm_bindgen]
pub fn check_lines(reader: usize, length: usize) -> usize {
    let State { input, encoder, readers, .. } = &mut *state();
    match readers.get(reader) {
        Some(reader) => reader.check(&input[..length], encoder),
        None => NOTHING,
    }
}

/// Closes the reader of a file of lines.
#[wasm_bindgen]
pub fn close_lines(reader: usize) {
    state().readers.close(reader);
}

/// Returns the number of open readers.
#[wasm_bindgen]
pub fn open_readers() -> usize {
    state().readers.len()
}

#[inline(never)]
fn check_with(length: usize, units: usize, check: fn(&Contract, &[u8]) -> Report) -> usize {
    let State { input, contract, encoder, .. } = &mut *state();
    let json = &input[..length];
    encode_report(check(contract, json), json, units, encoder)
}

/// Encodes the report of a text, and returns its address. Converts its spans if the text was a string that is not ASCII.
fn encode_report(mut report: Report, text: &[u8], units: usize, encoder: &mut ReportEncoder) -> usize {
    if report.violations().is_empty() {
        return NOTHING;
    }
    if units < text.len()
        && let Ok(text) = str::from_utf8(text)
    {
        report = report.into_utf16_offsets(text);
    }
    encoder.clear();
    encoder.add(0, &report);
    encoder.finish()
}

/// Decodes the bytes of the options. A byte that is not the index of a value means the default.
fn decode_options(options: &[u8; border::OPTIONS.len()]) -> Contract {
    let [kind, members, date_time, undeclared, consistency] = const {
        [
            position(&border::OPTIONS, "contract"),
            position(&border::OPTIONS, "members"),
            position(&border::OPTIONS, "dateTime"),
            position(&border::OPTIONS, "undeclared"),
            position(&border::OPTIONS, "consistency"),
        ]
    }
    .map(|at| options[at]);
    let mut contract = Contract::new(value(ContractKind::ALL, kind).unwrap_or(ContractKind::Create))
        .consistency(consistency == 1);
    if let Some(members) = value(Members::ALL, members) {
        contract = contract.members(members);
    }
    if let Some(grammar) = value(DateTimeGrammar::ALL, date_time) {
        contract = contract.date_time(grammar);
    }
    match value(Undeclared::ALL, undeclared) {
        Some(undeclared) => contract.undeclared(undeclared),
        None => contract,
    }
}

fn value<T: Copy>(all: &[T], index: u8) -> Option<T> {
    all.get(usize::from(index)).copied()
}
