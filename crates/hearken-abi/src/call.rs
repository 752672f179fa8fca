//! What a plugin may ask of the host, for the length of one call.

use core::ffi::c_void;

use crate::{HkFinding, HkStr};

/// The host, for the length of one call. `[call-thread]` functions are called on the thread of
/// the call, before it returns; `[any-thread]` ones from any thread, before it returns.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkCall {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// Zero.
    pub flags: u32,
    /// Milliseconds the call may take, counted from its start by a clock that never goes back;
    /// 0 for no limit. After them `cancelled` says yes and `emit` answers `HK_CANCELLED`; a little
    /// later the host ends the worker process.
    pub deadline_ms: u64,
    /// To be handed to each function below as it is.
    pub ctx: *mut c_void,
    /// `[call-thread]` Takes a finding and copies it. `HK_OK`, `HK_REFUSED`, or `HK_CANCELLED`:
    /// then return `HK_CANCELLED` soon.
    pub emit: Option<unsafe extern "C" fn(ctx: *mut c_void, finding: *const HkFinding) -> i32>,
    /// `[call-thread]` Says why the call is about to return `code`.
    pub fail: Option<unsafe extern "C" fn(ctx: *mut c_void, code: i32, message: HkStr)>,
    /// `[call-thread]` Takes the JSON that `describe` answers with.
    pub reply: Option<unsafe extern "C" fn(ctx: *mut c_void, json: HkStr)>,
    /// `[any-thread]` Not 0 once the call should end. Cheap: ask often in long loops.
    pub cancelled: Option<unsafe extern "C" fn(ctx: *mut c_void) -> i32>,
    /// `[call-thread]` A table of further functions by its name, valid during this call, or null
    /// where the host has none: `hk.log/1` gives a [`HkLog`]. A plugin works without any.
    pub service: Option<unsafe extern "C" fn(ctx: *mut c_void, id: HkStr) -> *const c_void>,
}

/// Service `hk.log/1`: lines for the person who runs the plugin.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct HkLog {
    /// Bytes of this struct as its maker knew it.
    pub size: u32,
    /// Zero.
    pub flags: u32,
    /// `[call-thread]` Takes one line, with `ctx` of the call and one of `HK_LOG_…`.
    pub write: Option<unsafe extern "C" fn(ctx: *mut c_void, level: u32, message: HkStr)>,
}
