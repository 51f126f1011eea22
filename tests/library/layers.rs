//! The layers of `src/`, as ARCHITECTURE.md lists them.

use std::path::Path;

use support::layers::{assert_layers, layers_block};

const ARCHITECTURE: &str = include_str!("../../ARCHITECTURE.md");

#[test]
fn source_files_import_only_from_lower_layers_and_without_circles() {
    let source_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_layers(&source_folder, &layers_block(ARCHITECTURE));
}
