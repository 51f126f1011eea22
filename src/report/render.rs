//! A report as rustc would print it: the source line, carets under exactly the offending text, help and notes.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};
use core::convert::Infallible;
use core::iter;
use core::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::code::{Code, Severity};
use super::escape::{self, Escaped, HIDDEN, MAX_PATH_CHARS, Secrets};
use super::location::{LineColumn, locations};
use super::report::Report;
use super::violation::Violation;
use crate::json::unescape::unescape;
use crate::json::{Span, lossy};

/// How many characters of a line are shown without cutting it.
const WIDTH: usize = 120;

/// How many characters are shown of what stands before and after the offending text, where it is cut.
const AROUND: usize = 40;

/// How many characters are shown of the offending text, where it is cut.
const LONGEST: usize = 60;

/// How many bytes are looked at for the ends of the line: more than 120 characters have.
const NEAR: usize = 512;

/// How many bytes before those are searched for the keyword of a secret.
const CONTEXT: usize = 512;

/// The note that replaces a source line if the source is not the text that was checked.
const OTHER_SOURCE: &str =
    "the source given to `render` is not the text that was checked, so its lines are not shown";

/// Lines are cut here already.
const UNCUT: usize = 10_000;

impl Report {
    /// The report as text with the lines of `source` that it is about; `name` is that of the file.
    ///
    /// Empty when there is nothing to say. Needs the feature `render`.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let json = r#"{"id": ""}"#;
    /// let text = Contract::PROJECTION.check(json).render(json, "result.json");
    /// assert_eq!(text, r#"
    /// error[empty_string]: expected a non-empty string, found ""
    ///  --> result.json:1:8
    ///   |
    /// 1 | {"id": ""}
    ///   |        ^^ /id
    /// "#.trim_start());
    /// ```
    #[must_use]
    pub fn render(&self, source: impl AsRef<[u8]>, name: &str) -> String {
        self.render_each(source.as_ref(), name, false).collect()
    }

    /// The same with the escape sequences that colour it on a terminal.
    #[must_use]
    pub fn render_styled(&self, source: impl AsRef<[u8]>, name: &str) -> String {
        self.render_each(source.as_ref(), name, true).collect()
    }

    /// Returns the text of [`render`](Self::render) violation by violation, so that it can be written without being held:
    /// one string after another is the whole.
    ///
    /// Needs the feature `render`.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let json = r#"{"id": "", "workflowVersion": 1.0}"#;
    /// let report = Contract::PROJECTION.check(json);
    /// let parts: Vec<String> = report.render_each(json.as_bytes(), "result.json", false).collect();
    /// assert_eq!(parts.len(), 2);
    /// assert_eq!(parts.concat(), report.render(json, "result.json"));
    /// ```
    pub fn render_each<'a>(
        &'a self,
        source: &'a [u8],
        name: &'a str,
        is_styled: bool,
    ) -> impl Iterator<Item = String> + 'a {
        let renderer = if is_styled { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(UNCUT);
        let name = Escaped::line(name).to_string();
        let source = is_source_of(source, &self.violations).then_some(source);
        let violations = self.violations.iter().enumerate().map(move |(at, violation)| {
            let drawn = renderer.render(&groups(violation, source, &name));
            // The title is a group of its own and ends in an empty gutter, which rustc has below the place alone.
            let (title, rest) = drawn.split_once('\n').unwrap_or((&drawn, ""));
            let (_, rest) = rest.split_once('\n').unwrap_or_default();
            format!("{}{title}\n{rest}\n", if at == 0 { "" } else { "\n" })
        });
        let omitted = match self.omitted() {
            0 => None,
            1 => Some("\n... and 1 more violation\n".to_owned()),
            omitted => Some(format!("\n... and {omitted} more violations\n")),
        };
        violations.chain(omitted)
    }
}

/// Returns whether violations can be about a text: each stands where its line and column say, and quotes what is there.
///
/// Those of one line of a file have the number of that line, so lines are compared as distances.
fn is_source_of(source: &[u8], violations: &[Violation]) -> bool {
    let spans = violations.iter().map(|violation| violation.span.map(|span| span.start));
    let mut lines_before = None;
    violations.iter().zip(locations(source, spans)).all(|(violation, location)| {
        let (Some(span), Some(position)) = (violation.span, violation.location) else { return true };
        let Some(LineColumn { line, column }) = location else { return false };
        let distance = position.line.checked_sub(line);
        distance.is_some()
            && *lines_before.get_or_insert(distance) == distance
            && position.column.is_none_or(|known| Some(known) == column)
            && source.get(span.start..span.end).is_some_and(|text| violation.is_about(text))
    })
}

impl Violation {
    /// Returns the suggestion as a phrase for people: "use `5`" if it means the same as what was found, or else
    /// "did you mean `completed`?". Returns `None` if there is no suggestion.
    ///
    /// Needs the feature `render`.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let suggestion = self.suggestion()?;
        let is_same = self.replacement().is_some();
        Some(if is_same { format!("use `{suggestion}`") } else { format!("did you mean `{suggestion}`?") })
    }

    /// Returns whether what was quoted of the input can be, or be around, this piece of it.
    fn is_about(&self, piece: &[u8]) -> bool {
        let Some(quoted) = &self.quoted else {
            return self.code() != Code::MissingProperty || piece == b"}";
        };
        if quoted.ends_with('…') || quoted.contains(HIDDEN) {
            return true;
        }
        let is_name = piece.len() >= 2 && piece.starts_with(b"\"") && piece.ends_with(b"\"");
        let name = || escape::quote(&escape::literal(&lossy(&unescape(piece))));
        quoted.contains(&escape::quote(&lossy(piece))) || (is_name && *quoted == name())
    }
}

fn groups<'a>(violation: &'a Violation, source: Option<&[u8]>, name: &'a str) -> Vec<Group<'a>> {
    let level = match violation.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = Escaped::line(&violation.message()).to_string();
    let title = level.clone().primary_title(message).id(violation.code().as_str());
    let mut groups = vec![Group::with_title(title)];
    let place = Group::with_level(level.clone()).element(origin(name, violation.location));
    let Some(source) = source else {
        groups.push(place.element(Level::NOTE.message(OTHER_SOURCE)));
        return groups;
    };
    groups.push(place);
    if let (Some(span), Some(position)) = (violation.span, violation.location) {
        let label = Some(&violation.path).filter(|path| !path.is_empty());
        let label = label.map(|path| Escaped::line(path).truncated(MAX_PATH_CHARS).to_string());
        let kind = AnnotationKind::Primary;
        let snippet = quote(source, span, position, |part| kind.span(part).label(label));
        let help = violation.help().map(|help| Level::HELP.message(help));
        groups.push(Group::with_level(level).element(snippet).elements(help));
    }
    if let (Some(span), Some(later), Some(position)) = (violation.related, violation.span, violation.location)
    {
        let position = earlier(source, span.start, later.start, position);
        let note = Level::NOTE.secondary_title("the first occurrence is here");
        let kind = AnnotationKind::Context;
        let snippet = quote(source, span, position, |part| kind.span(part));
        groups.push(note.element(origin(name, Some(position))));
        groups.push(Group::with_level(Level::NOTE).element(snippet));
    }
    groups
}

/// The line on which the span starts, or so much of it as can be shown, with the span annotated.
fn quote<'a>(
    source: &[u8],
    span: Span,
    position: LineColumn,
    annotate: impl FnOnce(Range<usize>) -> Annotation<'a>,
) -> Snippet<'a, Annotation<'a>> {
    let [before, at, after] = around(source, span);
    let (start, end) = (before.len(), before.len() + at.len());
    Snippet::source(before + &at + &after)
        .line_start(position.line)
        .fold(false)
        .annotation(annotate(start..end))
}

/// The place of what stands further up than a place that is known.
fn earlier(source: &[u8], start: usize, later: usize, LineColumn { line, column }: LineColumn) -> LineColumn {
    let characters = |text: &[u8]| String::from_utf8_lossy(text).chars().count();
    let (before, between) = source[..later].split_at(start);
    match memchr::memchr_iter(b'\n', between).count() {
        // No more is looked at than need be: the line may be long.
        0 => LineColumn { line, column: column.map(|column| column.saturating_sub(characters(between))) },
        lines => {
            let before = &before[memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)..];
            LineColumn { line: line - lines, column: Some(characters(before) + 1) }
        }
    }
}

fn origin(name: &str, position: Option<LineColumn>) -> Origin<'_> {
    match position {
        Some(LineColumn { line, column: Some(column) }) => Origin::path(name).line(line).char_column(column),
        Some(LineColumn { line, column: None }) => Origin::path(name).line(line),
        None => Origin::path(name),
    }
}

/// What stands before, in and after the span on the line where it starts, without secrets, escaped, and truncated where the
/// line is long.
fn around(source: &[u8], span: Span) -> [String; 3] {
    let pieces = visible(line(source, span));
    if pieces.iter().map(|piece| piece.chars().count()).sum::<usize>() <= WIDTH {
        return pieces;
    }
    let [before, at, after] = pieces;
    let cut = before.chars().count().saturating_sub(AROUND);
    let before = match cut {
        0 => before,
        _ => ['…'].into_iter().chain(before.chars().skip(cut)).collect(),
    };
    [before, head(&at, LONGEST), head(&after, AROUND)]
}

/// Returns the pieces of a line that are shown, without secrets and escaped; a secret may reach over several of them.
fn visible([context, before, at, after]: [&[u8]; 4]) -> [String; 3] {
    let pieces = [context, before, at, after].map(String::from_utf8_lossy);
    let text = pieces.concat();
    // Where the line was cut, it was perhaps cut in a secret: nothing is shown of the word that is left.
    let is_cut = pieces[0].len() + 1 >= CONTEXT;
    let is_end = |byte: &u8| matches!(byte, b'"' | b' ' | b'\t');
    let unknown = if is_cut { text.bytes().position(|byte| is_end(&byte)).unwrap_or(text.len()) } else { 0 };
    let unknown = unknown.min(pieces[0].len() + pieces[1].len());
    let known = Secrets::new(text.as_bytes()).filter(|secret| secret.start >= unknown);
    let secrets: Vec<Range<usize>> = iter::once(0..unknown).chain(known).collect();
    let (mut start, mut hashes) = (0, 0);
    let [_, before, at, after] = pieces.map(|piece| {
        let end = start + piece.len();
        let shown = visible_piece(&text, start..end, &secrets, &mut hashes);
        start = end;
        shown
    });
    [before, at, after]
}

fn visible_piece(text: &str, piece: Range<usize>, secrets: &[Range<usize>], hashes: &mut usize) -> String {
    let mut shown = String::new();
    let mut start = piece.start;
    for secret in secrets.iter().filter(|secret| secret.start < piece.end && secret.end > piece.start) {
        if secret.start > start {
            write_escaped(&text[start..secret.start], hashes, &mut shown);
        }
        // One that reaches over several pieces is shown where it ends.
        if secret.end <= piece.end {
            shown.push_str(HIDDEN);
        }
        start = secret.end.min(piece.end);
    }
    write_escaped(&text[start..piece.end], hashes, &mut shown);
    shown
}

/// Appends a piece of a line; the renderer itself replaces tabs by blanks.
fn write_escaped(text: &str, hashes: &mut usize, out: &mut String) {
    for character in text.chars() {
        if character == '\t' {
            out.push(character);
            continue;
        }
        let Ok(()) = escape::escape(character, hashes, &mut |character| {
            out.push(character);
            Ok::<_, Infallible>(())
        });
    }
}

/// The line on which the span starts, without its end, or what is near the span: what is only looked at, what stands
/// before the span, the span, and what stands after it.
fn line(source: &[u8], Span { start, end }: Span) -> [&[u8]; 4] {
    let before = &source[start.saturating_sub(NEAR + CONTEXT)..start];
    let before = &before[memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)..];
    let (context, before) = before.split_at(before.len().saturating_sub(NEAR));
    let rest = &source[start..source.len().min(end.saturating_add(NEAR))];
    let rest = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
    let rest = rest.strip_suffix(b"\r").unwrap_or(rest);
    let (at, after) = rest.split_at(rest.len().min(end - start));
    // Of a long text no more is needed than is shown.
    [context, before, &at[..at.len().min(NEAR)], after]
}

fn head(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::OTHER_SOURCE;
    use crate::Contract;

    /// Of another text no line is shown, be it shorter, or of the same length.
    #[test]
    fn another_text_is_told() {
        let json = "{\"processingStatus\": \"Completed\",\n \"id\": \"\",\n \"tenant\": 1}";
        let report = Contract::PROJECTION.check(json);
        for other in [
            "",
            "{}",
            "\n\n\n",
            &json.replace("Completed", "completed"),
            &json.replace('\n', " "),
            &json.replace("tenant", "region"),
            &json.replace("\"\"", "12"),
            &json.replace('{', "{漢"),
            &"x".repeat(json.len()),
        ] {
            let rendered = report.render(other, "name");
            assert_eq!(rendered.matches(OTHER_SOURCE).count(), 3, "{other}: {rendered}");
            assert!(!rendered.contains(" | "), "{rendered}");
        }
        assert_eq!(report.render(json, "name").matches(OTHER_SOURCE).count(), 0);
        let utf16 = Contract::PROJECTION
            .check("{\"漢\": 1, \"id\": \"\"}")
            .into_utf16_offsets("{\"漢\": 1, \"id\": \"\"}");
        assert!(
            utf16.render("{\"漢\": 1, \"id\": \"\"}", "name").contains(OTHER_SOURCE),
            "offsets are in other units"
        );
    }

    #[test]
    fn a_secret_is_hidden_wherever_the_line_is_cut() {
        for length in [10, 100, 300, 520, 700, 1500] {
            let token = ('a'..='z').cycle().take(length).collect::<String>();
            for json in [
                alloc::format!("{{\"x\": \"Bearer {token}\", \"id\": 1}}"),
                alloc::format!("{{\"id\": 1, \"x\": \"Bearer {token}\"}}"),
                alloc::format!("{{\"id\": [\"Bearer {token}\"]}}"),
                alloc::format!("{{\"id\": \"\", \"Bearer {token}\": 1}}"),
                alloc::format!("Authorization: Bearer {token}"),
            ] {
                let rendered = Contract::PROJECTION.check(&json).render(&json, "name");
                assert!(!rendered.contains("efgh"), "{rendered}");
            }
        }
    }
}
