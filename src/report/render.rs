//! Rendering of reports as text in the style of rustc: the source line, carets under the offending part, help and notes.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};
use core::convert::Infallible;
use core::iter;
use core::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::code::Severity;
use super::escape::{self, Escaped, HIDDEN, MAX_PATH_CHARS, Secrets};
use super::line_column::LineColumn;
use super::location::locations;
use super::report::Report;
use super::violation::Violation;
use crate::json::Span;

/// The maximum number of characters of a line that is shown as a whole. Longer lines are truncated around the span.
const MAX_LINE_CHARS: usize = 120;

/// The maximum number of characters of a long line that are shown before and after the span.
const MAX_CONTEXT_CHARS: usize = 40;

/// The maximum number of characters of the span that are shown on a long line.
const MAX_SPAN_CHARS: usize = 60;

/// The number of bytes before and after the start of the span in which the ends of the line are searched.
///
/// No [`MAX_LINE_CHARS`] characters have more bytes, so a line without an end in this range is truncated anyway.
const MAX_LINE_BYTES: usize = 512;

/// The number of bytes before the shown part of a line that are searched for the keyword of a secret.
const KEYWORD_SEARCH_BYTES: usize = 512;

/// The note that replaces a source line if the source is not the text that was checked.
const OTHER_SOURCE: &str =
    "the source given to `render` is not the text that was checked, so its lines are not shown";

/// The terminal width for the renderer. It is large because lines are truncated before they reach the renderer.
const RENDERER_WIDTH: usize = 10_000;

impl Report {
    /// Returns the report as text in the style of rustc, with the lines of `source` and carets under the offending parts.
    ///
    /// `source` is the text that was checked, and `name` the name of the file. The text is empty if there are no violations.
    /// If `source` is another text, a note replaces its lines.
    ///
    /// Needs the feature `render`.
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

    /// Returns the text of [`render`](Self::render) with escape sequences for colors on a terminal.
    ///
    /// Needs the feature `render`.
    #[must_use]
    pub fn render_styled(&self, source: impl AsRef<[u8]>, name: &str) -> String {
        self.render_each(source.as_ref(), name, true).collect()
    }

    /// Returns the text of [`render`](Self::render) in parts, one for each violation, so that a long report can be written
    /// without being in memory as a whole. The parts together are the text.
    ///
    /// `is_styled` adds escape sequences for colors on a terminal.
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
        let renderer = renderer.term_width(RENDERER_WIDTH);
        let name = Escaped::line(name).to_string();
        let source = is_source_of(source, &self.violations).then_some(source);
        let violations = self.violations.iter().enumerate().map(move |(index, violation)| {
            let text = renderer.render(&groups(violation, source, &name));
            // The title is a group of its own, which ends in a line with an empty gutter. rustc does not print that line.
            let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
            let (_, rest) = rest.split_once('\n').unwrap_or_default();
            format!("{}{title}\n{rest}\n", if index == 0 { "" } else { "\n" })
        });
        let omitted = match self.omitted() {
            0 => None,
            1 => Some("\n... and 1 more violation\n".to_owned()),
            omitted => Some(format!("\n... and {omitted} more violations\n")),
        };
        violations.chain(omitted)
    }
}

/// Returns `true` if a text can be the one that was checked: each span is at the line and column of its violation, and
/// contains what the violation quotes.
///
/// A report of one line of a file has the line number within the file. Therefore all lines may differ by the same number.
fn is_source_of(source: &[u8], violations: &[Violation]) -> bool {
    let spans = violations.iter().map(|violation| violation.span.map(|span| span.start));
    let mut lines_before = None;
    violations.iter().zip(locations(source, spans)).all(|(violation, location)| {
        let (Some(span), Some(reported)) = (violation.span, violation.location) else { return true };
        let Some(LineColumn { line, column }) = location else { return false };
        let difference = reported.line.checked_sub(line);
        difference.is_some()
            && *lines_before.get_or_insert(difference) == difference
            && reported.column.is_none_or(|known| Some(known) == column)
            && source.get(span.start..span.end).is_some_and(|text| violation.is_about(text))
    })
}

impl Violation {
    /// Returns the suggestion as a phrase, or `None` if there is no suggestion.
    ///
    /// The phrase is "use `5`" if the suggestion means the same as the value that was found, and otherwise
    /// "did you mean `completed`?".
    ///
    /// Needs the feature `render`.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let suggestion = self.suggestion()?;
        let is_same = self.replacement().is_some();
        Some(if is_same { format!("use `{suggestion}`") } else { format!("did you mean `{suggestion}`?") })
    }
}

/// Returns the groups of one violation: the title, the source line with help, and the first occurrence of a duplicate.
fn groups<'a>(violation: &'a Violation, source: Option<&[u8]>, name: &'a str) -> Vec<Group<'a>> {
    let level = match violation.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = Escaped::line(&violation.message()).to_string();
    let title = level.clone().primary_title(message).id(violation.code().as_str());
    let mut groups = vec![Group::with_title(title)];
    let location = Group::with_level(level.clone()).element(origin(name, violation.location));
    let Some(source) = source else {
        groups.push(location.element(Level::NOTE.message(OTHER_SOURCE)));
        return groups;
    };
    groups.push(location);
    if let (Some(span), Some(position)) = (violation.span, violation.location) {
        let path = Escaped::line(&violation.path).truncated(MAX_PATH_CHARS).to_string();
        let label = if path.is_empty() { None } else { Some(path) };
        let kind = AnnotationKind::Primary;
        let snippet = snippet(source, span, position, |part| kind.span(part).label(label));
        let help = violation.help().map(|help| Level::HELP.message(help));
        groups.push(Group::with_level(level).element(snippet).elements(help));
    }
    if let (Some(first), Some(span), Some(position)) = (violation.related, violation.span, violation.location)
    {
        let position = earlier_location(source, first.start, span.start, position);
        let note = Level::NOTE.secondary_title("the first occurrence is here");
        let kind = AnnotationKind::Context;
        let snippet = snippet(source, first, position, |part| kind.span(part));
        groups.push(note.element(origin(name, Some(position))));
        groups.push(Group::with_level(Level::NOTE).element(snippet));
    }
    groups
}

/// Returns the line on which the span starts, truncated if it is long, with the annotation of the span.
fn snippet<'a>(
    source: &[u8],
    span: Span,
    position: LineColumn,
    annotate: impl FnOnce(Range<usize>) -> Annotation<'a>,
) -> Snippet<'a, Annotation<'a>> {
    let [before, spanned, after] = visible_line(source, span);
    let start = before.len();
    let end = start + spanned.len();
    Snippet::source(before + &spanned + &after)
        .line_start(position.line)
        .fold(false)
        .annotation(annotate(start..end))
}

/// Returns the line and column of the offset `start`, given those of the offset `later`, which is not before it.
fn earlier_location(
    source: &[u8],
    start: usize,
    later: usize,
    LineColumn { line, column }: LineColumn,
) -> LineColumn {
    let characters = |text: &[u8]| String::from_utf8_lossy(text).chars().count();
    let (before, between) = source[..later].split_at(start);
    match memchr::memchr_iter(b'\n', between).count() {
        // Only the characters between the offsets are counted, because the line may be long.
        0 => LineColumn { line, column: column.map(|column| column.saturating_sub(characters(between))) },
        lines => {
            let before = &before[memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)..];
            LineColumn { line: line - lines, column: Some(characters(before) + 1) }
        }
    }
}

/// Returns the line `--> name:line:column`.
fn origin(name: &str, position: Option<LineColumn>) -> Origin<'_> {
    match position {
        Some(LineColumn { line, column: Some(column) }) => Origin::path(name).line(line).char_column(column),
        Some(LineColumn { line, column: None }) => Origin::path(name).line(line),
        None => Origin::path(name),
    }
}

/// Returns the parts before, in and after the span of the line on which it starts: without secrets, escaped, and
/// truncated if the line is long.
fn visible_line(source: &[u8], span: Span) -> [String; 3] {
    let parts = visible_parts(line_parts(source, span));
    if parts.iter().map(|part| part.chars().count()).sum::<usize>() <= MAX_LINE_CHARS {
        return parts;
    }
    let [before, spanned, after] = parts;
    let omitted = before.chars().count().saturating_sub(MAX_CONTEXT_CHARS);
    let before = match omitted {
        0 => before,
        _ => ['…'].into_iter().chain(before.chars().skip(omitted)).collect(),
    };
    [before, truncate(&spanned, MAX_SPAN_CHARS), truncate(&after, MAX_CONTEXT_CHARS)]
}

/// Returns the last three parts of a line without secrets and escaped. The first part is only searched for keywords.
///
/// The parts are searched together, because a secret may extend over several of them.
fn visible_parts(parts: [&[u8]; 4]) -> [String; 3] {
    let parts = parts.map(String::from_utf8_lossy);
    let text = parts.concat();
    let secrets = secret_ranges(&text, parts[0].len(), parts[1].len());
    let mut start = 0;
    let mut hashes = 0;
    let [_, before, spanned, after] = parts.map(|part| {
        let end = start + part.len();
        let visible = visible_part(&text, start..end, &secrets, &mut hashes);
        start = end;
        visible
    });
    [before, spanned, after]
}

/// Returns the byte ranges of a line that are hidden. The lengths are those of the parts before the span.
///
/// If the start of the line is missing, it may be missing within a secret. The rest of the first word is then hidden, up to
/// the span.
fn secret_ranges(text: &str, searched_length: usize, before_length: usize) -> Vec<Range<usize>> {
    let is_start_missing = searched_length + 1 >= KEYWORD_SEARCH_BYTES;
    let is_word_end = |byte| matches!(byte, b'"' | b' ' | b'\t');
    let first_word =
        if is_start_missing { text.bytes().position(is_word_end).unwrap_or(text.len()) } else { 0 };
    let first_word = first_word.min(searched_length + before_length);
    let secrets = Secrets::new(text.as_bytes()).filter(|secret| secret.start >= first_word);
    iter::once(0..first_word).chain(secrets).collect()
}

/// Returns the part of a line in the range `part`, with secrets replaced and the rest escaped.
fn visible_part(text: &str, part: Range<usize>, secrets: &[Range<usize>], hashes: &mut usize) -> String {
    let mut visible = String::new();
    let mut start = part.start;
    for secret in secrets.iter().filter(|secret| secret.start < part.end && secret.end > part.start) {
        if secret.start > start {
            write_escaped(&text[start..secret.start], hashes, &mut visible);
        }
        // A secret that extends over several parts is replaced once, in the part in which it ends.
        if secret.end <= part.end {
            visible.push_str(HIDDEN);
        }
        start = secret.end.min(part.end);
    }
    write_escaped(&text[start..part.end], hashes, &mut visible);
    visible
}

/// Appends a part of a line, escaped except for tabs, which the renderer replaces by blanks.
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

/// Returns the line on which the span starts, without its line end, in four parts: a part that is only searched for
/// keywords, the parts before and in the span, and the part after it. A long line is limited to the bytes near the span.
fn line_parts(source: &[u8], Span { start, end }: Span) -> [&[u8]; 4] {
    let before = &source[start.saturating_sub(MAX_LINE_BYTES + KEYWORD_SEARCH_BYTES)..start];
    let before = &before[memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)..];
    let (searched, before) = before.split_at(before.len().saturating_sub(MAX_LINE_BYTES));
    let rest = &source[start..source.len().min(end.saturating_add(MAX_LINE_BYTES))];
    let rest = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
    let rest = rest.strip_suffix(b"\r").unwrap_or(rest);
    let (spanned, after) = rest.split_at(rest.len().min(end - start));
    // No more of a long span can be visible.
    [searched, before, &spanned[..spanned.len().min(MAX_LINE_BYTES)], after]
}

/// Returns the first `max_chars` characters of a text, followed by `…` if there are more.
fn truncate(text: &str, max_chars: usize) -> String {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::OTHER_SOURCE;
    use crate::Contract;

    #[test]
    fn report_with_another_source_has_a_note_instead_of_its_lines() {
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
    fn secret_of_any_length_on_a_truncated_line_is_hidden() {
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
