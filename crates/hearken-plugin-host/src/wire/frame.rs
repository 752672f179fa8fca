//! Frames: a length and as many bytes.

use std::io::{self, Read, Write};

/// Most bytes of a frame either side takes; a longer one ends the conversation.
const FRAME_LIMIT: usize = 64 << 20;

/// A payload of two parts in a row, with their length before them.
pub(crate) fn framed(first: &[u8], second: &[u8]) -> io::Result<Vec<u8>> {
    let len = first.len() + second.len();
    let Some(prefix) = u32::try_from(len).ok().filter(|_| len <= FRAME_LIMIT) else {
        let words = format!("a message of {len} bytes is longer than {FRAME_LIMIT}");
        return Err(io::Error::new(io::ErrorKind::InvalidData, words));
    };
    let mut bytes = Vec::with_capacity(len + 4);
    bytes.extend(prefix.to_le_bytes());
    bytes.extend(first);
    bytes.extend(second);
    Ok(bytes)
}

/// Writes a frame to a stream that waits.
pub(crate) fn write_frame(to: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    to.write_all(&framed(payload, &[])?)
}

/// Reads a frame from a stream that waits, into `buffer`, which only grows; `None` at the end of
/// the stream.
pub(crate) fn read_frame<'a>(
    from: &mut impl Read,
    buffer: &'a mut Vec<u8>,
) -> io::Result<Option<&'a [u8]>> {
    let mut len = [0; 4];
    match from.read_exact(&mut len) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let len = checked_len(len)?;
    if buffer.len() < len {
        buffer.resize(len, 0);
    }
    from.read_exact(&mut buffer[..len])?;
    Ok(Some(&buffer[..len]))
}

fn checked_len(len: [u8; 4]) -> io::Result<usize> {
    let len = u32::from_le_bytes(len) as usize;
    if len > FRAME_LIMIT {
        let words = format!("a frame of {len} bytes is announced");
        return Err(io::Error::new(io::ErrorKind::InvalidData, words));
    }
    Ok(len)
}

/// Bytes that came in, until they make frames.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    bytes: Vec<u8>,
    /// How many of them are taken already.
    taken: usize,
}

impl Inbox {
    /// Adds bytes as they came.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.taken == self.bytes.len() {
            self.bytes.clear();
            self.taken = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes exactly `count` bytes, once they are there.
    pub(crate) fn take(&mut self, count: usize) -> Option<&[u8]> {
        let from = self.taken;
        let bytes = self.bytes.get(from..from.checked_add(count)?)?;
        self.taken += count;
        Some(bytes)
    }

    /// Takes the next frame, once it is whole.
    pub(crate) fn frame(&mut self) -> io::Result<Option<&[u8]>> {
        let Some(len) = self
            .bytes
            .get(self.taken..)
            .and_then(<[u8]>::first_chunk::<4>)
        else {
            return Ok(None);
        };
        let len = checked_len(*len)?;
        Ok(self.take(len + 4).map(|bytes| &bytes[4..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_as_they_went_in_however_they_arrive() {
        let messages: [&[u8]; 4] = [b"", b"a", b"hello", &[7; 3000]];
        let bytes: Vec<u8> = messages
            .iter()
            .flat_map(|one| framed(one, &[]).unwrap())
            .collect();
        for step in [1, 3, 64, bytes.len()] {
            let (mut inbox, mut got) = (Inbox::default(), Vec::new());
            for chunk in bytes.chunks(step) {
                inbox.push(chunk);
                while let Some(frame) = inbox.frame().unwrap() {
                    got.push(frame.to_vec());
                }
            }
            assert_eq!(got, messages, "step {step}");
        }
    }

    #[test]
    fn a_monstrous_length_is_refused_before_it_is_believed() {
        let mut inbox = Inbox::default();
        inbox.push(&u32::MAX.to_le_bytes());
        assert!(inbox.frame().is_err());
        let mut stream = io::Cursor::new(u32::MAX.to_le_bytes());
        assert!(read_frame(&mut stream, &mut Vec::new()).is_err());
    }

    #[test]
    fn the_end_of_the_stream_is_no_frame() {
        let mut buffer = Vec::new();
        let at_end = read_frame(&mut io::Cursor::new([]), &mut buffer);
        assert!(at_end.unwrap().is_none());
        let cut = framed(b"he", b"llo").unwrap();
        assert!(read_frame(&mut io::Cursor::new(&cut[..6]), &mut Vec::new()).is_err());
    }
}
