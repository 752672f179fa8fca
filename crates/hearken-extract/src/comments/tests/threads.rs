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
