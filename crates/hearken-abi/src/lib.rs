//! The plugin ABI, major 1: plain C types and nothing else.
//!
//! A plugin is a shared library with one exported function, [`ENTRY_SYMBOL`], that returns a
//! [`HkPlugin`]: a table of functions. The host calls them with a [`HkCall`] (what the plugin may
//! ask of the host during that call) and, for each post, a [`HkPost`]; the plugin answers by
//! handing [`HkFinding`]s to [`HkCall::emit`]. A passive section, [`SECTION`], holds the plugin's
//! manifest, so that a file is judged before a byte of it runs. `include/hearken.h` is generated
//! from this crate.
//!
//! ```
//! use hearken_abi::{HkStr, HkSpan, HK_TARGET_BODY};
//!
//! let span = HkSpan {
//!     target: HK_TARGET_BODY,
//!     start: 4,
//!     end: 9,
//!     role: HkStr::new("main"),
//!     ..HkSpan::EMPTY
//! };
//! assert_eq!(span.size as usize, size_of::<HkSpan>());
//! ```
//!
//! # Rules that never change within major 1
//!
//! - Every struct but [`HkStr`] and [`HkDate`] begins with its `size` as its maker knew it. Fields
//!   are only ever appended. A reader takes `min(size, what it knows)` bytes and treats the rest as
//!   zero, which always means "not there"; [`read`] does that.
//! - Arrays of structs carry a stride, since the host's struct may be longer than the plugin's.
//! - [`HkStr`] and [`HkDate`] are frozen and never grow.
//! - Numbers in place of enums and booleans; an unknown number is "something newer", not an error.
//! - Function pointers may be null: check before the call.
//! - Nothing made on one side is freed on the other. What goes in lives until the function
//!   returns; what goes to a callback is copied before the callback returns.
//! - No unwinding across the border: a plugin catches its panics and exceptions itself.
//! - One thread at a time uses an instance, not always the same one. A [`HkCall`] is used only
//!   during its call and on its thread, [`HkCall::cancelled`] excepted.

mod call;
mod finding;
mod layout;
mod number;
mod plugin;
mod post;
mod sized;
mod text;

pub use call::{HkCall, HkLog};
pub use finding::{HkFinding, HkSpan};
pub use number::*;
pub use plugin::HkPlugin;
pub use post::{HkBlock, HkComment, HkImage, HkLink, HkPost};
pub use sized::{Grows, read, read_at};
pub use text::{HkDate, HkStr};

/// Name of the one function a plugin exports: `const hk_plugin *hearken_plugin_v1(uint32_t)`.
///
/// Its argument is the host's minor number ([`HK_ABI_MINOR`]). The major number is part of the
/// name, so that one file can serve two majors.
pub const ENTRY_SYMBOL: &str = "hearken_plugin_v1";

/// Section of the library that holds [`SECTION_MAGIC`] and the manifest as JSON.
///
/// Eight characters, the most that PE allows.
pub const SECTION: &str = ".hearken";

/// First bytes of the section; the digit is the version of the manifest's form.
pub const SECTION_MAGIC: &str = "HEARKEN1";
