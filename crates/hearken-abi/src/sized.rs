//! Reads structs whose maker may have known fewer or more fields than we do.

use core::{mem::MaybeUninit, ptr};

use crate::{
    HkBlock, HkCall, HkComment, HkFinding, HkImage, HkLink, HkLog, HkPlugin, HkPost, HkSpan,
};

/// A struct that begins with its size as `u32` and may grow at its end.
///
/// # Safety
///
/// The type is `repr(C)`, its first field is `size: u32`, and bytes of zero are a valid value of
/// it.
#[expect(unsafe_code, reason = "a promise about layout that readers rely on")]
pub unsafe trait Grows: Copy {}

macro_rules! grows {
    ($($name:ty),+) => {$(
        #[expect(unsafe_code, reason = "a promise about layout that readers rely on")]
        // SAFETY: `repr(C)`, begins with `size: u32`; numbers, raw pointers and optional function
        // pointers are all valid when zero. `layout` asserts the place of `size`.
        unsafe impl Grows for $name {}
    )+};
}

grows!(
    HkBlock, HkCall, HkComment, HkFinding, HkImage, HkLink, HkLog, HkPlugin, HkPost, HkSpan
);

/// Copies the struct at `from`, as far as both its maker and we know it; the rest is zero.
///
/// `None` where `from` is null or its size is less than that of the size itself.
///
/// # Safety
///
/// `from` is null, or aligned for `T` and followed by as many readable bytes as its first four say.
#[must_use]
#[expect(
    unsafe_code,
    reason = "a struct is read where its maker says it stands"
)]
pub unsafe fn read<T: Grows>(from: *const T) -> Option<T> {
    // SAFETY: the caller makes the same promise, and no stride limits it.
    unsafe { read_at(from, usize::MAX, 0) }
}

/// Copies the struct number `index` of an array whose structs stand `stride` bytes apart.
///
/// `None` where the array is null, or the struct's size is less than that of the size itself.
///
/// # Safety
///
/// `base` is null, or the array has more than `index` structs, `stride` bytes apart, each aligned
/// for `T` and followed by as many readable bytes as the lesser of its first four and `stride` say.
#[must_use]
#[expect(
    unsafe_code,
    reason = "a struct is read where its maker says it stands"
)]
pub unsafe fn read_at<T: Grows>(base: *const T, stride: usize, index: usize) -> Option<T> {
    if base.is_null() || stride < size_of::<u32>() {
        return None;
    }
    let offset = stride.checked_mul(index)?;
    // SAFETY: the caller promises a struct of the array at this offset.
    let from = unsafe { base.cast::<u8>().add(offset) };
    // SAFETY: the struct begins with its size, and is aligned for `T`, so for `u32` too.
    let size = unsafe { from.cast::<u32>().read_unaligned() } as usize;
    if size < size_of::<u32>() {
        return None;
    }
    let known = size.min(stride).min(size_of::<T>());
    let mut into = MaybeUninit::<T>::zeroed();
    // SAFETY: `known` bytes can be read at `from` by the caller's promise and written to `into`,
    // which has at least as many; a fresh local overlaps nothing.
    unsafe { ptr::copy_nonoverlapping(from, into.as_mut_ptr().cast::<u8>(), known) };
    // SAFETY: every byte is either zero, which `Grows` makes valid, or copied from such a struct.
    Some(unsafe { into.assume_init() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::HkStr;

    #[test]
    #[expect(unsafe_code, reason = "reading is what is tested")]
    fn reads_shorter_and_longer_structs() {
        let mut whole = HkSpan {
            start: 3,
            end: 9,
            role: HkStr::new("main"),
            ..HkSpan::EMPTY
        };
        whole.size = 24;
        // SAFETY: `whole` is longer than the size it gives.
        let short = unsafe { read(&raw const whole) }.unwrap();
        assert_eq!((short.start, short.end), (3, 0));
        assert!(short.role.is_none());
        whole.size = 4096;
        // SAFETY: only as many bytes as we know are read, and `whole` has those.
        let long = unsafe { read_at(&raw const whole, 4096, 0) }.unwrap();
        assert_eq!((long.start, long.end, long.role.len), (3, 9, 4));
    }

    #[test]
    #[expect(unsafe_code, reason = "reading is what is tested")]
    fn steps_by_stride() {
        #[repr(C)]
        struct Wider {
            span: HkSpan,
            later: u64,
        }
        let make = |start| Wider {
            span: HkSpan {
                size: 56,
                start,
                ..HkSpan::EMPTY
            },
            later: u64::MAX,
        };
        let array = [make(1), make(2), make(3)];
        let base = (&raw const array).cast::<HkSpan>();
        for (index, wanted) in [1_u64, 2, 3].into_iter().enumerate() {
            // SAFETY: the array has three structs of this stride and size.
            let span = unsafe { read_at(base, size_of::<Wider>(), index) }.unwrap();
            assert_eq!(span.start, wanted);
        }
    }

    #[test]
    #[expect(unsafe_code, reason = "reading is what is tested")]
    fn refuses_null_and_no_size() {
        // SAFETY: null is allowed.
        assert!(unsafe { read::<HkSpan>(ptr::null()) }.is_none());
        let empty = HkSpan {
            size: 0,
            ..HkSpan::EMPTY
        };
        // SAFETY: `empty` is readable.
        assert!(unsafe { read(&raw const empty) }.is_none());
    }
}
