//! A host as small as can be: shows one post and collects what is emitted.

use std::ffi::c_void;

use hearken_abi::{
    HK_COMMENT_BY_POST_AUTHOR, HK_COMMENT_PINGBACK, HK_COMMENT_WORDS, HK_DATE_DAY,
    HK_FINDING_HAS_CONFIDENCE, HK_OK, HK_TARGET_BODY, HK_TARGET_COMMENT, HK_TARGET_TITLE, HkBlock,
    HkCall, HkComment, HkDate, HkFinding, HkLink, HkPost, HkSpan, HkStr, read,
};

use super::{TestComment, TestFinding, TestPost, TestSpan};
use crate::{Analyzer, Severity, entry, raw, text};

/// What the callbacks write to.
struct Collector<'p> {
    post: &'p TestPost,
    found: Vec<Result<TestFinding, String>>,
}

/// Shows `post` to `analyzer` through the structs of the ABI.
pub(super) fn show<T: Analyzer>(
    analyzer: &mut T,
    post: &TestPost,
) -> Result<Vec<TestFinding>, String> {
    let mut collector = Collector {
        post,
        found: Vec::new(),
    };
    let call = HkCall {
        #[expect(clippy::cast_possible_truncation, reason = "64 bytes")]
        size: size_of::<HkCall>() as u32,
        flags: 0,
        deadline_ms: 0,
        ctx: (&raw mut collector).cast(),
        emit: Some(emit),
        fail: None,
        reply: None,
        cancelled: None,
        service: None,
    };
    let result = with_raw(post, |raw| {
        #[expect(unsafe_code, reason = "calls the analyzer as the host does")]
        // SAFETY: call and post are made here and live until `look` returns; the context is only
        // used by `emit` meanwhile.
        unsafe {
            entry::look(analyzer, &call, raw)
        }
    });
    result.map_err(|error| error.message().to_owned())?;
    collector.found.into_iter().collect()
}

/// Calls `body` with `post` in the form of the ABI.
fn with_raw<R>(post: &TestPost, body: impl FnOnce(&HkPost) -> R) -> R {
    let authors: Vec<HkStr> = post.authors.iter().map(|name| HkStr::new(name)).collect();
    let tags: Vec<HkStr> = post.tags.iter().map(|tag| HkStr::new(tag)).collect();
    let start = |part: &str| part.as_ptr().addr() - post.text.as_ptr().addr();
    let blocks: Vec<HkBlock> = text::paragraphs(&post.text)
        .map(|part| HkBlock {
            size: size::<HkBlock>(),
            kind: hearken_abi::HK_BLOCK_PARAGRAPH,
            level: 0,
            flags: 0,
            start: start(part) as u64,
            end: (start(part) + part.len()) as u64,
        })
        .collect();
    let links: Vec<HkLink> = post
        .links
        .iter()
        .map(|(range, href)| HkLink {
            size: size::<HkLink>(),
            flags: 0,
            start: range.start as u64,
            end: range.end as u64,
            href: HkStr::new(href),
        })
        .collect();
    let comments: Vec<HkComment> = (1..)
        .zip(&post.comments)
        .map(|(id, one)| raw_comment(id, one, &post.comments))
        .collect();
    body(&HkPost {
        text: HkStr::new(&post.text),
        title: HkStr::from_option(post.title.as_deref()),
        url: HkStr::from_option(post.url.as_deref()),
        language: HkStr::from_option(post.language.as_deref()),
        site_name: HkStr::from_option(post.site_name.as_deref()),
        published: raw_date(post.published.as_deref()),
        authors: authors.as_ptr(),
        author_count: authors.len(),
        tags: tags.as_ptr(),
        tag_count: tags.len(),
        blocks: blocks.as_ptr(),
        block_count: blocks.len(),
        links: links.as_ptr(),
        link_count: links.len(),
        comments: comments.as_ptr(),
        comment_count: comments.len(),
        ..HkPost::EMPTY
    })
}

fn raw_comment(id: u64, comment: &TestComment, all: &[TestComment]) -> HkComment {
    let parent = comment.reply_to.as_ref().and_then(|key| {
        (1..)
            .zip(all)
            .find_map(|(id, other)| (other.key == *key).then_some(id))
    });
    HkComment {
        size: size::<HkComment>(),
        flags: if comment.by_post_author {
            HK_COMMENT_BY_POST_AUTHOR
        } else {
            0
        },
        id,
        parent_id: parent.unwrap_or(0),
        kind: if comment.pingback {
            HK_COMMENT_PINGBACK
        } else {
            HK_COMMENT_WORDS
        },
        reserved: 0,
        published: raw_date(comment.published.as_deref()),
        key: HkStr::new(&comment.key),
        author: HkStr::from_option(comment.author.as_deref()),
        author_url: HkStr::from_option(comment.author_url.as_deref()),
        text: HkStr::new(&comment.text),
    }
}

/// A day; the tests of analyzers that count time bring their own numbers.
fn raw_date(day: Option<&str>) -> HkDate {
    let Some(day) = day else {
        return HkDate::NONE;
    };
    let mut parts = day
        .splitn(3, '-')
        .map(|part| part.parse::<i64>().unwrap_or(1));
    let mut next = || parts.next().unwrap_or(1);
    let (year, month, date) = (next(), next(), next());
    HkDate {
        unix_ms: days_from_1970(year, month, date) * 86_400_000,
        precision: HK_DATE_DAY,
        reserved: 0,
        text: HkStr::new(day),
    }
}

/// Days of the Gregorian calendar, counted in years that begin in March so that the leap day is
/// the last of its year.
const fn days_from_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "structs have a few hundred bytes"
)]
const fn size<T>() -> u32 {
    size_of::<T>() as u32
}

#[expect(unsafe_code, reason = "the C side of the border")]
unsafe extern "C" fn emit(ctx: *mut c_void, finding: *const HkFinding) -> i32 {
    // SAFETY: `show` gives its collector as the context, and uses it no more until the call ends.
    let Some(collector) = (unsafe { ctx.cast::<Collector<'_>>().as_mut() }) else {
        return hearken_abi::HK_ERR;
    };
    // SAFETY: the finding is that of `Cx::emit`, alive until this returns.
    let found = unsafe { copied(finding, collector.post) };
    collector.found.push(found);
    HK_OK
}

/// Copies and checks a finding.
///
/// # Safety
///
/// `finding` is null or what [`Cx::emit`](crate::Cx::emit) hands over.
#[expect(unsafe_code, reason = "reads the analyzer's memory")]
unsafe fn copied(finding: *const HkFinding, post: &TestPost) -> Result<TestFinding, String> {
    // SAFETY: the caller's promise.
    let raw = unsafe { read(finding) }.ok_or("no finding")?;
    // SAFETY: each text lives until `emit` returns.
    let text = |one| unsafe { raw::text(one) }.unwrap_or("").to_owned();
    // SAFETY: so does the list of tags.
    let tags: Vec<&str> = unsafe { raw::texts(raw.tags, raw.tag_count) };
    // SAFETY: so does the array of spans.
    let spans = unsafe { raw::Structs::new(raw.spans, raw.span_count, raw.span_stride) };
    let spans = spans.map(|span: HkSpan| checked(&span, text(span.role), post));
    let has_confidence = raw.flags & HK_FINDING_HAS_CONFIDENCE != 0;
    if has_confidence && !(0.0..=1.0).contains(&raw.confidence) {
        return Err(format!(
            "confidence {} is not within 0 and 1",
            raw.confidence
        ));
    }
    let data = text(raw.data_json);
    Ok(TestFinding {
        kind: text(raw.kind),
        message: text(raw.message),
        severity: Severity::from_number(raw.severity).ok_or("an unknown severity")?,
        confidence: has_confidence.then_some(raw.confidence),
        about: named(raw.target, raw.comment_id, post)?.0,
        data: if data.is_empty() {
            serde_json::Value::Null
        } else {
            serde_json::from_str(&data).map_err(|error| error.to_string())?
        },
        key: (!raw.key.is_none()).then(|| text(raw.key)),
        tags: tags.into_iter().map(str::to_owned).collect(),
        spans: spans.collect::<Result<_, _>>()?,
    })
}

/// A span held against its text.
fn checked(span: &HkSpan, role: String, post: &TestPost) -> Result<TestSpan, String> {
    let (place, text) = named(span.target, span.comment_id, post)?;
    let (start, end) = (span.start, span.end);
    let bytes = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let words = bytes.and_then(|(start, end)| Some((start..end, text.get(start..end)?)));
    let (bytes, words) = words.ok_or_else(|| {
        let len = text.len();
        format!(
            "span {start}..{end} runs out of the {len} bytes of the {place} or cuts a character"
        )
    })?;
    Ok(TestSpan {
        role,
        place,
        bytes,
        text: words.to_owned(),
    })
}

/// Name and text of a target.
fn named(target: u32, comment_id: u64, post: &TestPost) -> Result<(String, &str), String> {
    match target {
        HK_TARGET_BODY => Ok(("body".to_owned(), &post.text)),
        HK_TARGET_TITLE => {
            let title = post.title.as_deref().ok_or("the post has no title")?;
            Ok(("title".to_owned(), title))
        }
        HK_TARGET_COMMENT => {
            let mut comments = (1..).zip(&post.comments);
            let (_, comment) = comments
                .find(|(id, _)| *id == comment_id)
                .ok_or_else(|| format!("the post has no comment number {comment_id}"))?;
            Ok((format!("comment {}", comment.key), &comment.text))
        }
        other => Err(format!("target {other} is unknown")),
    }
}
