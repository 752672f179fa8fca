use hearken_model::{CommentKind, RemovedKind};

use super::{check, found_in, under_post};

#[test]
fn pages_without_comments_get_none() {
    for (name, rest) in [
        (
            "form alone",
            r#"<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><label>Comment</label><textarea></textarea><p>Your email address will not be published.</p></form></div>"#,
        ),
        (
            "closed",
            r#"<div id="comments"><p class="nocomments">Comments are closed.</p></div>"#,
        ),
        (
            "widget",
            r#"<div id="sidebar"><div class="widget_recent_comments"><h3>Recent comments</h3><ul id="recentcomments"><li class="recentcomments"><span class="comment-author-link">Ann</span> on <a href="/tea">Tea</a></li><li class="recentcomments"><span class="comment-author-link">Bob</span> on <a href="/tea">Tea</a></li></ul></div></div>"#,
        ),
        (
            "widget with dates",
            r#"<aside class="sidebar"><h3>Latest comments</h3><ul><li><b class="author">Ann</b> <i>1 October 2014</i><p>Why not cold?</p></li><li><b class="author">Bob</b> <i>2 October 2014</i><p>Because.</p></li></ul></aside>"#,
        ),
        (
            "hidden template",
            r#"<div id="comments"><div class="comment" style="display:none"><b class="author">Name</b> <i>1 October 2014</i><p>Words.</p></div></div>"#,
        ),
        (
            "related posts",
            r#"<div class="related"><h3>Related posts</h3><article class="post-card"><h4><a href="/a">Coffee</a></h4><span class="author">Bea</span> <time datetime="2014-10-01">1 October 2014</time><p>The other drink.</p></article><article class="post-card"><h4><a href="/b">Milk</a></h4><span class="author">Bea</span> <time datetime="2014-10-02">2 October 2014</time><p>The third drink.</p></article></div>"#,
        ),
    ] {
        check(name, &under_post(rest), &[]);
    }
}

#[test]
fn linkbacks_are_kept_apart() {
    let found = found_in(&under_post(
        r##"<div id="comments"><ol class="commentlist"><li class="comment" id="comment-1"><cite class="fn">Ann</cite> <a href="#comment-1">1 October 2014</a><p>Why not cold?</p></li>
        <li class="pingback" id="comment-2"><div class="comment-body">Pingback: <a href="http://other.example/p" rel="external nofollow" class="url">All about leaves</a></div></li></ol></div>"##,
    ));
    let kinds: Vec<CommentKind> = found.comments.iter().map(|comment| comment.kind).collect();
    assert_eq!(kinds, [CommentKind::Comment, CommentKind::Pingback]);
    assert_eq!(
        found.comments[1].author.as_deref(),
        Some("All about leaves")
    );
    assert_eq!(
        found.comments[1].author_url.as_deref(),
        Some("http://other.example/p")
    );
}

#[test]
fn what_stands_around_is_taken_with_its_kind() {
    let found = found_in(&under_post(
        r#"<div id="comments"><h3>One response to “Tea”</h3><div class="comment" id="comment-1"><b class="author">Ann</b> <i>1 October 2014</i><p>Why not cold?</p></div>
        <form><p>Your email address will not be published.</p><textarea></textarea></form></div>"#,
    ));
    assert_eq!(found.claimed, Some(1));
    let kinds: Vec<Option<RemovedKind>> = found.taken.iter().map(|taken| taken.kind).collect();
    assert_eq!(
        kinds,
        [
            Some(RemovedKind::CommentChrome),
            None,
            Some(RemovedKind::CommentForm)
        ]
    );
}

#[test]
fn a_list_printed_twice_counts_once() {
    let list = |prefix: &str| {
        format!(
            r#"<div class="comments-{prefix}"><div class="comment" id="{prefix}-comment-1"><b class="author">Ann</b> <i>1 October 2014</i><p>Why would one not drink it cold in summer?</p></div><div class="comment" id="{prefix}-comment-2"><b class="author">Bob</b> <i>2 October 2014</i><p>Yes!</p></div></div>"#
        )
    };
    let page = under_post(&format!("{}{}", list("wide"), list("narrow")));
    assert_eq!(found_in(&page).comments.len(), 2);
}

#[test]
fn the_posts_author_is_known_by_mark_name_or_signature() {
    let mut comments = found_in(&under_post(
        r#"<div id="comments"><div class="comment" id="comment-1"><b class="author">Ann</b> <i>1 October 2014</i><p>Why not cold?</p></div>
        <div class="comment bypostauthor" id="comment-2"><b class="author">The baker</b> <i>2 October 2014</i><p>Because of winter.</p></div>
        <div class="comment" id="comment-3"><b class="author">bea lee</b> <i>3 October 2014</i><p>And of coughs.</p></div>
        <div class="comment" id="comment-4"><b class="author">Guest</b> <i>4 October 2014</i><p>Forgot to log in.</p><p>– Bea Lee</p></div></div>"#,
    ))
    .comments;
    super::super::mark_post_author(&mut comments, &["Bea Lee".to_owned()]);
    let marked: Vec<bool> = comments
        .iter()
        .map(|comment| comment.by_post_author)
        .collect();
    assert_eq!(marked, [false, true, true, true]);
}

#[test]
fn comments_that_open_at_a_click_are_comments() {
    let list = |id: &str| {
        under_post(&format!(
            r#"<button>Show comments</button><section id="comments" style="display: none"><ol><li class="comment" id="{id}"><b class="author">Ann</b> <i>1 October 2014</i><p>Why not cold?</p></li></ol></section>"#
        ))
    };
    let read = |page: &str| crate::extract(page.as_bytes(), &crate::PageHints::default()).unwrap();
    assert_eq!(read(&list("comment-12")).comments.len(), 1);
    assert_eq!(read(&list("comment-template")).comments.len(), 0);
}
