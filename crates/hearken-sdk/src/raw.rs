//! Reads what the host points to. The host's promises are those of `hearken-abi`.

use std::{marker::PhantomData, str};

use hearken_abi::{Grows, HkStr, read_at};

/// The text, or `None` where it is absent.
///
/// # Safety
///
/// The host made `text`, and the call it belongs to lasts as long as `'a`.
#[expect(unsafe_code, reason = "reads the host's memory")]
pub(crate) unsafe fn text<'a>(text: HkStr) -> Option<&'a str> {
    if text.is_none() {
        return None;
    }
    // SAFETY: the ABI promises `len` readable bytes that don't change while the call lasts.
    let bytes = unsafe { text.bytes() };
    // SAFETY: the ABI promises UTF-8. Checking it would cost more than the rest of the call.
    Some(unsafe { str::from_utf8_unchecked(bytes) })
}

/// A list of texts.
///
/// # Safety
///
/// `base` is null or points to `count` texts the host made, and the call they belong to lasts as
/// long as `'a`.
#[expect(unsafe_code, reason = "reads the host's memory")]
pub(crate) unsafe fn texts<'a>(base: *const HkStr, count: usize) -> Vec<&'a str> {
    if base.is_null() {
        return Vec::new();
    }
    // SAFETY: the ABI promises `count` texts, which don't change while the call lasts.
    let all = unsafe { std::slice::from_raw_parts(base, count) };
    // SAFETY: the host made each of them.
    let read = |one: &HkStr| unsafe { text(*one) }.unwrap_or("");
    all.iter().map(read).collect()
}

/// The structs of an array, one after another, in the form this crate knows.
#[derive(Debug, Clone)]
pub(crate) struct Structs<'a, T> {
    base: *const T,
    stride: usize,
    count: usize,
    next: usize,
    lives: PhantomData<&'a T>,
}

impl<T: Grows> Structs<'_, T> {
    /// Begins at the first.
    ///
    /// # Safety
    ///
    /// `base` is null or points to `count` structs the host made, `stride` bytes apart, and the
    /// call they belong to lasts as long as the iterator.
    #[expect(unsafe_code, reason = "reads the host's memory")]
    pub(crate) const unsafe fn new(base: *const T, count: usize, stride: usize) -> Self {
        Self {
            base,
            stride,
            count,
            next: 0,
            lives: PhantomData,
        }
    }
}

impl<T: Grows> Iterator for Structs<'_, T> {
    type Item = T;

    #[expect(unsafe_code, reason = "reads the host's memory")]
    fn next(&mut self) -> Option<T> {
        if self.next >= self.count {
            return None;
        }
        // SAFETY: `new` was promised an array with more than `next` structs, alive until now.
        let item = unsafe { read_at(self.base, self.stride, self.next) };
        self.next += 1;
        item
    }
}
