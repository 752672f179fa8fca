use proptest::prelude::*;

use super::found_in;

/// Pieces of pages with comments, in any order and number.
fn any_page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<div id=comments>"),
        Just("<div class=comment id=comment-1>"),
        Just("<li class='comment depth-2'>"),
        Just("<ol class=children>"),
        Just("</div>"),
        Just("</li>"),
        Just("</ol>"),
        Just("<b class=author>Ann</b>"),
        Just("<i>1 October 2014</i>"),
        Just("3 days ago"),
        Just("<p>Words.</p>"),
        Just("<br>"),
        Just("Reply"),
        Just("<form><textarea></textarea></form>"),
        Just("<h3>3 comments</h3>"),
        Just("<dt>"),
        Just("<dd>"),
        Just("<tr><td>"),
        Just("<a href='#comment-1'>in reply to</a>"),
        Just("名前 2014年10月29日"),
        Just("<hr>"),
        Just("❤️"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_page_gives_comments_with_keys_of_their_own(page in any_page()) {
        let found = found_in(&page);
        let keys: Vec<&str> = found.comments.iter().map(|comment| comment.key.as_str()).collect();
        for (at, comment) in found.comments.iter().enumerate() {
            prop_assert!(!keys[..at].contains(&comment.key.as_str()));
            if let Some(answered) = comment.reply_to.as_deref() {
                prop_assert!(keys[..at].contains(&answered), "{answered} before {}", comment.key);
            }
            prop_assert_eq!(comment.text.trim(), &comment.text);
        }
        let ends = found.taken.iter().map(|taken| taken.range.clone());
        prop_assert!(ends.clone().zip(ends.skip(1)).all(|(a, b)| a.end <= b.start));
    }
}
