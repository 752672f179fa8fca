//! The scripts of a text.

/// What the script of a text says about its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// One language alone is written with it, on the web's scale.
    One(&'static str),
    /// Several languages share it.
    Shared,
}

/// Scripts and their ranges (Unicode blocks), those that name a language with its tag.
const RANGES: [(char, char, Option<&str>); 20] = [
    ('\u{370}', '\u{3ff}', Some("el")),
    ('\u{530}', '\u{58f}', Some("hy")),
    ('\u{590}', '\u{5ff}', Some("he")),
    ('\u{980}', '\u{9ff}', Some("bn")),
    ('\u{a00}', '\u{a7f}', Some("pa")),
    ('\u{a80}', '\u{aff}', Some("gu")),
    ('\u{b80}', '\u{bff}', Some("ta")),
    ('\u{c00}', '\u{c7f}', Some("te")),
    ('\u{c80}', '\u{cff}', Some("kn")),
    ('\u{d00}', '\u{d7f}', Some("ml")),
    ('\u{d80}', '\u{dff}', Some("si")),
    ('\u{e00}', '\u{e7f}', Some("th")),
    ('\u{e80}', '\u{eff}', Some("lo")),
    ('\u{1000}', '\u{109f}', Some("my")),
    ('\u{10a0}', '\u{10ff}', Some("ka")),
    ('\u{1200}', '\u{137f}', Some("am")),
    ('\u{1780}', '\u{17ff}', Some("km")),
    ('\u{ac00}', '\u{d7af}', Some("ko")),
    ('\u{3040}', '\u{30ff}', Some("ja")),
    ('\u{4e00}', '\u{9fff}', Some("zh")),
];

/// Letters that a text needs before its script says anything.
const MIN_LETTERS: usize = 4;

/// The script that most letters of `text` belong to; `None` where it has too few.
pub(super) fn of(text: &str) -> Option<Script> {
    let mut counts = [0_usize; RANGES.len()];
    let mut shared = 0_usize;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let place = RANGES
            .iter()
            .position(|(first, last, _)| (*first..=*last).contains(&c));
        match place {
            // A Chinese or Japanese character stands for about two letters of an alphabet.
            Some(place) => counts[place] += if place >= RANGES.len() - 3 { 2 } else { 1 },
            None => shared += 1,
        }
    }
    let [.., kana, han] = &mut counts;
    // Japanese mixes both: a text in Chinese has no kana.
    if *kana * 10 >= *han {
        *kana += std::mem::take(han);
    }
    let (place, most) = counts
        .iter()
        .copied()
        .enumerate()
        .max_by_key(|(at, n)| (*n, usize::MAX - at))?;
    if most + shared < MIN_LETTERS {
        return None;
    }
    if most >= MIN_LETTERS && most > shared {
        RANGES[place].2.map(Script::One)
    } else {
        Some(Script::Shared)
    }
}
