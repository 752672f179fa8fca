//! Undoes content codings, stacked ones too, while the bytes come in.
//!
//! Each coding is a writer that writes into the next; the last is a [`Sink`] with a limit. So a bomb
//! is stopped at the limit, after its codings, and costs no more memory than the limit.

use std::{
    io::{self, Write},
    sync::Arc,
};

use brotli_decompressor::DecompressorWriter;
use flate2::{Decompress, FlushDecompress, Status, write::MultiGzDecoder};
use zstd::{
    stream::{raw, zio},
    zstd_safe::DParameter,
};

use super::body::Overflow;
use crate::Cause;

/// Value of `Accept-Encoding`.
pub(super) const ACCEPTED: &str = "gzip, deflate, br, zstd";

/// Codings on top of each other; curl's limit is 5, and an honest server uses one.
const MAX_STACKED: usize = 4;
/// Largest zstd window, 8 MiB (RFC 9659, 3).
const ZSTD_WINDOW_LOG: u32 = 23;
/// Output bytes produced at a time.
const STEP_BYTES: usize = 32 << 10;

/// A step of decoding: what is written to it comes out in the sink at the end of the chain.
pub(super) trait Layer: Write + Send {
    /// Says that all bytes were written; an error where the coded data has not come to its end.
    fn finish(&mut self) -> io::Result<()>;
    /// The end of the chain.
    fn sink(&mut self) -> &mut Sink;
}

/// The decoded bytes, up to a limit.
#[derive(Debug)]
pub(super) struct Sink {
    bytes: Vec<u8>,
    limit: usize,
    overflow: Overflow,
    overflowed: bool,
}

impl Sink {
    pub(super) const fn new(limit: usize, overflow: Overflow) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            overflow,
            overflowed: false,
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether more came than the limit lets in.
    pub(super) const fn overflowed(&self) -> bool {
        self.overflowed
    }

    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

impl Write for Sink {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        let room = self.limit - self.bytes.len();
        let taken = input.len().min(room);
        if taken < input.len() {
            self.overflowed = true;
            if self.overflow == Overflow::Refuse {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
        }
        self.bytes.extend_from_slice(&input[..taken]);
        Ok(input.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Layer for Sink {
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn sink(&mut self) -> &mut Sink {
        self
    }
}

/// The chain that undoes `codings`, given in the order in which they were applied.
pub(super) fn chain(
    codings: &[String],
    limit: usize,
    sink: Sink,
) -> Result<Box<dyn Layer>, CodingError> {
    if codings.len() > MAX_STACKED {
        return Err(CodingError::unknown(codings));
    }
    let mut layer: Box<dyn Layer> = Box::new(sink);
    for (place, coding) in codings.iter().enumerate() {
        if place > 0 {
            layer = Box::new(Metered {
                inner: layer,
                left: limit,
            });
        }
        layer = match coding.as_str() {
            "gzip" | "x-gzip" => Box::new(Gzip(MultiGzDecoder::new(layer))),
            "deflate" => Box::new(Inflate::new(layer)),
            "br" => Box::new(Brotli(DecompressorWriter::new(layer, STEP_BYTES))),
            "zstd" => Box::new(Zstd::new(layer).map_err(CodingError::Setup)?),
            _ => return Err(CodingError::unknown(codings)),
        };
    }
    Ok(layer)
}

/// Why no chain could be built.
#[derive(Debug)]
pub(super) enum CodingError {
    /// A coding that is not known, or too many.
    Unknown(String),
    /// The decoder could not be set up.
    Setup(io::Error),
}

impl CodingError {
    fn unknown(codings: &[String]) -> Self {
        Self::Unknown(codings.join(", ").chars().take(200).collect())
    }
}

impl From<CodingError> for Cause {
    fn from(error: CodingError) -> Self {
        match error {
            CodingError::Unknown(coding) => Self::Coding { coding },
            CodingError::Setup(error) => Self::Decode(Arc::new(error)),
        }
    }
}

/// Between two codings: what passes is bounded, so that a bomb in a bomb costs no time either.
struct Metered {
    inner: Box<dyn Layer>,
    left: usize,
}

impl Write for Metered {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        self.left = self
            .left
            .checked_sub(input.len())
            .ok_or(io::ErrorKind::FileTooLarge)?;
        self.inner.write_all(input)?;
        Ok(input.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Layer for Metered {
    fn finish(&mut self) -> io::Result<()> {
        self.inner.finish()
    }

    fn sink(&mut self) -> &mut Sink {
        self.inner.sink()
    }
}

struct Gzip(MultiGzDecoder<Box<dyn Layer>>);

impl Write for Gzip {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        self.0.write(input)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Layer for Gzip {
    fn finish(&mut self) -> io::Result<()> {
        self.0.try_finish()?;
        self.0.get_mut().finish()
    }

    fn sink(&mut self) -> &mut Sink {
        self.0.get_mut().sink()
    }
}

/// `deflate`, with the zlib wrapper that RFC 9110 asks for or, as some servers send it, without.
struct Inflate {
    inner: Box<dyn Layer>,
    state: InflateState,
}

enum InflateState {
    /// Fewer than two bytes are there, so the wrapper is not yet known.
    Head(Vec<u8>),
    Body(Decompress),
    Ended,
}

impl Inflate {
    fn new(inner: Box<dyn Layer>) -> Self {
        Self {
            inner,
            state: InflateState::Head(Vec::new()),
        }
    }

    /// The two bytes of a zlib header name method 8 and divide by 31 (RFC 1950, 2.2).
    fn has_wrapper(head: &[u8]) -> bool {
        let value = u16::from(head[0]) << 8 | u16::from(head[1]);
        head[0] & 0x0f == 8 && value % 31 == 0
    }

    fn inflate(&mut self, mut input: &[u8]) -> io::Result<()> {
        let InflateState::Body(state) = &mut self.state else {
            // What follows the end of the stream is no part of it.
            return Ok(());
        };
        let mut output = vec![0; STEP_BYTES];
        loop {
            let (read, written) = (state.total_in(), state.total_out());
            let status = state
                .decompress(input, &mut output, FlushDecompress::None)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            // Both differences are bounded by the lengths of the slices.
            #[expect(clippy::cast_possible_truncation, reason = "bounded by slice lengths")]
            let (read, written) = (
                (state.total_in() - read) as usize,
                (state.total_out() - written) as usize,
            );
            self.inner.write_all(&output[..written])?;
            input = &input[read..];
            if status == Status::StreamEnd {
                self.state = InflateState::Ended;
                return Ok(());
            }
            if read == 0 && written == 0 || (input.is_empty() && written < output.len()) {
                return Ok(());
            }
        }
    }
}

impl Write for Inflate {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        if let InflateState::Head(head) = &mut self.state {
            head.extend_from_slice(input);
            if head.len() >= 2 {
                let head = std::mem::take(head);
                self.state = InflateState::Body(Decompress::new(Self::has_wrapper(&head)));
                self.inflate(&head)?;
            }
        } else {
            self.inflate(input)?;
        }
        Ok(input.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Layer for Inflate {
    fn finish(&mut self) -> io::Result<()> {
        if !matches!(self.state, InflateState::Ended) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.inner.finish()
    }

    fn sink(&mut self) -> &mut Sink {
        self.inner.sink()
    }
}

struct Brotli(DecompressorWriter<Box<dyn Layer>>);

impl Write for Brotli {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        self.0.write(input)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Layer for Brotli {
    fn finish(&mut self) -> io::Result<()> {
        // The decoder names every early end "invalid data"; after writes that all went well it can
        // only be an early end.
        self.0
            .close()
            .map_err(|error| io::Error::new(io::ErrorKind::UnexpectedEof, error))?;
        self.0.get_mut().finish()
    }

    fn sink(&mut self) -> &mut Sink {
        self.0.get_mut().sink()
    }
}

struct Zstd(zio::Writer<Box<dyn Layer>, raw::Decoder<'static>>);

impl Zstd {
    fn new(inner: Box<dyn Layer>) -> io::Result<Self> {
        let mut decoder = raw::Decoder::new()?;
        decoder.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
        Ok(Self(zio::Writer::new(inner, decoder)))
    }
}

impl Write for Zstd {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        self.0.write(input)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Layer for Zstd {
    fn finish(&mut self) -> io::Result<()> {
        self.0.finish()?;
        self.0.writer_mut().finish()
    }

    fn sink(&mut self) -> &mut Sink {
        self.0.writer_mut().sink()
    }
}
