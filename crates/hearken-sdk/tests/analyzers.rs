//! Analyzers written by the public interface alone, under the strictest lint.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;

use hearken_sdk::{
    prelude::*,
    test::{TestComment, TestFinding, TestPost, configured, run, try_configured, try_run},
};

/// What the analyzer finds.
#[derive(Kinds)]
enum Kind {
    /// A watched name is spoken of.
    Mention,
    /// A question was asked and answered.
    #[kind(name = "talk.answered", severity = "notice")]
    Answered,
}

/// Somebody to listen for.
#[config]
struct Person {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// Finds names and answered questions.
///
/// More words that are no part of the summary.
#[config(kinds = Kind)]
struct Listener {
    /// Who is listened for.
    people: Vec<Person>,
    #[serde(skip)]
    by_name: BTreeMap<String, String>,
}

impl Analyzer for Listener {
    fn start(&mut self) -> Result {
        for (at, person) in self.people.iter().enumerate() {
            if person.name.is_empty() {
                return Err(Error::config(
                    &format!("/people/{at}/name"),
                    "a name has letters",
                ));
            }
            for name in person.aliases.iter().chain([&person.name]) {
                self.by_name.insert(name.clone(), person.name.clone());
            }
        }
        Ok(())
    }

    fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
        let places = post.title().into_iter().flat_map(hearken_sdk::text::words);
        let comments = post.comments().iter().flat_map(Comment::words);
        for word in places.chain(post.words()).chain(comments) {
            if let Some(name) = self.by_name.get(word) {
                let data = BTreeMap::from([("person", name)]);
                cx.emit(
                    Finding::at(Kind::Mention, post, word)
                        .data(data)
                        .confidence(0.5)
                        .tag("name"),
                )?;
            }
        }
        for comment in post.comments() {
            let asked = comment.questions().next();
            let answer = post.replies(comment).find(|reply| reply.by_post_author());
            if let (Some(question), Some(answer)) = (asked, answer) {
                let found =
                    Finding::at(Kind::Answered, post, question).span("answer", answer.text());
                cx.emit(found.about(comment).key(comment.key()).message("answered"))?;
            }
        }
        cx.check()
    }
}

fn listened(post: TestPost) -> Vec<TestFinding> {
    let config = r#"{"people": [{"name": "Zoë", "aliases": ["Zo"]}]}"#;
    run(&mut configured::<Listener>(config), post)
}

#[test]
fn places_come_from_slices_of_every_text() {
    let post = TestPost::new("It was Zoë who asked.")
        .title("Zo listens")
        .comment(TestComment::new("c1", "Ask Zo!"));
    let found = listened(post);
    let places: Vec<_> = found
        .iter()
        .map(|one| (one.text(), one.spans[0].place.as_str()))
        .collect();
    assert_eq!(
        places,
        [("Zo", "title"), ("Zoë", "body"), ("Zo", "comment c1")]
    );
    assert_eq!(found[2].about, "comment c1");
    assert_eq!(found[0].data["person"], "Zoë");
    assert_eq!(found[0].severity, Severity::Info);
    assert_eq!((found[0].confidence, found[0].tags.len()), (Some(0.5), 1));
}

#[test]
fn a_finding_has_several_places_with_roles() {
    let post = TestPost::new("Rain.")
        .comment(TestComment::new("a", "Hm. When does it end?").author("Ida"))
        .comment(TestComment::new("b", "No idea.").reply_to("a"))
        .comment(
            TestComment::new("c", "On Monday.")
                .reply_to("a")
                .by_post_author(),
        );
    let found = listened(post);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind.as_str(), found[0].severity),
        ("talk.answered", Severity::Notice)
    );
    assert_eq!(found[0].text_of("main"), Some("When does it end?"));
    assert_eq!(found[0].text_of("answer"), Some("On Monday."));
    assert_eq!(found[0].key.as_deref(), Some("a"));
}

#[test]
fn a_wrong_configuration_is_named_by_its_place() {
    for (config, wanted) in [
        ("{}", "/: missing field `people`"),
        (r#"{"people": 3}"#, "/people: invalid type"),
        (
            r#"{"people": [{"name": "A"}, {"name": 4}]}"#,
            "/people/1/name: invalid type",
        ),
        (r#"{"people": [], "peple": []}"#, "unknown field `peple`"),
        (
            r#"{"people": [{"name": ""}]}"#,
            "/people/0/name: a name has letters",
        ),
        ("[", "/: EOF"),
    ] {
        let problem = try_configured::<Listener>(config).err().unwrap();
        assert!(problem.contains(wanted), "{config}: {problem}");
    }
}

/// Does what its configuration says.
#[config(kinds = ["known"])]
struct Faulty {
    what: String,
}

impl Analyzer for Faulty {
    fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
        match self.what.as_str() {
            "copy" => cx.emit(Finding::at("known", post, &String::from(post.text()))),
            "undeclared" => cx.emit(Finding::whole("unknown")),
            "range" => cx.emit(Finding::new("known", 0..900)),
            "inside" => cx.emit(Finding::new("known", 0..1)),
            "data" => cx.emit(Finding::whole("known").data([1, 2])),
            "confidence" => cx.emit(Finding::whole("known").confidence(7.0)),
            "parse" => Err("x"
                .parse::<u8>()
                .err()
                .map_or_else(|| Error::msg("?"), Error::from)),
            other => Err(Error::msg(other)),
        }
    }
}

#[test]
fn mistakes_are_told_in_words_that_help() {
    for (what, wanted) in [
        ("copy", "is no slice of this post"),
        ("undeclared", "kind `unknown` is not declared"),
        ("range", "runs out of the 3 bytes of the body"),
        ("inside", "cuts a character"),
        ("data", "no JSON object but [1,2]"),
        ("confidence", "not within 0 and 1"),
        ("parse", "invalid digit"),
    ] {
        let mut faulty = configured::<Faulty>(&format!(r#"{{"what": "{what}"}}"#));
        let problem = try_run(&mut faulty, TestPost::new("éa")).unwrap_err();
        assert!(problem.contains(wanted), "{what}: {problem}");
    }
}

/// Repeats what the view says.
#[config(kinds = ["seen"])]
struct Mirror {}

impl Analyzer for Mirror {
    fn post(&mut self, post: &Post, cx: &mut Cx) -> Result {
        let mut seen = vec![format!("{:?} {:?}", post.url(), post.language())];
        seen.extend(
            post.blocks()
                .map(|block| format!("{:?} {}", block.kind, block.text)),
        );
        seen.extend(
            post.links()
                .map(|link| format!("{} -> {}", link.text, link.href)),
        );
        seen.extend(
            post.published()
                .map(|date| format!("{date} {}", date.unix_ms())),
        );
        seen.push(format!("{:?} {:?}", post.authors(), post.tags()));
        for comment in post.comments() {
            let parent = post.parent(comment).map(Comment::key);
            seen.push(format!("{} {:?} {parent:?}", comment.key(), comment.kind()));
        }
        seen.into_iter()
            .try_for_each(|line| cx.emit(Finding::whole("seen").message(line)))
    }
}

#[test]
fn the_view_shows_the_whole_post() {
    let post = TestPost::new("One.\n\nTwo here.")
        .url("https://example.org/a")
        .language("en")
        .published("2014-10-29")
        .author("Ida")
        .tag("rain")
        .link("here", "https://example.org/b")
        .comment(TestComment::new("c1", "x"))
        .comment(TestComment::new("c2", "y").reply_to("c1").pingback());
    let found = run(&mut configured::<Mirror>("{}"), post);
    let lines: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        lines,
        [
            r#"Some("https://example.org/a") Some("en")"#,
            "Paragraph One.",
            "Paragraph Two here.",
            "here -> https://example.org/b",
            "2014-10-29 1414540800000",
            r#"["Ida"] ["rain"]"#,
            "c1 Comment None",
            r#"c2 Pingback Some("c1")"#,
        ]
    );
}
