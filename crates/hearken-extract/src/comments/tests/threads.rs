use super::{check, under_post};

fn item(attributes: &str, name: &str, day: u8, words: &str) -> String {
    format!(
        r#"<div class="comment" {attributes}><b class="author">{name}</b> <span class="date">{day} October 2014</span><p class="text">{words}</p></div>"#
    )
}

fn list(items: &[String]) -> String {
    under_post(&format!(r#"<div id="comments">{}</div>"#, items.concat()))
}

#[test]
fn flat_lists_with_depths() {
    for (name, one, two) in [
        ("level", r#"data-level="1""#, r#"data-level="2""#),
        (
            "style",
            r#"style="margin-left: 0px""#,
            r#"style="margin-left: 24px""#,
        ),
        ("attribute", r#"data-depth="0""#, r#"data-depth="1""#),
    ] {
        check(
            name,
            &list(&[
                item(one, "Ann", 1, "Why not cold?"),
                item(two, "Bob", 2, "Because of winter."),
                item(one, "Cem", 3, "Or with milk?"),
            ]),
            &[
                "c1 | - | Ann | 2014-10-01 | Why not cold?",
                "c2 | c1 | Bob | 2014-10-02 | Because of winter.",
                "c3 | - | Cem | 2014-10-03 | Or with milk?",
            ],
        );
    }
}

#[test]
fn answers_told_by_number() {
    check(
        "attribute",
        &list(&[
            item(r#"id="comment-7""#, "Ann", 1, "Why not cold?"),
            item(r#"id="comment-8""#, "Cem", 2, "Or with milk?"),
            item(
                r#"id="comment-9" data-parent-id="7""#,
                "Bob",
                3,
                "Because of winter.",
            ),
        ]),
        &[
            "comment-7 | - | Ann | 2014-10-01 | Why not cold?",
            "comment-8 | - | Cem | 2014-10-02 | Or with milk?",
            "comment-9 | comment-7 | Bob | 2014-10-03 | Because of winter.",
        ],
    );
}

#[test]
fn replies_in_a_list_behind_their_comment() {
    check(
        "sibling list",
        &list(&[
            item(r#"id="comment-7""#, "Ann", 1, "Why not cold?"),
            format!(
                r#"<div class="replies">{}{}</div>"#,
                item(r#"id="comment-8""#, "Bob", 2, "Because of winter."),
                item(r#"id="comment-9""#, "Eve", 3, "And of coughs.")
            ),
            item(r#"id="comment-10""#, "Cem", 4, "Or with milk?"),
        ]),
        &[
            "comment-7 | - | Ann | 2014-10-01 | Why not cold?",
            "comment-8 | comment-7 | Bob | 2014-10-02 | Because of winter.",
            "comment-9 | comment-7 | Eve | 2014-10-03 | And of coughs.",
            "comment-10 | - | Cem | 2014-10-04 | Or with milk?",
        ],
    );
}

#[test]
fn deleted_comments_leave_their_answers_to_what_they_answered() {
    check(
        "deleted",
        &under_post(
            r#"<div id="comments"><ol><li class="comment" id="comment-1"><b class="fn">Ann</b> <i>1 October 2014</i><p>Why not cold?</p>
            <ol><li class="comment" id="comment-2"><b class="fn">Bob</b> <i>2 October 2014</i><p>This comment has been removed.</p>
            <ol><li class="comment" id="comment-3"><b class="fn">Cem</b> <i>3 October 2014</i><p>How rude.</p></li></ol></li></ol></li></ol></div>"#,
        ),
        &[
            "comment-1 | - | Ann | 2014-10-01 | Why not cold?",
            "comment-3 | comment-1 | Cem | 2014-10-03 | How rude.",
        ],
    );
}

#[test]
fn answers_of_a_forum_thread_without_a_word_on_comments() {
    let message = |number: u8, name: &str, words: &str| {
        format!(
            r#"<article class="message message--post" id="post-{number}"><h4 class="message-name"><a class="username" href="/members/{number}">{name}</a></h4><time datetime="2014-10-0{number}">{number} October 2014</time><div class="message-body"><p>{words}</p></div></article>"#
        )
    };
    let page = format!(
        "<html><body><h1>Cold tea?</h1>{}{}{}</body></html>",
        message(
            1,
            "Ann",
            "Does anybody drink it cold, and if so, in what kind of weather?"
        ),
        message(2, "Bob", "Only in August."),
        message(3, "Cem", "With lemon, in any weather.")
    );
    check(
        "thread",
        &page,
        &[
            "post-2 | - | Bob | 2014-10-02 | Only in August.",
            "post-3 | - | Cem | 2014-10-03 | With lemon, in any weather.",
        ],
    );
}

#[test]
fn cards_of_other_posts_are_no_thread() {
    let card = |day: u8| {
        format!(
            r#"<div class="post"><span class="author">Bea</span> <span class="date">{day} October 2014</span><p>Another drink that was on the table that day.</p></div>"#
        )
    };
    check(
        "cards",
        &under_post(&format!("<div>{}{}</div>", card(1), card(2))),
        &[],
    );
}

#[test]
fn the_blogs_answer_inside_of_a_comment() {
    let entry = |day: u8, name: &str, words: &str, answer: &str| {
        format!(
            r#"<ul class="single-post"><li class="post-info"><span class="user-name">{name}</span> <span class="post-time">2013/12/2{day} 10:28</span></li><li class="post-text">{words}</li><li class="reply-text">{answer}<p><a href="/">Bea</a> 2014/01/0{day} 20:31</p></li></ul>"#
        )
    };
    check(
        "answers",
        &under_post(&format!(
            r#"<div id="comments">{}{}</div>"#,
            entry(1, "Ann", "Why not cold?", "Try it."),
            entry(2, "Bob", "With milk?", "Never.")
        )),
        &[
            "c1 | - | Ann | 2013-12-21T10:28:00 | Why not cold?",
            "c2 | c1 | Bea | 2014-01-01T20:31:00 | Try it.",
            "c3 | - | Bob | 2013-12-22T10:28:00 | With milk?",
            "c4 | c3 | Bea | 2014-01-02T20:31:00 | Never.",
        ],
    );
}
