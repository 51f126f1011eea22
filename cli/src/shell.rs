//! `upr completions` and `upr man`: shell completions and manual pages.

use std::io::{self, Write};

use clap::CommandFactory;
use clap::error::ErrorKind;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Args;
use crate::console::exit_with;

/// Prints the completion script for a shell.
pub fn print_completions(shell: Shell) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "upr", &mut script);
    io::stdout().lock().write_all(&script)
}

/// Prints the manual page of a subcommand, or of the command itself if `name` is `None`.
///
/// Exits with a usage error if the subcommand does not exist.
pub fn print_manual(name: Option<&str>) -> io::Result<()> {
    let mut command = Args::command();
    command.build();
    let page = match name {
        None => &command,
        Some(name) => command.find_subcommand(name).unwrap_or_else(|| exit_with_unknown_subcommand(name)),
    };
    let mut text = Vec::new();
    Man::new(page.clone()).source(concat!("upr ", env!("CARGO_PKG_VERSION"))).render(&mut text)?;
    io::stdout().lock().write_all(&text)
}

fn exit_with_unknown_subcommand(name: &str) -> ! {
    let mut command = Args::command();
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let message = format!("expected a subcommand ({}), found `{name}`", names.join(", "));
    exit_with(&command.error(ErrorKind::InvalidSubcommand, message))
}
