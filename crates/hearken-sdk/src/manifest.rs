//! Builds the passive section while the plugin compiles.

/// Target triple the plugin is built for.
pub const TARGET: &str = env!("HEARKEN_TARGET");
/// Compiler it is built with.
pub const RUSTC: &str = env!("HEARKEN_RUSTC");
/// Version of this crate.
pub const SDK_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The id, where it has only letters that may stand in one.
///
/// # Panics
///
/// While compiling, where the id is empty or has other letters than a-z, 0-9, `.`, `-` and `_`.
#[must_use]
pub const fn checked_id(id: &'static str) -> &'static str {
    let bytes = id.as_bytes();
    assert!(!bytes.is_empty(), "the plugin's id is empty");
    let mut at = 0;
    while at < bytes.len() {
        assert!(
            matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_'),
            "a plugin's id is made of a-z, 0-9, `.`, `-` and `_`"
        );
        at += 1;
    }
    id
}

/// Length of the parts together.
#[must_use]
pub const fn joined_len(parts: &[&str]) -> usize {
    let (mut len, mut at) = (0, 0);
    while at < parts.len() {
        len += parts[at].len();
        at += 1;
    }
    len
}

/// The parts' bytes in a row.
///
/// # Panics
///
/// While compiling, where `LEN` is not the parts' length.
#[must_use]
pub const fn joined<const LEN: usize>(parts: &[&str]) -> [u8; LEN] {
    let mut out = [0; LEN];
    let (mut filled, mut at) = (0, 0);
    while at < parts.len() {
        let part = parts[at].as_bytes();
        let mut from = 0;
        while from < part.len() {
            out[filled] = part[from];
            filled += 1;
            from += 1;
        }
        at += 1;
    }
    assert!(filled == LEN, "the parts have another length");
    out
}

/// Exports an analyzer as the plugin of this library.
///
/// The plugin's id is the package's name unless `id = "…"` gives another; its version is the
/// package's.
///
/// ```text
/// export!(Mentions, id = "org.hearken.mentions");
/// ```
#[macro_export]
macro_rules! export {
    ($analyzer:ty) => {
        $crate::export!($analyzer, id = ::core::env!("CARGO_PKG_NAME"));
    };
    ($analyzer:ty, id = $id:expr) => {
        const _: () = {
            const PARTS: &[&str] = &[
                $crate::__private::SECTION_MAGIC,
                "{\"id\":\"",
                $crate::__private::checked_id($id),
                "\",\"version\":\"",
                ::core::env!("CARGO_PKG_VERSION"),
                "\",\"abi\":\"1.0\",\"about\":",
                <$analyzer as $crate::Configured>::ABOUT_JSON,
                ",\"kinds\":",
                <$analyzer as $crate::Configured>::KINDS_JSON,
                ",\"scopes\":[\"post\"],\"panic\":\"",
                if ::core::cfg!(panic = "unwind") {
                    "unwind"
                } else {
                    "abort"
                },
                "\",\"profile\":\"",
                if ::core::cfg!(debug_assertions) {
                    "debug"
                } else {
                    "release"
                },
                "\",\"target\":\"",
                $crate::__private::TARGET,
                "\",\"rustc\":\"",
                $crate::__private::RUSTC,
                "\",\"sdk\":\"",
                $crate::__private::SDK_VERSION,
                "\"}",
            ];
            #[used]
            #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__hearken"))]
            #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".hearken"))]
            static SECTION: [u8; $crate::__private::joined_len(PARTS)] =
                $crate::__private::joined(PARTS);
            static PLUGIN: $crate::__private::HkPlugin =
                $crate::__private::table::<$analyzer>(&SECTION);
            #[unsafe(no_mangle)]
            extern "C" fn hearken_plugin_v1(
                _host_abi_minor: u32,
            ) -> *const $crate::__private::HkPlugin {
                &raw const PLUGIN
            }
        };
    };
}
