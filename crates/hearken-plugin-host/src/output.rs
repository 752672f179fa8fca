//! Lines that a plugin printed, read from the file in memory behind its standard output.

use std::os::fd::AsFd;

use rustix::io::pread;

use crate::{LogLevel, LogLine};

/// Most bytes of printed text kept of one call.
const OUTPUT_LIMIT: usize = 16 << 10;

/// The lines from byte `from` on, as far as they are kept.
pub(crate) fn lines_of(file: impl AsFd, from: u64) -> Vec<LogLine> {
    let mut bytes = vec![0; OUTPUT_LIMIT];
    let mut filled = 0;
    while filled < bytes.len() {
        match pread(&file, &mut bytes[filled..], from + filled as u64) {
            Ok(count) if count > 0 => filled += count,
            Ok(_) | Err(_) => break,
        }
    }
    String::from_utf8_lossy(&bytes[..filled])
        .lines()
        .map(|line| line.trim_end().trim_start_matches('\0').to_owned())
        .filter(|line| !line.is_empty())
        .map(|text| LogLine {
            level: LogLevel::Output,
            text,
        })
        .collect()
}
