//! Which posts are pending, and what happens to findings from one analysis to the next.

use hearken_model::{
    ContentHash, Finding, FindingDraft, FindingState, PostId, Severity, SpanDraft, Target,
    fingerprint,
};
use hearken_store::{
    Again, AnalysisRecord, AnalysisStatus, FindingChanges, FindingQuery, PendingPost, PendingQuery,
    StoredFinding,
};

use crate::support::{Place, START, analyzer, comment, later, page, pending, post};

const URL: &str = "https://blog.example/2026/listening";
const ID: &str = "org.example.words";

fn place_with(text: &str) -> Place {
    let place = Place::new();
    let mut post = post("On listening", text);
    post.comments = vec![comment("c1", "Ann", "Who listens?")];
    place.save(page(place.run.id(), URL, post));
    place
}

fn seen(place: &Place, query: &PendingQuery) -> Vec<PendingPost> {
    place.store.reader().unwrap().pending(query).unwrap()
}

/// A finding on each of `words` that the post or its comment holds.
fn findings(pending: &PendingPost, words: &[&str], severity: Severity) -> Vec<Finding> {
    let find = |word: &&str| {
        let targets = [Target::Body, Target::Comment("c1".to_owned())];
        let found = targets.into_iter().find_map(|target| {
            let start = target.text(&pending.post)?.find(*word)?;
            Some((target, start as u64))
        });
        let (target, start) = found?;
        let end = start + word.len() as u64;
        let span = SpanDraft {
            role: "main".to_owned(),
            target: target.clone(),
            start,
            end,
        };
        let draft = FindingDraft {
            kind: "word".to_owned(),
            message: format!("the word {word}"),
            severity,
            confidence: Some(0.5),
            target,
            spans: vec![span],
            data: r#"{"n":1}"#.to_owned(),
            ..FindingDraft::default()
        };
        Some(draft.check(&pending.post, &["word".to_owned()]).unwrap())
    };
    words.iter().filter_map(find).collect()
}

fn record(pending: &PendingPost, findings: Vec<Finding>) -> AnalysisRecord {
    let prints = fingerprint(ID, pending.post.url.as_deref().unwrap(), &findings);
    AnalysisRecord {
        run: None,
        post_id: pending.post_id,
        shown_hash: pending.shown_hash,
        analyzer: analyzer(ID),
        status: AnalysisStatus::Done,
        findings: prints.into_iter().zip(findings).collect(),
        rejected: 0,
        elapsed_ms: 3,
        problem: None,
        at: START,
    }
}

fn states(place: &Place) -> Vec<(String, FindingState)> {
    let query = FindingQuery {
        states: vec![
            FindingState::New,
            FindingState::Unchanged,
            FindingState::Updated,
            FindingState::Gone,
        ],
        ..FindingQuery::default()
    };
    let found = place.store.reader().unwrap().findings(&query).unwrap();
    found
        .into_iter()
        .map(|finding| (finding.message, finding.state))
        .collect()
}

fn counts(changes: FindingChanges) -> [usize; 5] {
    [
        changes.new,
        changes.unchanged,
        changes.updated,
        changes.gone,
        changes.stale,
    ]
}

#[test]
fn a_post_is_pending_until_it_was_seen_as_it_is() {
    let place = place_with("Listen first.");
    let query = pending(ID);
    let first = seen(&place, &query).pop().unwrap();
    let writer = place.store.writer();
    writer.save_analyses(vec![record(&first, vec![])]).unwrap();
    assert!(seen(&place, &query).is_empty());
    let mut other = query.clone();
    other.analyzer.config_hash = ContentHash::of(b"other");
    assert_eq!(seen(&place, &other).len(), 1);
    let only = |id| PendingQuery {
        posts: vec![PostId(id)],
        ..other.clone()
    };
    assert_eq!(seen(&place, &only(first.post_id.0)).len(), 1);
    assert_eq!(seen(&place, &only(first.post_id.0 + 1)).len(), 0);
    assert_eq!(
        seen(
            &place,
            &PendingQuery {
                after: Some(first.post_id),
                ..other
            }
        )
        .len(),
        0
    );

    let mut post = first.post.clone();
    post.comments.push(comment("c2", "Bo", "I do."));
    place.save(page(place.run.id(), URL, post));
    let second = seen(&place, &query).pop().unwrap();
    assert_ne!(second.shown_hash, first.shown_hash);
    let late = writer.save_analyses(vec![record(&first, vec![])]).unwrap();
    assert_eq!(counts(late), [0, 0, 0, 0, 1]);
    assert_eq!(seen(&place, &query).len(), 1);
}

#[test]
fn a_failed_look_is_repeated_on_demand_only() {
    let place = place_with("Listen first.");
    let query = pending(ID);
    let first = seen(&place, &query).pop().unwrap();
    let mut failed = record(&first, vec![]);
    failed.status = AnalysisStatus::Failed;
    failed.problem = Some("the worker ended by signal 11".to_owned());
    place.store.writer().save_analyses(vec![failed]).unwrap();
    assert!(seen(&place, &query).is_empty());
    let again = PendingQuery {
        again: Again::Unfinished,
        ..query
    };
    assert_eq!(seen(&place, &again).len(), 1);
    place
        .store
        .writer()
        .save_analyses(vec![record(&first, vec![])])
        .unwrap();
    assert!(seen(&place, &again).is_empty());
}

#[test]
fn states_tell_what_the_last_look_saw() {
    use FindingState::{Gone, New, Unchanged, Updated};
    let place = place_with("Listen first, then speak, then listen again.");
    let shown = seen(&place, &pending(ID)).pop().unwrap();
    let writer = place.store.writer();
    let look = |words: &[&str], severity| {
        let record = record(&shown, findings(&shown, words, severity));
        counts(writer.save_analyses(vec![record]).unwrap())
    };
    let state_of = |states: &[FindingState]| {
        let words = ["the word Listen", "the word speak", "the word Who"];
        words
            .map(str::to_owned)
            .into_iter()
            .zip(states.iter().copied())
            .collect::<Vec<_>>()
    };
    let all = ["Listen", "speak", "Who"];
    assert_eq!(look(&all, Severity::Info), [3, 0, 0, 0, 0]);
    assert_eq!(states(&place), state_of(&[New, New, New]));
    assert_eq!(look(&all, Severity::Info), [0, 3, 0, 0, 0]);
    assert_eq!(states(&place), state_of(&[Unchanged, Unchanged, Unchanged]));
    assert_eq!(look(&["Listen", "Who"], Severity::Alert), [0, 0, 2, 1, 0]);
    assert_eq!(states(&place), state_of(&[Updated, Gone, Updated]));
    assert_eq!(look(&all, Severity::Alert), [1, 2, 0, 0, 0]);
    assert_eq!(states(&place), state_of(&[Unchanged, New, Unchanged]));
}

#[test]
fn a_look_that_was_stopped_takes_nothing_away() {
    let place = place_with("Listen first, then speak.");
    let shown = seen(&place, &pending(ID)).pop().unwrap();
    let writer = place.store.writer();
    let full = record(
        &shown,
        findings(&shown, &["Listen", "speak"], Severity::Info),
    );
    writer.save_analyses(vec![full]).unwrap();
    let mut partial = record(&shown, findings(&shown, &["Listen"], Severity::Info));
    partial.status = AnalysisStatus::Partial;
    assert_eq!(
        counts(writer.save_analyses(vec![partial]).unwrap()),
        [0, 1, 0, 0, 0]
    );
    assert_eq!(states(&place).len(), 2);
}

#[test]
fn findings_read_back_as_they_were_made() {
    let place = place_with("Listen first.");
    let shown = seen(&place, &pending(ID)).pop().unwrap();
    let made = findings(&shown, &["Who"], Severity::Warning);
    let mut look = record(&shown, made.clone());
    look.run = Some(place.run.id());
    look.at = later(2);
    place.store.writer().save_analyses(vec![look]).unwrap();
    let found = place
        .store
        .reader()
        .unwrap()
        .findings(&FindingQuery::default())
        .unwrap();
    let [stored]: [StoredFinding; 1] = found.try_into().unwrap();
    assert_eq!(stored.spans, made[0].spans);
    assert_eq!(
        (stored.data, stored.target),
        (made[0].data.clone(), made[0].target.clone())
    );
    assert_eq!(
        (stored.confidence, stored.severity),
        (Some(0.5), Severity::Warning)
    );
    assert_eq!(stored.provenance, analyzer(ID));
    assert_eq!(
        (stored.run_id, stored.first_seen_at),
        (Some(place.run.id()), later(2))
    );
    assert_eq!(stored.post_url, URL);
    assert!(stored.comment_id.is_some());
    assert_eq!(stored.content_hash, shown.post.content_hash());
}

#[test]
fn filters_choose() {
    let place = place_with("Listen first.");
    let shown = seen(&place, &pending(ID)).pop().unwrap();
    let look = record(
        &shown,
        findings(&shown, &["Listen", "Who"], Severity::Notice),
    );
    place.store.writer().save_analyses(vec![look]).unwrap();
    let reader = place.store.reader().unwrap();
    let check = |narrow: &dyn Fn(&mut FindingQuery), wanted: usize| {
        let mut query = FindingQuery::default();
        narrow(&mut query);
        assert_eq!(reader.findings(&query).unwrap().len(), wanted, "{query:?}");
    };
    check(&|query| query.kinds = vec!["word".to_owned()], 2);
    check(&|query| query.kinds = vec!["wor".to_owned()], 0);
    check(&|query| query.at_least = Some(Severity::Notice), 2);
    check(&|query| query.at_least = Some(Severity::Warning), 0);
    check(&|query| query.text = Some("WHO".to_owned()), 1);
    check(&|query| query.analyzer = Some("org.example".to_owned()), 0);
    check(&|query| query.post = Some(shown.post_id), 2);
    check(&|query| query.states = vec![FindingState::Gone], 0);
    check(&|query| query.run = Some(place.run.id()), 0);
    check(&|query| (query.limit, query.offset) = (Some(1), 1), 1);
}
