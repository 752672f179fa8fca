//! The two frozen structs: a text, and a date.

use core::fmt;
use core::{ptr, slice, str};

/// UTF-8 text, not ended by NUL. `ptr` is null where the text is absent; it may be null where it
/// is empty. Frozen: never grows.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct HkStr {
    /// First byte.
    pub ptr: *const u8,
    /// Number of bytes.
    pub len: usize,
}

impl HkStr {
    /// The absent text.
    pub const NONE: Self = Self {
        ptr: ptr::null(),
        len: 0,
    };

    /// Points to `text`, which the caller keeps alive as long as the other side may read.
    #[must_use]
    pub const fn new(text: &str) -> Self {
        Self {
            ptr: text.as_ptr(),
            len: text.len(),
        }
    }

    /// Points to `text`, or is absent.
    #[must_use]
    pub const fn from_option(text: Option<&str>) -> Self {
        match text {
            Some(text) => Self::new(text),
            None => Self::NONE,
        }
    }

    /// Whether the text is absent.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.ptr.is_null()
    }

    /// The bytes; empty where the text is absent.
    ///
    /// # Safety
    ///
    /// `ptr` is null, or `len` bytes can be read there, unchanged, for as long as `'a`.
    #[must_use]
    #[expect(unsafe_code, reason = "a text is read where its maker says it stands")]
    pub const unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.ptr.is_null() {
            return &[];
        }
        // SAFETY: the caller promises `len` readable, unchanging bytes at a pointer that is not
        // null; bytes need no alignment.
        unsafe { slice::from_raw_parts(self.ptr, self.len) }
    }

    /// The text; empty where it is absent.
    ///
    /// # Errors
    ///
    /// Where the bytes are no UTF-8.
    ///
    /// # Safety
    ///
    /// As for [`HkStr::bytes`].
    #[expect(unsafe_code, reason = "a text is read where its maker says it stands")]
    pub const unsafe fn text<'a>(self) -> Result<&'a str, str::Utf8Error> {
        // SAFETY: the caller makes the promise of `bytes`.
        let bytes = unsafe { self.bytes() };
        str::from_utf8(bytes)
    }
}

impl fmt::Debug for HkStr {
    /// Shows the length alone: the bytes may be gone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HkStr")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

/// When something was written, in the precision its page gave. Frozen: never grows.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkDate {
    /// Start of the named time in milliseconds from 1970-01-01 in UTC; 0 where there is no date.
    pub unix_ms: i64,
    /// One of `HK_DATE_…`; `HK_DATE_NONE` where there is no date.
    pub precision: u32,
    /// Zero.
    pub reserved: u32,
    /// RFC 3339 as far as the date goes: `2014-10-29T08:00:00+01:00`, `2014-10-29`, `2014-10`.
    pub text: HkStr,
}

impl HkDate {
    /// No date.
    pub const NONE: Self = Self {
        unix_ms: 0,
        precision: crate::HK_DATE_NONE,
        reserved: 0,
        text: HkStr::NONE,
    };
}
