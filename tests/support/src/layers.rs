//! A check of module layers: which source file imports from which, compared with a table of layers.
//!
//! The imports are read from the text of the files: `use` declarations, paths that start with `crate`, `super`, `self` or
//! a child module, and `mod` declarations, because a file that declares a module depends on it. Items under `#[cfg(test)]`
//! are ignored, and so are comments and strings.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Asserts that the source files import as the layer table allows.
///
/// `table` has one layer per line, the lowest first: its number, which is optional, and the names of the files and folders
/// of `source_folder` that belong to it, separated by blanks and without `.rs`. A file may import from lower layers, and
/// from its own layer as long as no files import each other in a circle. `lib.rs` and `main.rs` are above all layers.
///
/// # Panics
///
/// With all violations, as [`layer_violations`] returns them, if there are any.
#[track_caller]
pub fn assert_layers(source_folder: &Path, table: &str) {
    let violations = layer_violations(source_folder, table);
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// Returns a description of each import that breaks the layer table, of one circle if there is any, and of each difference
/// between the names in the table and those in the folder.
pub fn layer_violations(source_folder: &Path, table: &str) -> Vec<String> {
    let modules = Modules::read(source_folder);
    let layers = parse_table(table);
    let imports = modules.imports();
    let mut violations = name_violations(&modules, table, &layers);
    violations.extend(imports.iter().filter_map(|import| upward_import(&modules, &layers, import)));
    violations.extend(circle(&imports).map(|paths| {
        let names: Vec<&str> = paths.iter().map(|path| modules.name(path)).collect();
        format!("circle of imports: {}", names.join(" -> "))
    }));
    violations
}

/// Returns the text of the first ```` ```layers ```` block of a Markdown text or of the `//!` comments of a source file.
///
/// # Panics
///
/// If the block is missing or has no end.
pub fn layers_block(document: &str) -> String {
    let lines = document.lines().map(|line| line.strip_prefix("//!").unwrap_or(line).trim());
    let block: Vec<&str> = lines.skip_while(|line| *line != "```layers").skip(1).collect();
    let end = block.iter().position(|line| *line == "```").expect("a block that starts with ```layers");
    block[..end].join("\n")
}

/// The names of a module and of those that contain it, outermost first; empty for `lib.rs` and `main.rs`.
type ModulePath = Vec<String>;

/// Two modules: the one that imports, and the one from which it imports.
type Import = (ModulePath, ModulePath);

/// The modules that are files, each with its file.
struct Modules {
    files: BTreeMap<ModulePath, SourceFile>,
}

struct SourceFile {
    /// The path below the source folder, with slashes.
    name: String,
    text: String,
}

impl Modules {
    fn read(source_folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        read_folder(source_folder, &[], &mut files);
        assert!(files.contains_key(&vec![]), "{} contains no crate root", source_folder.display());
        Self { files }
    }

    fn name(&self, path: &ModulePath) -> &str {
        &self.files[path].name
    }

    /// Returns the imports of all files that are not for tests alone.
    fn imports(&self) -> BTreeSet<Import> {
        let mut imports = BTreeSet::new();
        let mut test_modules = Vec::new();
        for (path, file) in &self.files {
            let mut scanner = Scanner::new(&file.text, self);
            scanner.scan_items(path);
            imports.extend(scanner.targets.into_iter().map(|target| (path.clone(), target)));
            test_modules.append(&mut scanner.test_modules);
        }
        let is_for_tests = |path: &ModulePath| test_modules.iter().any(|module| path.starts_with(module));
        imports.retain(|(from, to)| from != to && !is_for_tests(from) && !is_for_tests(to));
        imports
    }

    /// Returns the module that is a file and that contains the item with this path: the longest prefix that is a file.
    fn containing(&self, item: &[String]) -> ModulePath {
        let prefixes = (0..=item.len()).rev().map(|length| &item[..length]);
        prefixes.map(<[String]>::to_vec).find(|prefix| self.files.contains_key(prefix)).unwrap_or_default()
    }
}

fn read_folder(folder: &Path, module: &[String], files: &mut BTreeMap<ModulePath, SourceFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let child = [module, std::slice::from_ref(&stem)].concat();
        if path.is_dir() {
            read_folder(&path, &child, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let is_root = module.is_empty() && ["lib", "main"].contains(&stem.as_str());
            let child = if is_root || stem == "mod" { module.to_vec() } else { child };
            let name = [module, &[format!("{stem}.rs")]].concat().join("/");
            files.insert(child, SourceFile { name, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

/// Returns the number of the layer of each name in the table.
fn parse_table(table: &str) -> BTreeMap<&str, usize> {
    let mut layers = BTreeMap::new();
    for (index, line) in table.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        for name in layer_names(line) {
            let previous = layers.insert(name, index + 1);
            assert_eq!(previous, None, "{name} is twice in the layer table");
        }
    }
    layers
}

/// Returns the names of a line of the table, without the number at its start.
fn layer_names(line: &str) -> impl Iterator<Item = &str> {
    line.split_whitespace().filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
}

fn name_violations(modules: &Modules, table: &str, layers: &BTreeMap<&str, usize>) -> Vec<String> {
    let names: BTreeSet<&str> =
        modules.files.keys().filter_map(|path| path.first()).map(String::as_str).collect();
    let missing = names.iter().filter(|name| !layers.contains_key(*name));
    let missing = missing.map(|name| format!("{name} is not in the layer table"));
    let stale = table.lines().flat_map(layer_names).filter(|name| !names.contains(name));
    missing.chain(stale.map(|name| format!("{name} is in the layer table, but not in the folder"))).collect()
}

/// Returns a description of an import from a higher layer, or `None` for any other import.
fn upward_import(modules: &Modules, layers: &BTreeMap<&str, usize>, (from, to): &Import) -> Option<String> {
    let layer = |path: &ModulePath| match path.first() {
        Some(name) => layers.get(name.as_str()).copied(),
        None => Some(usize::MAX),
    };
    let describe = |layer: usize| match layer {
        usize::MAX => "above all layers".to_owned(),
        layer => format!("layer {layer}"),
    };
    let (lower, upper) = (layer(from)?, layer(to)?);
    let [from, to] = [from, to].map(|path| modules.name(path));
    (lower < upper)
        .then(|| format!("upward import: {from} ({}) -> {to} ({})", describe(lower), describe(upper)))
}

/// Returns modules that import each other in a circle, the first one again at the end, or `None` without a circle.
///
/// The crate root is left out: an import from it is an upward import already.
fn circle(imports: &BTreeSet<Import>) -> Option<Vec<&ModulePath>> {
    let mut targets: BTreeMap<&ModulePath, Vec<&ModulePath>> = BTreeMap::new();
    for (from, to) in imports.iter().filter(|(from, to)| !from.is_empty() && !to.is_empty()) {
        targets.entry(from).or_default().push(to);
    }
    let mut done = BTreeSet::new();
    targets.keys().find_map(|start| circle_from(start, &targets, &mut Vec::new(), &mut done))
}

fn circle_from<'a>(
    module: &'a ModulePath,
    targets: &BTreeMap<&'a ModulePath, Vec<&'a ModulePath>>,
    trail: &mut Vec<&'a ModulePath>,
    done: &mut BTreeSet<&'a ModulePath>,
) -> Option<Vec<&'a ModulePath>> {
    if let Some(start) = trail.iter().position(|visited| *visited == module) {
        return Some([&trail[start..], &[module]].concat());
    }
    if !done.insert(module) {
        return None;
    }
    trail.push(module);
    let next = targets.get(module).into_iter().flatten();
    let found = next.into_iter().find_map(|target| circle_from(target, targets, trail, done));
    trail.pop();
    found
}

/// A reader of the tokens of one file, which collects the modules that the file refers to.
struct Scanner<'a> {
    tokens: Vec<&'a str>,
    position: usize,
    modules: &'a Modules,
    targets: BTreeSet<ModulePath>,
    /// The modules that the file declares under `#[cfg(test)]`.
    test_modules: Vec<ModulePath>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str, modules: &'a Modules) -> Self {
        Self {
            tokens: tokens(text),
            position: 0,
            modules,
            targets: BTreeSet::new(),
            test_modules: Vec::new(),
        }
    }

    /// Returns the token at a distance from the current one, or an empty text after the end.
    fn peek(&self, distance: usize) -> &'a str {
        self.tokens.get(self.position + distance).copied().unwrap_or_default()
    }

    fn next(&mut self) -> &'a str {
        let token = self.peek(0);
        self.position += 1;
        token
    }

    /// Scans up to the brace that closes `module`, or to the end of the file.
    fn scan_items(&mut self, module: &ModulePath) {
        let mut depth = 0;
        while self.position < self.tokens.len() {
            match self.peek(0) {
                "#" if self.is_test_attribute() => self.skip_test_item(module),
                "mod" if self.peek(2) == "{" || self.peek(2) == ";" => self.scan_module(module),
                "use" if self.peek(1) != "<" => self.scan_use(module),
                "pub" if self.peek(1) == "(" => self.skip_group(1),
                "}" if depth == 0 => return self.position += 1,
                token => {
                    depth += usize::from(token == "{");
                    depth -= usize::from(token == "}");
                    self.scan_path(module);
                }
            }
        }
    }

    fn scan_module(&mut self, module: &ModulePath) {
        let child = [&module[..], &[self.peek(1).to_owned()]].concat();
        let is_inline = self.peek(2) == "{";
        self.position += 3;
        if is_inline {
            self.scan_items(&child);
        } else {
            self.targets.insert(self.modules.containing(&child));
        }
    }

    fn scan_use(&mut self, module: &ModulePath) {
        self.position += 1;
        self.scan_use_tree(module, &[]);
    }

    /// Scans the part of a `use` declaration after `prefix`, up to the token that ends it, which is left for the caller.
    fn scan_use_tree(&mut self, module: &ModulePath, prefix: &[&'a str]) {
        let mut path = prefix.to_vec();
        loop {
            match self.peek(0) {
                "" | ";" | "," | "}" => break,
                "{" => return self.scan_use_group(module, &path),
                "as" => self.position += 2,
                "::" => self.position += 1,
                name => {
                    path.push(name);
                    self.position += 1;
                }
            }
        }
        // After a trailing comma, there is nothing.
        if path.len() > prefix.len() {
            self.add_path(module, &path);
        }
    }

    fn scan_use_group(&mut self, module: &ModulePath, prefix: &[&'a str]) {
        while !["}", ""].contains(&self.next()) {
            self.scan_use_tree(module, prefix);
        }
    }

    /// Scans a path such as `crate::a::b` in an expression or a type, or one token that starts no path.
    fn scan_path(&mut self, module: &ModulePath) {
        let is_member = self.position > 0 && [".", "::"].contains(&self.tokens[self.position - 1]);
        let mut path = vec![self.next()];
        while self.peek(0) == "::" && is_name(self.peek(1)) {
            path.push(self.peek(1));
            self.position += 2;
        }
        if path.len() > 1 && !is_member {
            self.add_path(module, &path);
        }
    }

    fn add_path(&mut self, module: &ModulePath, path: &[&str]) {
        let Some(first) = path.first() else { return };
        let names = path.iter().map(|name| (*name).to_owned());
        let child = [&module[..], &[(*first).to_owned()]].concat();
        let item = match *first {
            "crate" => names.skip(1).collect(),
            "self" => module.iter().cloned().chain(names.skip(1)).collect(),
            "super" => {
                let levels = path.iter().take_while(|name| **name == "super").count();
                let parent = &module[..module.len().saturating_sub(levels)];
                parent.iter().cloned().chain(names.skip(levels)).collect()
            }
            _ if self.modules.files.contains_key(&child) => module.iter().cloned().chain(names).collect(),
            _ => return,
        };
        let item: ModulePath = item;
        self.targets.insert(self.modules.containing(&item));
    }

    /// Returns `true` if the attribute at the current token makes an item one for tests alone.
    fn is_test_attribute(&self) -> bool {
        let rest = &self.tokens[self.position..];
        let end = rest.iter().position(|token| *token == "]").unwrap_or(rest.len());
        let attribute = &rest[..end];
        attribute.starts_with(&["#", "[", "cfg", "("])
            && attribute.contains(&"test")
            && !attribute.contains(&"not")
            && !attribute.contains(&"any")
    }

    /// Skips attributes and the item after them. A module that is a file is noted.
    fn skip_test_item(&mut self, module: &ModulePath) {
        while self.peek(0) == "#" {
            self.skip_group(1);
        }
        let is_use = self.peek(0) == "use";
        loop {
            match self.peek(0) {
                "" | "}" => return,
                ";" | "," => return self.position += 1,
                "mod" if self.peek(2) == ";" => {
                    let child = [&module[..], &[self.peek(1).to_owned()]].concat();
                    self.test_modules.push(child);
                    self.position += 2;
                }
                "{" if !is_use => return self.skip_group(0),
                "(" | "[" | "{" => self.skip_group(0),
                _ => self.position += 1,
            }
        }
    }

    /// Skips some tokens and the group in brackets, parentheses or braces after them.
    fn skip_group(&mut self, distance: usize) {
        self.position += distance;
        let mut depth = 0_usize;
        loop {
            match self.next() {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                "" => return,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }
}

/// Returns the names and the punctuation of a source text, without comments, literals and lifetimes.
fn tokens(mut text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    while !text.is_empty() {
        let skipped = skipped_length(text);
        if skipped > 0 {
            text = &text[skipped..];
            continue;
        }
        let (token, rest) = text.split_at(token_length(text));
        tokens.push(token);
        text = rest;
    }
    tokens
}

/// Returns the length of a name, of `::`, or of one other character.
fn token_length(text: &str) -> usize {
    match name_length(text) {
        0 if text.starts_with("::") => 2,
        0 => text.chars().next().map_or(0, char::len_utf8),
        length => length,
    }
}

fn name_length(text: &str) -> usize {
    text.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(text.len())
}

fn is_name(token: &str) -> bool {
    name_length(token) == token.len() && !token.is_empty()
}

/// Returns the length of the white space, comment, literal or lifetime at the start of a text, or 0 for anything else.
fn skipped_length(text: &str) -> usize {
    let trimmed = text.trim_start();
    if trimmed.len() < text.len() {
        return text.len() - trimmed.len();
    }
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment_length(text);
    }
    if text.starts_with('\'') {
        return quote_length(text);
    }
    if text.starts_with(|character: char| character.is_ascii_digit()) {
        return name_length(text);
    }
    string_length(text).unwrap_or(0)
}

fn block_comment_length(text: &str) -> usize {
    let mut depth = 0;
    for (at, pair) in text.as_bytes().windows(2).enumerate() {
        depth += i32::from(pair == b"/*");
        depth -= i32::from(pair == b"*/");
        if depth == 0 && pair == b"*/" {
            return at + 2;
        }
    }
    text.len()
}

/// Returns the length of a character literal or a lifetime.
fn quote_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    let first = characters.next();
    let second = characters.next();
    match (first, second) {
        (Some((_, '\\')), Some((escaped, _))) => {
            let end = text[escaped + 1..].find('\'').unwrap_or(0);
            escaped + end + 2
        }
        (_, Some((at, '\''))) => at + 1,
        _ => 1 + name_length(&text[1..]),
    }
}

/// Returns the length of a string literal, with its prefix such as `br#`; `None` for anything else.
fn string_length(text: &str) -> Option<usize> {
    let after_kind = text.strip_prefix(['b', 'c']).unwrap_or(text);
    let after_raw = after_kind.strip_prefix('r').unwrap_or(after_kind);
    let body = after_raw.trim_start_matches('#');
    let hashes = after_raw.len() - body.len();
    let content = body.strip_prefix('"')?;
    let start = text.len() - content.len();
    if after_raw.len() < after_kind.len() {
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(content.find(&end).map_or(text.len(), |at| start + at + end.len()));
    }
    let mut is_escaped = false;
    let end = content.find(|character| {
        let ends = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        ends
    });
    (hashes == 0).then(|| end.map_or(text.len(), |at| start + at + 1))
}
