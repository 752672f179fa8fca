//! The host, for the length of one call.

use std::fmt;

use hearken_abi::{
    HK_CANCELLED, HK_FINDING_HAS_CONFIDENCE, HK_LOG_DEBUG, HK_LOG_ERROR, HK_LOG_INFO, HK_LOG_WARN,
    HkCall, HkFinding, HkLog, HkSpan, HkStr,
};

use crate::{Error, Finding, KindInfo, Place, Post, Result};

/// What an analyzer may ask of the host during a call. Cannot leave the call or its thread.
#[derive(Debug)]
pub struct Cx<'c> {
    call: &'c HkCall,
    post: &'c Post<'c>,
    kinds: &'static [KindInfo],
    /// Places of the finding at hand; kept to save an allocation a finding.
    spans: Vec<HkSpan>,
}

/// Weight of a line for [`Cx::log`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogLevel {
    /// Something asked for cannot be had.
    Error,
    /// A person should know.
    Warn,
    /// A step was done.
    Info,
    /// For the plugin's author.
    Debug,
}

impl<'c> Cx<'c> {
    /// The host behind `call`, which shows `post`.
    ///
    /// # Safety
    ///
    /// The host made `call`, and the call lasts as long as `'c`.
    #[expect(unsafe_code, reason = "the promise that later calls rely on")]
    pub(crate) const unsafe fn new(
        call: &'c HkCall,
        post: &'c Post<'c>,
        kinds: &'static [KindInfo],
    ) -> Self {
        Self {
            call,
            post,
            kinds,
            spans: Vec::new(),
        }
    }

    /// Hands a finding to the host.
    ///
    /// # Errors
    ///
    /// Where the kind is not declared, a slice is no part of the post, or the host wants the call
    /// to end. Pass it on with `?`: it fails this post alone. A finding that the host refuses, as
    /// for a range that cuts a character, is counted there and is no error here.
    pub fn emit(&mut self, finding: Finding<'_>) -> Result {
        if let Some(problem) = finding.problem {
            return Err(Error::msg(problem));
        }
        let severity = self.declared_severity(&finding)?;
        self.resolve(&finding)?;
        let spans = &self.spans;
        let target = finding.target.map(Place::numbers);
        let (target, comment_id) = target
            .or_else(|| spans.first().map(|span| (span.target, span.comment_id)))
            .unwrap_or_else(|| Place::Body.numbers());
        let tags: Vec<HkStr> = finding.tags.iter().map(|tag| HkStr::new(tag)).collect();
        let raw = HkFinding {
            flags: finding.confidence.map_or(0, |_| HK_FINDING_HAS_CONFIDENCE),
            target,
            severity,
            comment_id,
            confidence: finding.confidence.unwrap_or(0.0),
            kind: HkStr::new(finding.kind),
            message: HkStr::new(&finding.message),
            data_json: HkStr::new(&finding.data),
            key: HkStr::from_option(finding.key.as_deref()),
            spans: spans.as_ptr(),
            span_count: spans.len(),
            tags: tags.as_ptr(),
            tag_count: tags.len(),
            ..HkFinding::EMPTY
        };
        self.hand_over(&raw)
    }

    /// Fails once the call should end: for long loops that emit nothing.
    ///
    /// # Errors
    ///
    /// Where the host wants the call to end; pass it on with `?`.
    pub fn check(&self) -> Result {
        let Some(cancelled) = self.call.cancelled else {
            return Ok(());
        };
        #[expect(unsafe_code, reason = "calls the host")]
        // SAFETY: the host made the function and its context for this call, which lasts.
        let end = unsafe { cancelled(self.call.ctx) };
        if end == 0 {
            Ok(())
        } else {
            Err(Error::cancelled())
        }
    }

    /// Writes a line for the person who runs the plugin.
    pub fn log(&self, level: LogLevel, message: impl fmt::Display) {
        let Some(write) = self.log_service().and_then(|log| log.write) else {
            return;
        };
        let text = message.to_string();
        let level = match level {
            LogLevel::Error => HK_LOG_ERROR,
            LogLevel::Warn => HK_LOG_WARN,
            LogLevel::Info => HK_LOG_INFO,
            LogLevel::Debug => HK_LOG_DEBUG,
        };
        #[expect(unsafe_code, reason = "calls the host")]
        // SAFETY: the host made the function and its context for this call, which lasts; the text
        // lives until it returns.
        unsafe {
            write(self.call.ctx, level, HkStr::new(&text));
        }
    }

    #[expect(unsafe_code, reason = "calls the host and reads its table")]
    fn log_service(&self) -> Option<HkLog> {
        let service = self.call.service?;
        // SAFETY: the host made the function and its context for this call, which lasts.
        let table = unsafe { service(self.call.ctx, HkStr::new("hk.log/1")) };
        // SAFETY: the name promises a table of this form, or null.
        unsafe { hearken_abi::read(table.cast::<HkLog>()) }
    }

    fn declared_severity(&self, finding: &Finding<'_>) -> Result<u32> {
        let declared = self.kinds.iter().find(|info| info.name == finding.kind);
        let Some(info) = declared else {
            let kind = finding.kind;
            return Err(Error::msg(format!(
                "kind `{kind}` is not declared: add it to `kinds` of `#[config(kinds = …)]`"
            )));
        };
        Ok(finding.severity.unwrap_or(info.severity).number())
    }

    /// Fills `spans` with the places of `finding`.
    fn resolve(&mut self, finding: &Finding<'_>) -> Result {
        self.spans.clear();
        for (role, anchor) in &finding.spans {
            let (place, range) = anchor.resolve(self.post)?;
            let (target, comment_id) = place.numbers();
            self.spans.push(HkSpan {
                target,
                comment_id,
                start: range.start as u64,
                end: range.end as u64,
                role: HkStr::new(role),
                ..HkSpan::EMPTY
            });
        }
        Ok(())
    }

    fn hand_over(&self, raw: &HkFinding) -> Result {
        let Some(emit) = self.call.emit else {
            return Err(Error::msg("the host takes no findings in this call"));
        };
        #[expect(unsafe_code, reason = "calls the host")]
        // SAFETY: the host made the function and its context for this call, which lasts; all that
        // the finding points to lives until it returns.
        let code = unsafe { emit(self.call.ctx, raw) };
        if code == HK_CANCELLED {
            Err(Error::cancelled())
        } else {
            Ok(())
        }
    }
}
