//! What the talk under a post comes to: numbers, open questions, answers.

#![forbid(unsafe_code)]

use conversation::Conversation;
use hearken_sdk::{
    Severity,
    test::{TestComment, TestFinding, TestPost, configured, run, try_configured},
};
use serde_json::{Value, json};

fn find(config: &str, comments: Vec<TestComment>) -> Vec<TestFinding> {
    let post = TestPost::new("We moved the mast to the other hill.").author("Wynn Harcastle");
    let post = comments.into_iter().fold(post, TestPost::comment);
    run(&mut configured::<Conversation>(config), post)
}

fn of_kind<'a>(found: &'a [TestFinding], kind: &str) -> Vec<&'a TestFinding> {
    let whole = format!("conversation.{kind}");
    found.iter().filter(|one| one.kind == whole).collect()
}

fn from(key: &str, name: &str, text: &str) -> TestComment {
    TestComment::new(key, text).author(name)
}

/// A talk with everything in it: an answered and an open question, an answer by a reader, a
/// pingback, and a comment of the author's own.
fn talk() -> Vec<TestComment> {
    vec![
        from(
            "c1",
            "Ida",
            "How high is it now? I can see it from the ferry.",
        ),
        from(
            "c2",
            "Wynn Harcastle",
            "Thanks! It is eleven metres without the lamp.",
        )
        .reply_to("c1")
        .by_post_author(),
        from("c3", "Lewis", "Who paid for it?"),
        from("c4", "Marjorie", "Does it hum in the wind?"),
        from("c5", "Trevor", "It does, mostly in B flat.").reply_to("c4"),
        from("c6", "The Coast Log", "A mast moves").pingback(),
        from("c7", "ida", "Lovely view."),
    ]
}

#[test]
fn the_summary_counts_what_the_readme_defines() {
    let found = find("{}", talk());
    let summary = of_kind(&found, "summary");
    assert_eq!(summary.len(), 1);
    assert_eq!(
        summary[0].data,
        json!({
            "comments": 6, "participants": 5, "unnamed": 0, "by_post_author": 1,
            "answered": 1, "of": 5, "author_reply_rate": 0.2,
            "top_level": 4, "top_level_with_reply": 2,
            "questions": 3, "unanswered_questions": 1, "replies_told": true,
        })
    );
    assert_eq!(
        summary[0].message,
        "6 comments by 5 participants; the author answered 1 of 5 readers’ comments; 1 question open"
    );
}

#[test]
fn an_open_question_is_pointed_to() {
    let found = find("{}", talk());
    let open = of_kind(&found, "unanswered");
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].text_of("question"), Some("Who paid for it?"));
    assert_eq!(open[0].about, "comment c3");
    assert_eq!(open[0].severity, Severity::Notice);
    assert_eq!(
        open[0].data,
        json!({"asked_by": "Lewis", "comment": "c3", "replied": false})
    );
}

#[test]
fn an_answered_question_is_shown_with_its_answer() {
    let found = find("{}", talk());
    let pairs: Vec<_> = of_kind(&found, "answered")
        .iter()
        .map(|one| {
            (
                one.text_of("question"),
                one.text_of("answer"),
                &one.data["by_post_author"],
            )
        })
        .collect();
    assert_eq!(
        pairs,
        [
            (
                Some("How high is it now?"),
                Some("It is eleven metres without the lamp."),
                &json!(true)
            ),
            (
                Some("Does it hum in the wind?"),
                Some("It does, mostly in B flat."),
                &json!(false)
            ),
        ]
    );
}

#[test]
fn the_authors_answers_alone_count_where_that_is_asked() {
    let found = find(r#"{"answers_from": "author"}"#, talk());
    let open: Vec<_> = of_kind(&found, "unanswered")
        .iter()
        .map(|one| one.text())
        .collect();
    assert_eq!(open, ["Who paid for it?", "Does it hum in the wind?"]);
    assert_eq!(
        of_kind(&found, "unanswered")[1].data["replied"],
        json!(true)
    );
}

#[test]
fn an_asker_who_goes_on_has_no_answer_yet() {
    let found = find(
        "{}",
        vec![
            from("c1", "Ida", "Is the path open?"),
            from("c2", "Ida", "I mean the one by the water.").reply_to("c1"),
        ],
    );
    assert_eq!(of_kind(&found, "unanswered").len(), 1);
    let deeper = find(
        "{}",
        vec![
            from("c1", "Ida", "Is the path open?"),
            from("c2", "Ida", "I mean the one by the water.").reply_to("c1"),
            from("c3", "Wynn", "Not before May.")
                .reply_to("c2")
                .by_post_author(),
        ],
    );
    assert_eq!(
        of_kind(&deeper, "answered")[0].text_of("answer"),
        Some("Not before May.")
    );
}

#[test]
fn questions_are_known_by_their_marks_in_any_script() {
    for (text, asks) in [
        ("Wo gibt es das Mehl?", true),
        ("¿Sigue abierto el bar de dentro?", true),
        ("お店は何時まで開いていますか？", true),
        ("هل المتجر مفتوح؟", true),
        ("Πότε ανοίγει;", true),
        ("Really?! Since when?", true),
        ("When does it open? 🙂", true),
        ("(Is that the old one?)", true),
        ("I wonder when it opens.", false),
        ("???", false),
        ("See https://example.org/?q=mast for more.", false),
        ("Es ist offen; ich war dort.", false),
    ] {
        let found = find("{}", vec![from("c1", "Ida", text)]);
        assert_eq!(!of_kind(&found, "unanswered").is_empty(), asks, "{text}");
    }
}

#[test]
fn questions_that_want_no_answer_are_less_sure() {
    let sure = |text: &str| {
        let found = find("{}", vec![from("c1", "Ida", text)]);
        of_kind(&found, "unanswered")[0]
            .confidence
            .unwrap_or_default()
    };
    let plain = sure("Where does the path begin?");
    for text in [
        "It is higher now, isn't it?",
        "Das ist der alte Mast, oder?",
        "“Going far?”",
        "Really?!",
        "Where does the path begin? I looked at the map. It is by the sluice. Then it turns left. I went there.",
    ] {
        assert!(sure(text) < plain, "{text}");
    }
}

#[test]
fn a_name_links_comments_where_the_page_tells_no_replies() {
    let found = find(
        "{}",
        vec![
            from("c1", "Ida Brill", "Is it painted yet?"),
            from("c2", "Lewis", "Nice hill."),
            from("c3", "Wynn Harcastle", "Ida, the painters come on Monday.").by_post_author(),
        ],
    );
    let answered = of_kind(&found, "answered");
    assert_eq!(
        answered[0].text_of("answer"),
        Some("Ida, the painters come on Monday.")
    );
    assert!(answered[0].confidence.is_some_and(|sure| sure <= 0.6));
    assert_eq!(
        of_kind(&found, "summary")[0].data["replies_told"],
        json!(false)
    );
}

#[test]
fn a_post_without_people_has_no_conversation() {
    assert_eq!(find("{}", Vec::new()), []);
    assert_eq!(
        find(
            "{}",
            vec![from("c1", "The Coast Log", "Who said that?").pingback()]
        ),
        []
    );
}

#[test]
fn unnamed_readers_count_as_one_participant() {
    let found = find(
        "{}",
        vec![
            TestComment::new("c1", "Great post and so true."),
            TestComment::new("c2", "Ike – thanks for the note. –Wynn")
                .reply_to("c1")
                .by_post_author(),
        ],
    );
    let data: &Value = &of_kind(&found, "summary")[0].data;
    let fields = [
        "comments",
        "participants",
        "by_post_author",
        "answered",
        "of",
    ];
    assert_eq!(
        fields.map(|field| &data[field]),
        [&json!(2), &json!(2), &json!(1), &json!(1), &json!(1)]
    );
}

#[test]
fn a_wrong_configuration_is_refused() {
    let problem = try_configured::<Conversation>(r#"{"answers_from": "cats"}"#).err();
    assert!(problem.is_some_and(|words| words.contains("answers_from")));
}

#[test]
fn a_deep_thread_is_read_in_one_pass() {
    let deep = (0..5_000).map(|n| {
        let comment = from(&format!("c{n}"), "Ida", "And then?");
        if n == 0 {
            comment
        } else {
            comment.reply_to(format!("c{}", n - 1))
        }
    });
    let found = find("{}", deep.collect());
    assert_eq!(of_kind(&found, "unanswered").len(), 5_000);
}
