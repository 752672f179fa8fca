//! Whatever the text, a part of it is placed where it stands.

#![forbid(unsafe_code)]

use hearken_sdk::{
    prelude::*,
    test::{TestComment, TestPost, configured, run},
    text,
};
use proptest::{collection::vec, prelude::*};

/// Marks every word, sentence, paragraph and question there is.
#[config(kinds = ["part"])]
struct Parts {}

impl Analyzer for Parts {
    fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
        let title = post.title().into_iter();
        let comments = post.comments().iter().map(Comment::text);
        for whole in title.chain([post.text()]).chain(comments) {
            for part in parts(whole) {
                cx.emit(Finding::at("part", post, part))?;
            }
        }
        Ok(())
    }
}

fn parts(whole: &str) -> impl Iterator<Item = &str> {
    let sentences = text::sentences(whole).chain(text::questions(whole));
    text::words(whole)
        .chain(sentences)
        .chain(text::paragraphs(whole))
}

/// Texts of letters that tempt: several bytes, several code points, marks, white space.
fn any_text() -> impl Strategy<Value = String> {
    "[a-zé🙂字\u{301}\u{200d} ?!.\n\u{a0}«»]{0,40}"
}

proptest! {
    #[test]
    fn every_part_is_placed_where_it_stands(
        title in any_text(),
        body in any_text(),
        comments in vec(any_text(), 0..4),
    ) {
        let mut post = TestPost::new(body.clone()).title(title.clone());
        for (number, comment) in comments.iter().enumerate() {
            post = post.comment(TestComment::new(format!("c{number}"), comment.clone()));
        }
        let found = run(&mut configured::<Parts>("{}"), post);
        let texts = [("title".to_owned(), &title), ("body".to_owned(), &body)].into_iter().chain(
            comments.iter().enumerate().map(|(number, text)| (format!("comment c{number}"), text)),
        );
        let mut wanted = Vec::new();
        for (place, whole) in texts {
            for part in parts(whole) {
                let start = part.as_ptr().addr() - whole.as_ptr().addr();
                wanted.push((place.clone(), start..start + part.len(), part.to_owned()));
            }
        }
        let got: Vec<_> = found
            .into_iter()
            .map(|mut one| one.spans.swap_remove(0))
            .map(|span| (span.place, span.bytes, span.text))
            .collect();
        prop_assert_eq!(got, wanted);
    }
}
