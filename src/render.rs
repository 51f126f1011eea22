//! A report as rustc would print it: the source line, carets under exactly the offending text, help and notes.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};
use core::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::code::Severity;
use crate::escape::{Escaped, MAX_PATH_CHARS};
use crate::report::{Position, Report, Span, Violation};

/// How many characters of a line are shown without cutting it.
const WIDTH: usize = 120;

/// How many characters are shown of what stands before and after the offending text, where it is cut.
const AROUND: usize = 40;

/// How many characters are shown of the offending text, where it is cut.
const LONGEST: usize = 60;

/// How many bytes are looked at for the ends of the line: more than 120 characters have.
const NEAR: usize = 512;

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
    /// error[empty_string]: expected a string that is not empty, found ""
    ///  --> result.json:1:8
    ///   |
    /// 1 | {"id": ""}
    ///   |        ^^ /id
    /// "#.trim_start());
    /// ```
    #[must_use]
    pub fn render(&self, source: impl AsRef<[u8]>, name: &str) -> String {
        self.rendered(source.as_ref(), name, &Renderer::plain().term_width(UNCUT))
    }

    /// The same with the escape sequences that colour it on a terminal.
    #[must_use]
    pub fn render_styled(&self, source: impl AsRef<[u8]>, name: &str) -> String {
        self.rendered(source.as_ref(), name, &Renderer::styled().term_width(UNCUT))
    }

    fn rendered(&self, source: &[u8], name: &str, renderer: &Renderer) -> String {
        let mut parts: Vec<String> = Vec::with_capacity(self.violations.len());
        for violation in &self.violations {
            let drawn = renderer.render(&groups(violation, source, name));
            // The title is a group of its own and ends in an empty gutter, which rustc has below the place alone.
            let (title, rest) = drawn.split_once('\n').unwrap_or((&drawn, ""));
            let (_, rest) = rest.split_once('\n').unwrap_or_default();
            parts.push(format!("{title}\n{rest}\n"));
        }
        if self.omitted() > 0 {
            parts.push(format!("... and {} more\n", self.omitted()));
        }
        parts.join("\n")
    }
}

fn groups<'a>(violation: &'a Violation, source: &[u8], name: &'a str) -> Vec<Group<'a>> {
    let level = match violation.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.clone().primary_title(violation.message()).id(violation.code().as_str());
    let mut groups = vec![Group::with_title(title)];
    groups.push(Group::with_level(level.clone()).element(origin(name, violation.position)));
    // Of another text nothing can be quoted.
    let is_there = |span: &Span| span.end <= source.len();
    let span = violation.span.filter(is_there);
    if let (Some(span), Some(position)) = (span, violation.position) {
        let label = Some(&violation.path).filter(|path| !path.is_empty());
        let label = label.map(|path| Escaped::line(path).truncated(MAX_PATH_CHARS).to_string());
        let kind = AnnotationKind::Primary;
        let snippet = quote(source, span, position, |part| kind.span(part).label(label));
        let help = violation.suggestion().map(|text| Level::HELP.message(format!("write `{text}`")));
        groups.push(Group::with_level(level).element(snippet).elements(help));
    }
    if let (Some(span), Some(later), Some(position)) = (violation.related, span, violation.position) {
        let position = earlier(source, span.start, later.start, position);
        let note = Level::NOTE.secondary_title("the name stands first here");
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
    position: Position,
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
fn earlier(source: &[u8], start: usize, later: usize, Position { line, column }: Position) -> Position {
    let characters = |text: &[u8]| String::from_utf8_lossy(text).chars().count();
    let (before, between) = source[..later].split_at(start);
    match memchr::memchr_iter(b'\n', between).count() {
        // No more is looked at than need be: the line may be long.
        0 => Position { line, column: column.map(|column| column.saturating_sub(characters(between))) },
        lines => {
            let before = &before[memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)..];
            Position { line: line - lines, column: Some(characters(before) + 1) }
        }
    }
}

fn origin(name: &str, position: Option<Position>) -> Origin<'_> {
    match position {
        Some(Position { line, column: Some(column) }) => Origin::path(name).line(line).char_column(column),
        Some(Position { line, column: None }) => Origin::path(name).line(line),
        None => Origin::path(name),
    }
}

/// What stands before, in and after the span on the line where it starts, cut where the line is long.
fn around(source: &[u8], span: Span) -> [String; 3] {
    let pieces = line(source, span).map(|piece| String::from_utf8_lossy(piece).into_owned());
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

/// The line on which the span starts, without its end, or what is near of it.
fn line(source: &[u8], Span { start, end }: Span) -> [&[u8]; 3] {
    let near = start.saturating_sub(NEAR);
    let before = &source[near..start];
    let before = &before[memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1)..];
    let rest = &source[start..source.len().min(end.saturating_add(NEAR))];
    let rest = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
    let rest = rest.strip_suffix(b"\r").unwrap_or(rest);
    let (at, after) = rest.split_at(rest.len().min(end - start));
    [before, at, after]
}

fn head(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
