//! The layout of ABI 1.0 on 64-bit machines, asserted while compiling.
//!
//! Sizes may only grow; what is asserted of 1.0 stays as it is for ever.

use core::mem::{align_of, offset_of};

use crate::{
    HkBlock, HkCall, HkComment, HkDate, HkFinding, HkImage, HkLink, HkLog, HkPlugin, HkPost,
    HkSpan, HkStr,
};

/// Size of `T` as the structs carry it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "structs have a few hundred bytes"
)]
pub(crate) const fn size_of_u32<T>() -> u32 {
    size_of::<T>() as u32
}

macro_rules! layout {
    ($($name:ident: $size:literal, last $last:ident at $offset:literal;)+) => {$(
        const _: () = assert!(size_of::<$name>() == $size);
        const _: () = assert!(align_of::<$name>() == 8);
        const _: () = assert!(offset_of!($name, $last) == $offset);
    )+};
}

macro_rules! begins_with_size {
    ($($name:ident),+) => {$(const _: () = assert!(offset_of!($name, size) == 0);)+};
}

#[cfg(target_pointer_width = "64")]
layout! {
    HkStr: 16, last len at 8;
    HkDate: 32, last text at 16;
    HkBlock: 32, last end at 24;
    HkLink: 40, last href at 24;
    HkImage: 40, last alt at 24;
    HkComment: 128, last text at 112;
    HkPost: 304, last comment_count_claimed at 296;
    HkSpan: 48, last role at 32;
    HkFinding: 136, last tag_count at 128;
    HkCall: 64, last service at 56;
    HkLog: 16, last write at 8;
    HkPlugin: 72, last manifest at 56;
}

begins_with_size!(
    HkBlock, HkCall, HkComment, HkFinding, HkImage, HkLink, HkLog, HkPlugin, HkPost, HkSpan
);
