//! Results on stdout: JSON Lines in a pipe, tables on a terminal.

use std::io::{self, IsTerminal as _, Write};

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

/// Form of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned columns for a person.
    Table,
    /// One JSON object a line.
    Jsonl,
    /// One JSON array.
    Json,
}

impl Format {
    /// What was asked for, else a table on a terminal and JSON Lines in a pipe.
    pub(crate) fn or_auto(asked: Option<Self>) -> Self {
        asked.unwrap_or_else(|| {
            if io::stdout().is_terminal() {
                Self::Table
            } else {
                Self::Jsonl
            }
        })
    }
}

/// A row that can be printed in every [`Format`].
pub(crate) trait Row: Serialize {
    /// Heads of the table's columns.
    const HEADS: &'static [&'static str];
    /// The cells, already safe for a terminal.
    fn cells(&self) -> Vec<String>;
}

/// Prints `rows` in `format`.
///
/// # Errors
///
/// What writing to stdout gives; a closed pipe among it.
pub(crate) fn print_rows<R: Row>(format: Format, rows: &[R]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match format {
        Format::Jsonl => rows.iter().try_for_each(|row| json_line(&mut out, row)),
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, rows)?;
            writeln!(out)
        }
        Format::Table => writeln!(out, "{}", table(rows)),
    }?;
    out.flush()
}

/// Writes one JSON object and a line break.
///
/// # Errors
///
/// What writing gives.
pub(crate) fn json_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

fn table<R: Row>(rows: &[R]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width())
        .set_header(R::HEADS.iter().copied());
    for row in rows {
        table.add_row(row.cells());
    }
    table
}

/// Columns of the terminal; 100 where there is none.
pub(crate) fn width() -> u16 {
    terminal_size::terminal_size().map_or(100, |(terminal_size::Width(width), _)| width)
}

/// Whether the error is only a reader that closed its end, as `head` does.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
