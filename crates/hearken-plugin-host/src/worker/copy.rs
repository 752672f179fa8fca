//! Copies findings out of a plugin's memory, and refuses those that cannot be copied whole.

use std::slice;

use hearken_abi::{
    HK_FINDING_HAS_CONFIDENCE, HK_TARGET_BODY, HK_TARGET_COMMENT, HK_TARGET_TITLE, HkFinding,
    HkSpan, HkStr, read, read_at,
};
use hearken_model::{FindingDraft, Severity, SpanDraft, Target};

/// Most bytes of any text of a finding; the host's check is stricter where it can be.
pub(super) const TEXT_LIMIT: usize = 64 << 10;
/// Most places and most tags of one finding.
const SPAN_LIMIT: usize = 256;
const TAG_LIMIT: usize = 64;

/// A finding as the host's check wants it, or why it is refused.
///
/// # Safety
///
/// `finding` is null or points to a finding that is whole by the rules of the ABI, and stays so
/// until this returns.
#[expect(unsafe_code, reason = "reads the plugin's memory")]
pub(super) unsafe fn draft(
    finding: *const HkFinding,
    comment_keys: &[&str],
) -> Result<FindingDraft, String> {
    // SAFETY: the caller's promise.
    let raw = unsafe { read(finding) }.ok_or("a finding without a size")?;
    // SAFETY: the texts of a whole finding can be read.
    let text = |what, one| unsafe { bounded_text(what, one, TEXT_LIMIT) };
    // SAFETY: so can its tags.
    let tags = unsafe { texts(raw.tags, raw.tag_count) }?;
    // SAFETY: so can its places.
    let spans = unsafe { spans(&raw, comment_keys) }?;
    Ok(FindingDraft {
        kind: text("kind", raw.kind)?,
        message: text("message", raw.message)?,
        severity: Severity::from_number(raw.severity)
            .ok_or_else(|| format!("severity {} is unknown", raw.severity))?,
        confidence: (raw.flags & HK_FINDING_HAS_CONFIDENCE != 0).then_some(raw.confidence),
        target: target(raw.target, raw.comment_id, comment_keys)?,
        spans,
        data: text("data", raw.data_json)?,
        key: if raw.key.is_none() {
            None
        } else {
            Some(text("key", raw.key)?)
        },
        tags,
    })
}

/// A text of at most `limit` bytes, copied.
///
/// # Safety
///
/// `text` can be read as the ABI says, until this returns.
#[expect(unsafe_code, reason = "reads the plugin's memory")]
pub(super) unsafe fn bounded_text(what: &str, text: HkStr, limit: usize) -> Result<String, String> {
    if text.len > limit {
        return Err(format!(
            "{what} has {} bytes, more than the {limit} allowed",
            text.len
        ));
    }
    // SAFETY: the caller's promise.
    let words = unsafe { text.text() };
    words
        .map(str::to_owned)
        .map_err(|error| format!("{what} is no UTF-8: {error}"))
}

/// # Safety
///
/// `base` is null or points to `count` texts that can be read as the ABI says.
#[expect(unsafe_code, reason = "reads the plugin's memory")]
unsafe fn texts(base: *const HkStr, count: usize) -> Result<Vec<String>, String> {
    if base.is_null() || count == 0 {
        return Ok(Vec::new());
    }
    if count > TAG_LIMIT {
        return Err(format!("{count} tags, more than the {TAG_LIMIT} allowed"));
    }
    // SAFETY: the caller's promise.
    let all = unsafe { slice::from_raw_parts(base, count) };
    // SAFETY: the caller's promise, for each.
    all.iter()
        .map(|one| unsafe { bounded_text("tag", *one, TEXT_LIMIT) })
        .collect()
}

/// # Safety
///
/// The places of `raw` can be read as the ABI says.
#[expect(unsafe_code, reason = "reads the plugin's memory")]
unsafe fn spans(raw: &HkFinding, comment_keys: &[&str]) -> Result<Vec<SpanDraft>, String> {
    if raw.span_count > SPAN_LIMIT {
        return Err(format!(
            "{} places, more than the {SPAN_LIMIT} allowed",
            raw.span_count
        ));
    }
    let one = |index| {
        // SAFETY: the caller promises as many places as their count, a stride apart.
        let span: Option<HkSpan> = unsafe { read_at(raw.spans, raw.span_stride, index) };
        let span = span.ok_or("a place without a size")?;
        // SAFETY: the role is a text of the finding.
        let role = unsafe { bounded_text("role", span.role, TEXT_LIMIT) }?;
        Ok(SpanDraft {
            role: if role.is_empty() {
                "main".to_owned()
            } else {
                role
            },
            target: target(span.target, span.comment_id, comment_keys)?,
            start: span.start,
            end: span.end,
        })
    };
    (0..raw.span_count).map(one).collect()
}

fn target(target: u32, comment_id: u64, comment_keys: &[&str]) -> Result<Target, String> {
    match target {
        HK_TARGET_BODY => Ok(Target::Body),
        HK_TARGET_TITLE => Ok(Target::Title),
        HK_TARGET_COMMENT => usize::try_from(comment_id)
            .ok()
            .and_then(|id| comment_keys.get(id.checked_sub(1)?))
            .map(|key| Target::Comment((*key).to_owned()))
            .ok_or_else(|| format!("the post has no comment number {comment_id}")),
        other => Err(format!("target {other} is unknown")),
    }
}
