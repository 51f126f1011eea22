//! What a shell is told of the command: completions, and manual pages.

use std::io::{self, Write};

use clap::CommandFactory;
use clap::error::ErrorKind;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Args;

/// Prints the completions for a shell.
pub fn completions(shell: Shell) -> io::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "upr", &mut script);
    io::stdout().lock().write_all(&script)
}

/// Prints the manual page of the command, or of one of its subcommands.
pub fn man(name: Option<&str>) -> io::Result<()> {
    let mut command = Args::command();
    command.build();
    let page = match name {
        None => &command,
        Some(name) => command.find_subcommand(name).unwrap_or_else(|| unknown(name)),
    };
    let mut text = Vec::new();
    Man::new(page.clone()).source(concat!("upr ", env!("CARGO_PKG_VERSION"))).render(&mut text)?;
    io::stdout().lock().write_all(&text)
}

fn unknown(name: &str) -> ! {
    let command = Args::command();
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let text = format!("no subcommand `{name}`: expected one of {}", names.join(", "));
    crate::refuse(&Args::command().error(ErrorKind::InvalidSubcommand, text))
}
