//! Local files as pages.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use hearken_extract::PageFormat;

/// Reads a page's bytes, unpacking `.gz`, up to `limit` bytes after unpacking.
///
/// # Errors
///
/// What the system says, and [`io::ErrorKind::FileTooLarge`] over the limit.
pub fn read_file(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let is_gzip = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("gz"));
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    let read = if is_gzip {
        MultiGzDecoder::new(file)
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)?
    } else {
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?
    };
    if read as u64 > limit {
        let problem = format!("larger than the {limit} bytes allowed");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    Ok(bytes)
}

/// The format that a file's name promises: `.txt` is scraped text, the rest is left to the content.
#[must_use]
pub fn format_of(path: &Path) -> Option<PageFormat> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let is_text = Path::new(name).extension().is_some_and(|end| end == "txt");
    is_text.then_some(PageFormat::Text)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn unpacks_and_keeps_to_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html.gz");
        let mut gzip = flate2::write::GzEncoder::new(
            File::create(&path).unwrap(),
            flate2::Compression::fast(),
        );
        gzip.write_all(&[b'x'; 4096]).unwrap();
        gzip.finish().unwrap();
        assert_eq!(read_file(&path, 4096).unwrap().len(), 4096);
        let error = read_file(&path, 4095).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn names_promise_formats() {
        assert_eq!(format_of(Path::new("a.TXT.gz")), Some(PageFormat::Text));
        assert_eq!(format_of(Path::new("a.html")), None);
    }
}
