//! The HTTP exchange around a document: the head of a request or a response, and its body.
//!
//! ```text
//! target         = [ scheme "://" authority ] path [ "?" query ]     path ends in PATH
//! Authorization  = "Bearer" 1*SP b64token                            RFC 6750; the scheme in any case
//! b64token       = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
//! Content-Type   = "application/json" *( OWS ";" OWS [ token "=" ( token / quoted-string ) ] )
//! Content-Length = 1*DIGIT                                           the length of the body
//! ```
//!
//! A violation of a head has no span, because spans are offsets in the body. No value that may be a token is quoted.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::json::lossy;
use crate::options::{Contract, ContractKind};
use crate::report::http_header::{HttpHeader, METHOD, PATH, STATUS};
use crate::report::{Detail, LineColumn, MAX_VIOLATIONS, Report, Severity, Violation, ViolationKind, escape};
use crate::validate::{Context, object};

/// The index of Content-Encoding among the fields, after those that are checked.
const CONTENT_ENCODING: usize = HttpHeader::ALL.len();

/// The parts of the head of a message that are checked.
pub struct MessageHead<'a> {
    pub(crate) start: StartLine<'a>,
    /// The line of a text on which the head starts, from 1.
    pub(crate) line: Option<usize>,
    fields: [HeaderField; 4],
}

/// The first line of a message.
#[derive(Debug, Clone, Copy)]
pub enum StartLine<'a> {
    /// A request line.
    Request {
        /// The method, which is case-sensitive.
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

/// One header field, or several of the same name with their values combined.
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

    /// Adds a header field. Its name is not case-sensitive; a field that is not checked is ignored.
    pub fn add(&mut self, name: &str, value: &[u8], line: Option<usize>) {
        let mut names = HttpHeader::ALL.iter().map(|header| header.name()).chain(["Content-Encoding"]);
        let Some(at) = names.position(|known| known.eq_ignore_ascii_case(name)) else { return };
        let field = &mut self.fields[at];
        if field.times > 0 {
            field.value.extend_from_slice(b", ");
        }
        field.value.extend_from_slice(trim(value));
        field.times += 1;
        field.line = line;
    }
}

/// Checks a message, and returns the violations of its head, then those of its body.
///
/// The body of a request is checked as a create body, and that of a response as a resource, whatever the kind of `options`.
#[must_use]
pub fn check(head: &MessageHead<'_>, body: &[u8], options: &Contract) -> Report {
    let contract = match head.start {
        StartLine::Request { .. } => Contract { kind: ContractKind::Create, ..*options },
        StartLine::Response { .. } => Contract { kind: ContractKind::Resource, ..*options },
    };
    let violations = check_head(head, body.len());
    let mut report = Report { invalid: usize::from(!violations.is_empty()), violations, ..Report::default() };
    report.append(object::check(&Context::new(&contract), body), MAX_VIOLATIONS);
    Report { documents: 1, invalid: report.invalid.min(1), ..report }
}

/// Returns the violations of a head. `length` is the length of the body in bytes.
fn check_head(head: &MessageHead<'_>, length: usize) -> Vec<Violation> {
    let mut violations = Vec::new();
    if let StartLine::Request { method, target } = head.start {
        check_request_line(head, method, target, &mut violations);
    }
    violations.extend(head.checked_headers().iter().filter_map(|header| head.invalid(*header, length)));
    if let StartLine::Response { status } = head.start
        && status != STATUS
    {
        let quoted = is_safe_status(status).then_some(status.as_bytes());
        violations.push(at(ViolationKind::WrongStatus, "status", head.line, quoted));
    }
    violations
}

/// Adds the violations of a request line, and of headers that a request lacks.
fn check_request_line(head: &MessageHead<'_>, method: &str, target: &str, violations: &mut Vec<Violation>) {
    if method != METHOD {
        let quoted = is_safe_method(method).then_some(method.as_bytes());
        violations.push(at(ViolationKind::WrongMethod, "method", head.line, quoted));
    }
    let path = path(target.as_bytes());
    if !path.ends_with(PATH.as_bytes()) {
        let quoted = if path.starts_with(b"/") || path == b"*" { without_user_info(path) } else { None };
        violations.push(at(ViolationKind::WrongTarget, "target", head.line, quoted));
    }
    for header in [HttpHeader::Authorization, HttpHeader::ContentType] {
        if head.fields[header as usize].times == 0 {
            violations.push(at(ViolationKind::MissingHeader { header }, header.path(), head.line, None));
        }
    }
}

/// Returns a violation of the head.
fn at(kind: ViolationKind, path: &'static str, line: Option<usize>, quoted: Option<&[u8]>) -> Violation {
    Violation {
        severity: Severity::Error,
        kind: Detail::Checked(kind),
        path: Cow::Borrowed(path),
        span: None,
        location: line.map(|line| LineColumn { line, column: None }),
        related: None,
        quoted: quoted.map(|quoted| escape::quote(&lossy(quoted))),
    }
}

impl MessageHead<'_> {
    /// Returns the headers whose values are checked. Authorization is only checked in a request.
    fn checked_headers(&self) -> &'static [HttpHeader] {
        let all = HttpHeader::ALL;
        if matches!(self.start, StartLine::Response { .. }) { &all[1..] } else { all }
    }

    /// Returns the violation of a header that is malformed, repeated, or does not match a body of `length` bytes.
    fn invalid(&self, header: HttpHeader, length: usize) -> Option<Violation> {
        let HeaderField { times, value, line } = &self.fields[header as usize];
        // Content-Length is that of the encoded body, and the body that is checked is not encoded.
        let length = (!self.is_encoded()).then_some(length);
        if *times == 0 || *times == 1 && header.is_valid(value, length) {
            return None;
        }
        let quoted = header.is_safe_to_quote(value).then_some(&value[..]);
        let kind = ViolationKind::InvalidHeader { header, length, times: *times };
        Some(at(kind, header.path(), *line, quoted))
    }

    fn is_encoded(&self) -> bool {
        let encoding = &self.fields[CONTENT_ENCODING].value;
        !encoding.is_empty() && !encoding.eq_ignore_ascii_case(b"identity")
    }
}

impl HttpHeader {
    /// Returns whether a value has the form of this header's values, so that it is not a misplaced token.
    fn is_safe_to_quote(self, value: &[u8]) -> bool {
        match self {
            Self::Authorization => false,
            Self::ContentType => value.is_empty() || starts_with_media_type(value),
            Self::ContentLength => value.iter().all(|byte| byte.is_ascii_digit() || b"+-., ".contains(byte)),
        }
    }

    /// Returns whether a value is valid. `length` is the length of the body in bytes, if that is known.
    fn is_valid(self, value: &[u8], length: Option<usize>) -> bool {
        match self {
            Self::Authorization => is_bearer(value),
            Self::ContentType => is_json(value),
            Self::ContentLength => length.map_or_else(|| is_digits(value), |length| is_number(value, length)),
        }
    }
}

/// Returns the path of a target. The authority and the query are left out, as they may contain secrets.
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

/// Returns the part of a path after its last `@`, as the text before that may be a password.
fn without_user_info(path: &[u8]) -> Option<&[u8]> {
    path.rsplit(|byte| *byte == b'@').next()
}

/// Returns whether a method has the form of one, so that it can be quoted.
fn is_safe_method(method: &str) -> bool {
    method.len() < 16 && method.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Returns whether a status has the form of one, so that it can be quoted.
fn is_safe_status(status: &str) -> bool {
    status.len() < 5 && status.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a text starts with a media type, and has only one word between separators (`;` or `,`).
fn starts_with_media_type(text: &[u8]) -> bool {
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

/// Returns the text after a parameter of a media type, which may be missing, or `None` if the parameter is invalid.
fn parameter(text: &[u8]) -> Option<&[u8]> {
    let (name, rest) = token(text);
    if name.is_empty() {
        return Some(rest);
    }
    let (value, rest) = match rest.strip_prefix(b"=")? {
        [b'"', rest @ ..] => quoted(rest)?,
        rest => match token(rest) {
            ([], _) => return None,
            (value, rest) => (value.to_vec(), rest),
        },
    };
    let is_valid = !name.eq_ignore_ascii_case(b"charset") || value.eq_ignore_ascii_case(b"utf-8");
    is_valid.then_some(rest)
}

/// Splits a text after the token (RFC 9110) at its start, which may be empty.
pub(crate) fn token(text: &[u8]) -> (&[u8], &[u8]) {
    text.split_at(position(text, |byte| {
        !(byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    }))
}

/// Returns the content of a quoted string and the text after it. `text` starts after the opening quote.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut value = Vec::new();
    let mut rest = text;
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

/// Returns whether a value is this number in decimal digits, with leading zeros or without.
fn is_number(value: &[u8], number: usize) -> bool {
    let digits = value.split_at(position(value, |byte| byte != b'0')).1;
    let mut buffer = itoa::Buffer::new();
    let number = if number == 0 { "" } else { buffer.format(number) };
    !value.is_empty() && digits == number.as_bytes()
}

/// Removes the white space (OWS) at both ends.
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

/// Returns the index of the first byte that satisfies `is`, or the length of the text.
fn position(text: &[u8], is: impl Fn(u8) -> bool) -> usize {
    text.iter().position(|byte| is(*byte)).unwrap_or(text.len())
}
