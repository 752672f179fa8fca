//! The host as a plugin sees it during one call.

use std::{
    ffi::c_void,
    mem, ptr,
    time::{Duration, Instant},
};

use hearken_abi::{
    HK_CANCELLED, HK_CONFIG, HK_ERR, HK_LOG_DEBUG, HK_LOG_ERROR, HK_LOG_WARN, HK_OK, HK_PANIC,
    HK_REFUSED, HkCall, HkFinding, HkLog, HkStr,
};
use hearken_model::FindingDraft;

use super::copy::{TEXT_LIMIT, bounded_text, draft};
use crate::{LogLevel, LogLine};

/// Most findings of one call, as `docs/plugins/abi.md` says.
const FINDING_LIMIT: usize = 1000;
/// Most refusals of one call that are told in words.
const REFUSED_LIMIT: usize = 20;
/// Most log lines of one call, and most bytes of one.
const LOG_LIMIT: usize = 200;
const LINE_LIMIT: usize = 4096;
/// Most bytes of a reply: a schema has a few thousand.
const REPLY_LIMIT: usize = 1 << 20;

/// What a call gathers.
pub(super) struct CallState<'a> {
    /// When the plugin should end; none for no limit.
    deadline: Option<Instant>,
    limit: Duration,
    comment_keys: &'a [&'a str],
    findings: Vec<FindingDraft>,
    refused: Vec<String>,
    refused_more: usize,
    told_to_end: bool,
    failure: Option<String>,
    reply: String,
    logs: Vec<LogLine>,
}

/// What came of a call.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) problem: Option<String>,
    pub(super) findings: Vec<FindingDraft>,
    pub(super) refused: Vec<String>,
    pub(super) logs: Vec<LogLine>,
}

impl<'a> CallState<'a> {
    /// A call that begins now; a `limit` of zero is none.
    pub(super) fn new(comment_keys: &'a [&'a str], limit: Duration) -> Self {
        Self {
            deadline: (!limit.is_zero()).then(|| Instant::now() + limit),
            limit,
            comment_keys,
            findings: Vec::new(),
            refused: Vec::new(),
            refused_more: 0,
            told_to_end: false,
            failure: None,
            reply: String::new(),
            logs: Vec::new(),
        }
    }

    /// The table for the plugin; good as long as this state stays where it is.
    pub(super) fn call(&mut self) -> HkCall {
        HkCall {
            #[expect(clippy::cast_possible_truncation, reason = "64 bytes")]
            size: size_of::<HkCall>() as u32,
            flags: 0,
            deadline_ms: u64::try_from(self.limit.as_millis()).unwrap_or(u64::MAX),
            ctx: ptr::from_mut(self).cast(),
            emit: Some(emit),
            fail: Some(fail),
            reply: Some(reply),
            cancelled: Some(cancelled),
            service: Some(service),
        }
    }

    /// What the plugin replied.
    pub(super) fn take_reply(&mut self) -> String {
        mem::take(&mut self.reply)
    }

    /// Ends the call with the plugin's code.
    pub(super) fn seen(mut self, code: i32) -> Seen {
        let words = self.failure.take();
        let problem = match code {
            HK_OK if !self.told_to_end => None,
            HK_OK | HK_CANCELLED => Some(format!("used up its time of {:?}", self.limit)),
            HK_PANIC => Some(format!("panicked: {}", words.unwrap_or_default())),
            HK_ERR | HK_CONFIG => Some(words.unwrap_or_else(|| "failed without a word".to_owned())),
            other => Some(format!("returned the unknown code {other}")),
        };
        if self.refused_more > 0 {
            self.refused.push(format!("and {} more", self.refused_more));
        }
        let failed = problem.is_some();
        Seen {
            problem,
            findings: if failed { Vec::new() } else { self.findings },
            refused: if failed { Vec::new() } else { self.refused },
            logs: self.logs,
        }
    }

    fn late(&self) -> bool {
        self.deadline
            .is_some_and(|deadline| Instant::now() >= deadline)
    }

    fn refuse(&mut self, words: String) -> i32 {
        if self.refused.len() < REFUSED_LIMIT {
            self.refused.push(words);
        } else {
            self.refused_more += 1;
        }
        HK_REFUSED
    }
}

/// The state behind a context.
///
/// # Safety
///
/// `ctx` is null or the context of a call that has not returned, and no other reference to its
/// state is alive.
#[expect(unsafe_code, reason = "the C side of the border")]
unsafe fn state<'a>(ctx: *mut c_void) -> Option<&'a mut CallState<'a>> {
    // SAFETY: the caller's promise.
    unsafe { ctx.cast::<CallState<'_>>().as_mut() }
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn emit(ctx: *mut c_void, finding: *const HkFinding) -> i32 {
    // SAFETY: the ABI has the plugin hand over the context as it is, on the call's thread.
    let Some(state) = (unsafe { state(ctx) }) else {
        return HK_ERR;
    };
    if state.late() {
        state.told_to_end = true;
        return HK_CANCELLED;
    }
    if state.findings.len() >= FINDING_LIMIT {
        return state.refuse(format!("more than {FINDING_LIMIT} findings in one call"));
    }
    // SAFETY: the ABI has the plugin keep the finding alive until this returns.
    match unsafe { draft(finding, state.comment_keys) } {
        Ok(draft) => {
            state.findings.push(draft);
            HK_OK
        }
        Err(words) => state.refuse(words),
    }
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn fail(ctx: *mut c_void, _code: i32, message: HkStr) {
    // SAFETY: as in `emit`.
    if let Some(state) = unsafe { state(ctx) } {
        // SAFETY: the ABI has the plugin keep the text alive until this returns.
        let words = unsafe { bounded_text("message", message, TEXT_LIMIT) };
        state.failure = Some(words.unwrap_or_else(|problem| problem));
    }
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn reply(ctx: *mut c_void, json: HkStr) {
    // SAFETY: as in `emit`.
    if let Some(state) = unsafe { state(ctx) } {
        // SAFETY: the ABI has the plugin keep the text alive until this returns.
        let words = unsafe { bounded_text("reply", json, REPLY_LIMIT) };
        state.reply = words.unwrap_or_default();
    }
}

/// May be called from any thread, so it reads the deadline alone, which never changes.
#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn cancelled(ctx: *mut c_void) -> i32 {
    let state = ctx.cast::<CallState<'_>>();
    if state.is_null() {
        return 1;
    }
    // SAFETY: the context points to the state of a call that has not returned.
    let deadline = unsafe { &raw const (*state).deadline };
    // SAFETY: the field is written before the call begins and not after.
    let deadline = unsafe { deadline.read() };
    i32::from(deadline.is_some_and(|deadline| Instant::now() >= deadline))
}

static LOG: HkLog = HkLog {
    #[expect(clippy::cast_possible_truncation, reason = "16 bytes")]
    size: size_of::<HkLog>() as u32,
    flags: 0,
    write: Some(write_log),
};

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn service(_ctx: *mut c_void, id: HkStr) -> *const c_void {
    // SAFETY: the ABI has the plugin keep the text alive until this returns.
    match unsafe { id.bytes() } {
        b"hk.log/1" => (&raw const LOG).cast(),
        _ => ptr::null(),
    }
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn write_log(ctx: *mut c_void, level: u32, message: HkStr) {
    // SAFETY: as in `emit`.
    let Some(state) = (unsafe { state(ctx) }) else {
        return;
    };
    if state.logs.len() >= LOG_LIMIT {
        return;
    }
    // SAFETY: the ABI has the plugin keep the text alive until this returns.
    let text =
        unsafe { bounded_text("message", message, TEXT_LIMIT) }.unwrap_or_else(|problem| problem);
    let text = text[..text.floor_char_boundary(LINE_LIMIT)].to_owned();
    let level = match level {
        HK_LOG_ERROR => LogLevel::Error,
        HK_LOG_WARN => LogLevel::Warn,
        HK_LOG_DEBUG => LogLevel::Debug,
        _ => LogLevel::Info,
    };
    state.logs.push(LogLine { level, text });
}
