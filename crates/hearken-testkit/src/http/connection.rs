//! One request on one connection.

use std::{
    io::{self, BufRead as _, BufReader, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// Longest a request line or a header may be.
const LINE_LIMIT: usize = 64 * 1024;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`.
    pub method: String,
    /// Path with its query.
    pub path: String,
    /// Names in lower case, and values, in the order they came.
    pub headers: Vec<(String, String)>,
    /// Status that was answered; 0 until then.
    pub status: u16,
    /// Time since the server started, when the request came and when it was answered.
    pub came: Duration,
    /// See [`Request::came`].
    pub answered: Duration,
}

impl Request {
    /// The header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// An answer, byte for byte as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Its headers; `Content-Length` is added unless one is given or `raw` is set.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
    /// Whether the headers are sent as they are, with no length added.
    pub raw: bool,
    /// What follows the body.
    pub ending: Ending,
}

/// What a server does when the body is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Ending {
    /// Closes the connection.
    #[default]
    Close,
    /// Says nothing more until the client hangs up.
    Hold,
    /// Sends these bytes again and again until the client hangs up.
    Repeat(Vec<u8>),
}

impl Reply {
    /// An answer with a body.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Self {
            status,
            headers,
            body: body.into(),
            raw: false,
            ending: Ending::Close,
        }
    }

    /// A page.
    #[must_use]
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/html; charset=utf-8", body)
    }

    /// An answer without a body.
    #[must_use]
    pub const fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            raw: false,
            ending: Ending::Close,
        }
    }

    /// Bytes sent as they are, with no status line and no header of the server's own; it stands in
    /// the log with status 0.
    #[must_use]
    pub fn wire(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            body: bytes.into(),
            raw: true,
            ..Self::empty(0)
        }
    }

    /// Sends the headers as they are, with no length added.
    #[must_use]
    pub fn raw(mut self) -> Self {
        self.raw = true;
        self
    }

    /// Does this after the body.
    #[must_use]
    pub fn then(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn send(&self, stream: &TcpStream, head_only: bool) -> io::Result<()> {
        let mut out = stream;
        if self.status != 0 {
            self.send_head(&mut out)?;
        }
        if !head_only {
            out.write_all(&self.body)?;
        }
        out.flush()?;
        match &self.ending {
            Ending::Close => Ok(()),
            // Ends when the client hangs up, in good order or not.
            Ending::Hold => io::copy(&mut &*stream, &mut io::sink()).map(drop),
            Ending::Repeat(bytes) => loop {
                out.write_all(bytes)?;
            },
        }
    }

    fn send_head(&self, out: &mut impl Write) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, phrase(self.status));
        for (name, value) in &self.headers {
            head += name;
            head += ": ";
            head += value;
            head += "\r\n";
        }
        if !self.raw {
            head += &["Content-Length: ", &self.body.len().to_string(), "\r\n"].concat();
        }
        head += "Connection: close\r\n\r\n";
        out.write_all(head.as_bytes())
    }
}

/// Reads a request; `None` where the other side said nothing.
pub(super) fn read_request(stream: &TcpStream, started: Instant) -> io::Result<Option<Request>> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let Some(first) = read_line(&mut lines)? else {
        return Ok(None);
    };
    let came = started.elapsed();
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let mut headers = Vec::new();
    while let Some(line) = read_line(&mut lines)?.filter(|line| !line.is_empty()) {
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    Ok(Some(Request {
        method,
        path,
        headers,
        status: 0,
        came,
        answered: came,
    }))
}

fn read_line(lines: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut limited = io::Read::take(lines, LINE_LIMIT as u64);
    if limited.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
}

const fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        404 => "Not Found",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Answer",
    }
}
