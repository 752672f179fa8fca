//! What holds for any pages in any order.

use std::collections::BTreeMap;

use hearken_model::{Block, BlockKind, Comment, CommentKind, Image, Link, PageDate, Post, Span};
use hearken_store::{PageRecord, PostRef};
use proptest::{collection::vec, option, prelude::*};

use crate::support::{Place, later, page, pending};

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zäß🙂 ]{0,24}",
        1 => "\\PC{0,24}",
    ]
}

fn date() -> impl Strategy<Value = PageDate> {
    prop_oneof![
        Just("2014-10-29T08:00:00+05:30"),
        Just("2014-10-29T08:00:00.250Z"),
        Just("2014-10-29T08:00:00"),
        Just("2014-10-29"),
        Just("2014-10"),
        Just("2014"),
    ]
    .prop_map(|text| text.parse().unwrap())
}

prop_compose! {
    fn any_comment()(
        key in "c[1-4]", reply_to in option::of("c[1-4]"), is_pingback in any::<bool>(),
        author in option::of(words()), author_url in option::of("https://[a-c]\\.example"),
        published in option::of(date()), text in words(), by_post_author in any::<bool>(),
    ) -> Comment {
        let kind = if is_pingback { CommentKind::Pingback } else { CommentKind::Comment };
        let published_raw = published.map(|date: PageDate| format!("on {date}"));
        Comment { key, reply_to, kind, author, author_url, published, published_raw, text, by_post_author }
    }
}

prop_compose! {
    fn any_post()(
        title in option::of(words()), authors in vec(words(), 0..3),
        published in option::of(date()), updated in option::of(date()),
        language in option::of("[a-z]{2}"), site_name in option::of(words()),
        tags in vec(words(), 0..3), text in words(), comments in vec(any_comment(), 0..6),
        comment_count_claimed in option::of(0..9_u32), link in option::of(words()),
        alt in option::of(words()),
    ) -> Post {
        let span = Span::new(0, text.len()).unwrap();
        Post {
            title, authors, published, updated, language, site_name, tags, comments,
            comment_count_claimed,
            blocks: vec![Block { kind: BlockKind::Heading, level: Some(2), span }],
            links: link.into_iter().map(|href| Link { href, span }).collect(),
            images: alt.into_iter().map(|alt| Image { src: "a.png".to_owned(), alt: Some(alt) }).collect(),
            text,
            ..Post::default()
        }
    }
}

fn record(place: &Place, number: usize, post: Post) -> PageRecord {
    page(
        place.run.id(),
        &format!("https://blog.example/{number}"),
        post,
    )
}

/// The shown content of all posts by address: all but ids and times.
fn content(place: &Place) -> BTreeMap<String, Post> {
    let reader = place.store.reader().unwrap();
    let posts = reader.pending(&pending("org.example.any")).unwrap();
    posts
        .into_iter()
        .map(|shown| {
            assert_eq!(
                shown.post.shown_hash(),
                shown.shown_hash,
                "{:?}",
                shown.post
            );
            (shown.post.url.clone().unwrap(), shown.post)
        })
        .collect()
}

fn check(place: &Place) {
    let health = place.store.check_health().unwrap();
    assert!(health.is_sound(), "{health:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn saving_twice_is_saving_once(first in any_post(), second in any_post()) {
        let place = Place::new();
        place.save(record(&place, 1, first));
        let saved = place.save(record(&place, 1, second.clone()));
        let before = place.dump();
        let again = PageRecord { fetched_at: later(2), ..record(&place, 1, second.clone()) };
        prop_assert_eq!(place.save(again).post_id, saved.post_id);
        prop_assert_eq!(place.dump(), before);
        let reader = place.store.reader().unwrap();
        let stored = reader.post(&PostRef::Id(saved.post_id)).unwrap().unwrap().post;
        prop_assert_eq!(stored.text, second.text);
        prop_assert_eq!(stored.comments.len(), second.comments.len());
        check(&place);
        content(&place);
    }

    #[test]
    fn the_order_of_pages_does_not_show(
        posts in vec(any_post(), 1..6), twins in any::<bool>(), seed in vec(any::<u32>(), 6),
    ) {
        let mut numbered: Vec<_> = posts.into_iter().enumerate().collect();
        if twins {
            // The same content at another address, without comments, which follow their page.
            let twin = Post { comments: Vec::new(), ..numbered[0].1.clone() };
            numbered[0].1.comments.clear();
            numbered.push((99, twin));
        }
        let (one, other) = (Place::new(), Place::new());
        for (number, post) in &numbered {
            one.save(record(&one, *number, post.clone()));
        }
        let order = |(number, _): &(usize, Post)| seed[number % seed.len()];
        numbered.sort_by_key(order);
        for (number, post) in &numbered {
            other.save(record(&other, *number, post.clone()));
        }
        prop_assert_eq!(content(&one), content(&other));
    }

    #[test]
    fn histories_keep_every_word(steps in vec(vec(any_comment(), 0..5), 1..5)) {
        let place = Place::new();
        for (comments, hour) in steps.iter().zip(0..) {
            let post = Post { text: "words".to_owned(), comments: comments.clone(), ..Post::default() };
            place.save(PageRecord { fetched_at: later(hour), ..record(&place, 1, post) });
        }
        let url = PostRef::Url("https://blog.example/1".to_owned());
        let stored = place.store.reader().unwrap().post(&url).unwrap().unwrap();
        let kept: Vec<&str> = stored
            .comments
            .iter()
            .flat_map(|comment| {
                let earlier = comment.earlier.iter().map(|(text, _)| text.as_str());
                earlier.chain([comment.comment.text.as_str()])
            })
            .collect();
        for comment in steps.iter().flatten() {
            prop_assert!(kept.contains(&comment.text.as_str()), "{:?} of {kept:?}", comment.text);
        }
        let shown: Vec<_> = stored.post.comments.iter().map(|comment| &comment.text).collect();
        let last: Vec<_> = steps.last().unwrap().iter().map(|comment| &comment.text).collect();
        prop_assert_eq!(shown, last);
        check(&place);
    }
}
