//! Errors of analyzers.

use std::{error, fmt, result};

use hearken_abi::{HK_CANCELLED, HK_CONFIG, HK_ERR};

/// What the functions of an analyzer return.
pub type Result<T = (), E = Error> = result::Result<T, E>;

/// Why an analyzer failed. Made from any [`std::error::Error`] by `?`.
pub struct Error {
    code: i32,
    message: String,
}

impl Error {
    /// An error of the author's own words.
    #[must_use]
    pub fn msg(message: impl fmt::Display) -> Self {
        Self {
            code: HK_ERR,
            message: message.to_string(),
        }
    }

    /// A wrong configuration, with the JSON pointer to the key to blame: `/people/0/name`.
    #[must_use]
    pub fn config(pointer: &str, message: impl fmt::Display) -> Self {
        Self {
            code: HK_CONFIG,
            message: format!("{pointer}: {message}"),
        }
    }

    /// The host wants the call to end.
    pub(crate) fn cancelled() -> Self {
        Self {
            code: HK_CANCELLED,
            message: "the call ran out of time".to_owned(),
        }
    }

    /// Whether the host asked the call to end.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        self.code == HK_CANCELLED
    }

    /// Return code of the ABI.
    pub(crate) const fn code(&self) -> i32 {
        self.code
    }

    /// The words.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl<E: error::Error> From<E> for Error {
    /// Keeps the words of the error and of all its causes.
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            message.push_str(": ");
            message.push_str(&error.to_string());
            cause = error.source();
        }
        Self::msg(message)
    }
}
