//! Says back all that it was shown, so that the tests can hold it against the post.

use hearken_sdk::prelude::*;

/// Repeats the post.
#[config(kinds = ["seen"])]
struct Mirror {}

impl Analyzer for Mirror {
    fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
        let mut seen = vec![
            format!("url {:?} {:?}", post.url(), post.canonical_url()),
            format!("title {:?} {:?}", post.title(), post.site_name()),
            format!(
                "language {:?} {:?}",
                post.language(),
                post.comment_count_claimed()
            ),
            format!("names {:?} {:?}", post.authors(), post.tags()),
        ];
        for date in post.published().into_iter().chain(post.updated()) {
            seen.push(format!(
                "date {date} {} {:?}",
                date.unix_ms(),
                date.precision()
            ));
        }
        for block in post.blocks() {
            seen.push(format!(
                "block {:?} {:?} {}",
                block.kind, block.level, block.text
            ));
        }
        seen.extend(
            post.links()
                .map(|link| format!("link {} {}", link.text, link.href)),
        );
        seen.extend(
            post.images()
                .map(|image| format!("image {} {:?}", image.src, image.alt)),
        );
        for comment in post.comments() {
            let parent = post.parent(comment).map(Comment::key);
            let date = comment.published().map(|date| date.to_string());
            seen.push(format!(
                "comment {} {parent:?} {:?} {} {:?} {:?} {date:?} {}",
                comment.key(),
                comment.kind(),
                comment.by_post_author(),
                comment.author(),
                comment.author_url(),
                comment.text(),
            ));
        }
        seen.into_iter()
            .try_for_each(|line| cx.emit(Finding::whole("seen").message(line)))?;
        if let Some(title) = post.title() {
            let found = Finding::at("seen", post, title).severity(Severity::Alert);
            let found = found
                .confidence(0.25)
                .data([("a", 1)].into_iter().collect::<Data>());
            cx.emit(found.span("body", post.text()).key("k").tag("t1").tag("t2"))?;
        }
        Ok(())
    }
}

/// Any map serialises to an object.
type Data = std::collections::BTreeMap<&'static str, i32>;

export!(Mirror);
