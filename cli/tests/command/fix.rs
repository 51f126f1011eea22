//! `--fix` and `--dry-run`.

use std::fs;

use crate::{FIXABLE, FIXED, FORMATS, empty_folder, run, run_with_input};

#[test]
fn fix_changes_only_fixable_values() {
    let file = empty_folder("fix").join("body.json");
    fs::write(&file, FIXABLE).unwrap();
    let name = file.to_str().unwrap();
    let (status, stdout, _) = run(&["check", "--fix", "--dry-run", "--contract=projection", name]);
    assert_eq!((status, fs::read_to_string(&file).unwrap().as_str()), (1, FIXABLE));
    for format in FORMATS {
        let (_, diff, _) = run(&["check", "--fix", "--dry-run", "--contract=projection", format, name]);
        assert_eq!(diff, stdout, "only the diff, {format}");
    }
    let quiet = run(&["check", "--fix", "--dry-run", "--quiet", "--contract=projection", name]);
    assert_eq!(quiet, (1, String::new(), String::new()));
    assert!(
        stdout.contains("-{\"processingStatus\" :\" Completed\"")
            && stdout.contains("+\t\"workflowVersion\":2}")
    );
    let other = empty_folder("fix-json").join("body.json");
    fs::write(&other, FIXABLE).unwrap();
    let (_, stdout, _) =
        run(&["check", "--fix", "--contract=projection", "--format=json", other.to_str().unwrap()]);
    assert!(stdout.ends_with("\"fixed\":2}}\n"), "{stdout}");
    let (status, stdout, _) = run(&["check", "--fix", "--contract=projection", name]);
    assert_eq!((status, fs::read_to_string(&file).unwrap().as_str()), (0, FIXED));
    assert!(stdout.ends_with("1 document: 1 valid, 0 invalid; 0 errors, 1 warning; 2 fixed\n"), "{stdout}");
    let (_, stdout, _) = run(&["check", "--fix", "--contract=projection", "--format=json", name]);
    assert!(!stdout.contains("fixed"), "{stdout}");
}

/// The file of lines has blank lines and lines that are not JSON.
#[cfg(unix)]
#[test]
fn fix_keeps_other_lines_links_owner_and_permissions() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    let folder = empty_folder("fix-lines");
    let (file, link) = (folder.join("a.ndjson"), folder.join("link.ndjson"));
    let before =
        b"{\"id\": \"1\"}\r\n\n{\"workflowVersion\": 1.0}\r\n\xff\n{broken\n{\"workflowVersion\": \"3\"}";
    fs::write(&file, before).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    // Only root may change the owner; for others, this does nothing.
    let _ = chown(&file, Some(1), Some(1));
    let owner = |file| fs::metadata(file).map(|metadata| (metadata.uid(), metadata.gid())).unwrap();
    let owner_before = owner(&file);
    symlink(&file, &link).unwrap();
    let (status, stdout, _) = run(&["check", "--fix", "--contract=projection", link.to_str().unwrap()]);
    assert_eq!(status, 1);
    assert!(stdout.ends_with("5 documents: 3 valid, 2 invalid; 2 errors, 0 warnings; 2 fixed\n"), "{stdout}");
    let after = b"{\"id\": \"1\"}\r\n\n{\"workflowVersion\": 1}\r\n\xff\n{broken\n{\"workflowVersion\": 3}";
    assert_eq!(fs::read(&file).unwrap(), after);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(owner(&file), owner_before);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "no temporary file is left");
}

#[test]
fn fix_of_standard_input_requires_dry_run() {
    let (status, stdout, stderr) = run_with_input(&["check", "--fix"], FIXABLE.as_bytes());
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert!(stderr.contains("--dry-run"), "{stderr}");
    let (status, stdout, _) =
        run_with_input(&["check", "--fix", "--dry-run", "--contract=projection"], FIXABLE.as_bytes());
    assert_eq!(status, 1);
    assert!(stdout.starts_with("--- -\n+++ -\n"), "{stdout}");
}
