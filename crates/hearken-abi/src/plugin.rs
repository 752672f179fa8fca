//! The table a plugin gives to the host.

use core::ffi::c_void;

use crate::{HkCall, HkPost, HkStr};

/// A plugin. The table and all it points to live as long as the process.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkPlugin {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// `HK_ABI_MAJOR` it was built for.
    pub abi_major: u16,
    /// `HK_ABI_MINOR` it was built for.
    pub abi_minor: u16,
    /// `[any-thread]` Answers through `hk_call.reply` with JSON: `{"manifest":…,"schema":…}`, the
    /// schema being that of the configuration. Quick and without effects. May be null.
    pub describe: Option<unsafe extern "C" fn(call: *const HkCall) -> i32>,
    /// `[any-thread]` Makes an instance from a JSON object and puts it into `out`. May take its
    /// time (load a model). `HK_CONFIG` where the configuration is wrong.
    pub create: Option<
        unsafe extern "C" fn(call: *const HkCall, config_json: HkStr, out: *mut *mut c_void) -> i32,
    >,
    /// `[instance-thread]` Frees an instance.
    pub destroy: Option<unsafe extern "C" fn(instance: *mut c_void)>,
    /// `[instance-thread]` Looks at one post. Keeps no pointer into it. May be null.
    pub post: Option<
        unsafe extern "C" fn(
            instance: *mut c_void,
            call: *const HkCall,
            post: *const HkPost,
        ) -> i32,
    >,
    /// `[instance-thread]` Looks at all posts of a run, through services. May be null.
    pub corpus: Option<unsafe extern "C" fn(instance: *mut c_void, call: *const HkCall) -> i32>,
    /// `[any-thread]` A table of further functions of the plugin by its name, or null. May be
    /// null.
    pub extension: Option<unsafe extern "C" fn(id: HkStr) -> *const c_void>,
    /// The JSON of the passive section, without its first eight bytes.
    pub manifest: HkStr,
}

#[expect(
    unsafe_code,
    reason = "a static table is shared between threads by its nature"
)]
// SAFETY: the table is never written after it was made, and what it points to lives as long as
// the process and is never written either.
unsafe impl Sync for HkPlugin {}
