//! A run over two thousand posts with a seeded schedule of faults: the schedule says what each
//! pair must come to, and nothing else may.

use std::{collections::BTreeMap, time::Duration};

use hearken_plugin_host::{Job, Status};
use serde_json::json;

use crate::build::{Host, example, job, plugin};

const POSTS: u64 = 2_000;

/// Faults with how often they come among a thousand posts, and how each ends.
const FAULTS: [(&str, u64, Status, &str); 6] = [
    ("abort", 12, Status::Quarantined, "signal 6, abort"),
    ("segfault", 12, Status::Quarantined, "signal 11"),
    ("exit", 12, Status::Quarantined, "exit code 0"),
    ("loop", 1, Status::Quarantined, "did not end within"),
    ("panic", 20, Status::Failed, "panicked: told to by panic"),
    ("beyond", 20, Status::Partial, "runs out of"),
];

/// The fault of a post, by a generator of our own so that the schedule is the same everywhere.
fn fault(id: u64) -> Option<(&'static str, Status, &'static str)> {
    // SplitMix64 (Steele, Lea, Flood 2014).
    let mut mixed = (id + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    let mut draw = (mixed ^ mixed >> 31) % 1_000;
    for (word, share, status, words) in FAULTS {
        if draw < share {
            return Some((word, status, words));
        }
        draw -= share;
    }
    None
}

fn posts() -> impl Iterator<Item = Job> {
    (0..POSTS).map(|id| {
        let word = fault(id).map_or("QUIET", |(word, ..)| word);
        job(id, &format!("{word} and more words of post {id}."), &[0, 1])
    })
}

#[test]
fn exactly_the_scheduled_pairs_fail_and_none_is_lost_or_doubled() {
    let mut host = Host::new();
    host.settings.batch_posts = 64;
    host.settings.post_time_limit = Duration::from_secs(1);
    let plugins = [
        plugin(&example("faulty"), json!({})),
        plugin(&example("shouting"), json!({})),
    ];
    let (outcomes, report) = host.run(&plugins, posts());
    let mut counts = BTreeMap::new();
    assert_eq!(outcomes.len() as u64, POSTS * 2);
    for (at, outcome) in (0..).zip(&outcomes) {
        assert_eq!((outcome.job, outcome.plugin as u64), (at / 2, at % 2));
        let wanted = fault(outcome.job).filter(|_| outcome.plugin == 0);
        let (word, status, words) = wanted.unwrap_or(("good", Status::Done, ""));
        assert_eq!(outcome.status, status, "{outcome:?}");
        assert!(
            outcome.problem.as_deref().unwrap_or("").contains(words),
            "{outcome:?}"
        );
        let quiet = fault(outcome.job).is_none();
        assert_eq!(outcome.findings.len(), usize::from(quiet), "{outcome:?}");
        *counts.entry((outcome.plugin, word)).or_insert(0_u64) += 1;
    }
    for (word, share, ..) in FAULTS {
        // The generator gives each fault its share, within what chance allows.
        let count = counts.get(&(0, word)).copied().unwrap_or(0);
        assert!((share..=share * 4).contains(&count), "{word}: {count}");
    }
    println!("{counts:?}, {} workers started", report.workers_started);
}
