//! The HTTP exchange around a document: the head of a request or a response, and the body in it.
//!
//! ```text
//! target         = [ scheme "://" authority ] path [ "?" query ]     path ends in PATH
//! Authorization  = "Bearer" 1*SP b64token                            RFC 6750; the scheme in any case
//! b64token       = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
//! Content-Type   = "application/json" *( OWS ";" OWS [ token "=" ( token / quoted-string ) ] )
//! Content-Length = 1*DIGIT                                           the length of the body
//! ```
//!
//! What a head says has no place in the body, and nothing that may be a token is ever kept.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::json::lossy;
use crate::options::{Contract, ContractKind};
use crate::report::http_header::{HttpHeader, METHOD, PATH, STATUS};
use crate::report::{LineColumn, MAX_VIOLATIONS, Report, Severity, Violation, ViolationKind, escape};
use crate::validate::{Context, object};

/// The index of Content-Encoding among the fields, after those that are checked.
const CONTENT_ENCODING: usize = HttpHeader::ALL.len();

/// The head of a message, as much of it as is judged.
pub struct MessageHead<'a> {
    pub(crate) start: StartLine<'a>,
    /// The line on which it begins, in a text of it.
    pub(crate) line: Option<usize>,
    fields: [HeaderField; 4],
}

/// The line with which a message begins.
#[derive(Debug, Clone, Copy)]
pub enum StartLine<'a> {
    /// A request line.
    Request {
        /// The method, case exact.
        method: &'a str,
        /// The target: a path, or an absolute URI.
        target: &'a str,
    },
    /// A status line.
    Response {
        /// The status code in decimal digits.
        status: &'a str,
    },
}

/// What is given for one header: the combined value where there are several.
#[derive(Default)]
struct HeaderField {
    times: usize,
    value: Vec<u8>,
    line: Option<usize>,
}

impl<'a> MessageHead<'a> {
    /// Creates a head without header fields; `line` is the line of a text on which it starts, if there is one.
    #[must_use]
    pub fn new(start: StartLine<'a>, line: Option<usize>) -> Self {
        Self { start, line, fields: Default::default() }
    }

    /// Adds a header, whatever the case of its name.
    pub fn add(&mut self, name: &str, value: &[u8], line: Option<usize>) {
        let mut names = HttpHeader::ALL.iter().map(|header| header.name()).chain(["Content-Encoding"]);
        let Some(at) = names.position(|known| known.eq_ignore_ascii_case(name)) else { return };
        let field = &mut self.fields[at];
        if field.times > 0 {
            field.value.extend_from_slice(b", ");
        }
        field.value.extend_from_slice(trim(value));
        (field.times, field.line) = (field.times + 1, line);
    }
}

/// Everything that is wrong with a message: what is said of its head, then what is said of its body.
///
/// A request carries a create body, a response a resource, whatever the options are a contract of.
pub fn check(head: &MessageHead<'_>, body: &[u8], options: &Contract) -> Report {
    let contract = match head.start {
        StartLine::Request { .. } => Contract { kind: ContractKind::Create, ..*options },
        StartLine::Response { .. } => Contract { kind: ContractKind::Resource, ..*options },
    };
    let violations = judge(head, body.len());
    let mut report = Report { invalid: usize::from(!violations.is_empty()), violations, ..Report::default() };
    report.append(object::check(&Context::new(&contract), body), MAX_VIOLATIONS);
    Report { documents: 1, invalid: report.invalid.min(1), ..report }
}

fn judge(head: &MessageHead<'_>, length: usize) -> Vec<Violation> {
    let mut violations = Vec::new();
    if let StartLine::Request { method, target } = head.start {
        let path = path(target.as_bytes());
        if method != METHOD {
            let shown = Some(method.as_bytes()).filter(|method| is_like_method(method));
            violations.push(at(ViolationKind::WrongMethod, "method", head.line, shown));
        }
        if !path.ends_with(PATH.as_bytes()) {
            // What stands before an @ may be a password.
            let shown =
                path.rsplit(|byte| *byte == b'@').next().filter(|_| path.starts_with(b"/") || path == b"*");
            violations.push(at(ViolationKind::WrongTarget, "target", head.line, shown));
        }
        let missing = [HttpHeader::Authorization, HttpHeader::ContentType];
        let missing = missing.into_iter().filter(|header| head.fields[*header as usize].times == 0);
        violations.extend(
            missing.map(|header| at(ViolationKind::MissingHeader { header }, header.path(), head.line, None)),
        );
    }
    violations.extend(head.judged().iter().filter_map(|header| head.invalid(*header, length)));
    if let StartLine::Response { status } = head.start
        && status != STATUS
    {
        let shown = Some(status.as_bytes())
            .filter(|status| status.len() < 5 && status.iter().all(u8::is_ascii_digit));
        violations.push(at(ViolationKind::WrongStatus, "status", head.line, shown));
    }
    violations
}

fn at(kind: ViolationKind, path: &'static str, line: Option<usize>, quoted: Option<&[u8]>) -> Violation {
    let location = line.map(|line| LineColumn { line, column: None });
    let quoted = quoted.map(|quoted| escape::quote(&lossy(quoted)));
    let (severity, path) = (Severity::Error, Cow::Borrowed(path));
    Violation { severity, kind, path, span: None, location, related: None, quoted }
}

impl MessageHead<'_> {
    /// Those that must be right if they are there.
    fn judged(&self) -> &'static [HttpHeader] {
        let all = HttpHeader::ALL;
        if matches!(self.start, StartLine::Response { .. }) { &all[1..] } else { all }
    }

    /// What is wrong with a header, if it is given.
    fn invalid(&self, header: HttpHeader, length: usize) -> Option<Violation> {
        let HeaderField { times, value, line } = &self.fields[header as usize];
        // Encoded is another length than that of the body which is read.
        let length = (!self.is_encoded()).then_some(length);
        let is_right = *times == 0 || *times == 1 && header.is_right(value, length);
        let quoted = Some(&value[..]).filter(|value| header.is_safe_to_quote(value));
        let kind = ViolationKind::InvalidHeader { header, length, times: *times };
        (!is_right).then(|| at(kind, header.path(), *line, quoted))
    }

    fn is_encoded(&self) -> bool {
        let encoding = &self.fields[CONTENT_ENCODING].value;
        !encoding.is_empty() && !encoding.eq_ignore_ascii_case(b"identity")
    }
}

impl HttpHeader {
    /// Whether a value has the look of one, and not of a token that stands in its place.
    fn is_safe_to_quote(self, value: &[u8]) -> bool {
        match self {
            Self::Authorization => false,
            Self::ContentType => value.is_empty() || is_like_media_types(value),
            Self::ContentLength => value.iter().all(|byte| byte.is_ascii_digit() || b"+-., ".contains(byte)),
        }
    }

    fn is_right(self, value: &[u8], length: Option<usize>) -> bool {
        match self {
            Self::Authorization => is_bearer(value),
            Self::ContentType => is_json(value),
            Self::ContentLength => length.map_or_else(|| is_digits(value), |length| is_number(value, length)),
        }
    }
}

/// The path of a target, without what may be secret: who asks, and what for.
fn path(target: &[u8]) -> &[u8] {
    let target = target.split(|byte| matches!(byte, b'?' | b'#')).next().unwrap_or_default();
    let start = target.windows(2).position(|pair| pair == b"//").unwrap_or(target.len());
    let (scheme, authority) = target.split_at(start);
    if authority.is_empty() || scheme.contains(&b'/') || !scheme.ends_with(b":") {
        return target;
    }
    let host = &authority[2..];
    match host.split_at(position(host, |byte| byte == b'/')) {
        (_, []) => b"/",
        (_, path) => path,
    }
}

fn is_like_method(method: &[u8]) -> bool {
    method.len() < 16 && method.iter().all(u8::is_ascii_alphabetic)
}

/// Whether a text begins as a media type does, and has no second word where only a `;` or a `,` may come.
fn is_like_media_types(text: &[u8]) -> bool {
    let (ty, rest) = token(text);
    let is_type = ["application", "audio", "image", "message", "multipart", "text", "video"]
        .iter()
        .any(|known| known.as_bytes().eq_ignore_ascii_case(ty));
    let mut words = text.split(|byte| matches!(byte, b';' | b','));
    is_type
        && rest.starts_with(b"/")
        && words.all(|word| !trim(word).iter().any(|byte| matches!(byte, b' ' | b'\t')))
        && !text.windows(6).any(|six| six.eq_ignore_ascii_case(b"bearer"))
}

fn is_digits(value: &[u8]) -> bool {
    !value.is_empty() && value.iter().all(u8::is_ascii_digit)
}

fn is_bearer(value: &[u8]) -> bool {
    let Some((scheme, rest)) = value.split_at_checked("Bearer".len()) else { return false };
    let (spaces, token) = rest.split_at(position(rest, |byte| byte != b' '));
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    let (token, padding) = token.split_at(position(token, |byte| !is_token(byte)));
    scheme.eq_ignore_ascii_case(b"Bearer")
        && !spaces.is_empty()
        && !token.is_empty()
        && padding.iter().all(|byte| *byte == b'=')
}

fn is_json(value: &[u8]) -> bool {
    let (ty, mut rest) = value.split_at(position(value, |byte| byte == b';'));
    while let [b';', after @ ..] = rest {
        let Some(after) = parameter(trim_start(after)) else { return false };
        rest = trim_start(after);
    }
    trim(ty).eq_ignore_ascii_case(b"application/json") && rest.is_empty()
}

/// What comes after a parameter of a media type, or after none, if it is no wrong one.
fn parameter(text: &[u8]) -> Option<&[u8]> {
    let (name, rest) = token(text);
    if name.is_empty() {
        return Some(rest);
    }
    let (value, rest) = match rest.strip_prefix(b"=")? {
        [b'"', rest @ ..] => quoted(rest)?,
        rest => Some(token(rest))
            .filter(|(value, _)| !value.is_empty())
            .map(|(value, rest)| (value.to_vec(), rest))?,
    };
    let is_right = !name.eq_ignore_ascii_case(b"charset") || value.eq_ignore_ascii_case(b"utf-8");
    is_right.then_some(rest)
}

/// The token (RFC 9110) that a text begins with, and what comes after.
pub(crate) fn token(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(position(text, |byte| {
        !(byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    }))
}

/// What stands in a quoted string that is open, and what comes after it.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let (mut value, mut rest) = (Vec::new(), text);
    loop {
        match rest {
            [b'"', after @ ..] => return Some((value, after)),
            [b'\\', byte, after @ ..] | [byte, after @ ..] => {
                value.push(*byte);
                rest = after;
            }
            [] => return None,
        }
    }
}

/// Digits that are this number.
fn is_number(value: &[u8], number: usize) -> bool {
    let digits = value.split_at(position(value, |byte| byte != b'0')).1;
    let mut buffer = itoa::Buffer::new();
    let number = if number == 0 { "" } else { buffer.format(number) };
    !value.is_empty() && digits == number.as_bytes()
}

/// Without the white space (OWS) at both ends.
fn trim(text: &[u8]) -> &[u8] {
    let mut text = trim_start(text);
    while let [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

fn trim_start(text: &[u8]) -> &[u8] {
    text.split_at(position(text, |byte| byte != b' ' && byte != b'\t')).1
}

/// Where the first such byte is, or the end.
fn position(text: &[u8], is: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|byte| is(*byte)).unwrap_or(text.len())
}
