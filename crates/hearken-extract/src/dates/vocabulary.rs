//! The words of dates, read once from `data/dates.toml`.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

/// Names one language of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct LanguageId(usize);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    changed: Vec<String>,
    language: Vec<Language>,
    zones: HashMap<String, i16>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    code: String,
    months: Vec<Vec<String>>,
    weekdays: Vec<String>,
    between: Vec<String>,
    at: Vec<String>,
    clock: Vec<String>,
    am: Vec<String>,
    pm: Vec<String>,
    ordinals: Vec<String>,
    units: Vec<String>,
    ago: Vec<String>,
    when: Vec<String>,
}

/// A part a word can play in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A day of the week.
    Weekday,
    /// Stands between day, month and year.
    Between,
    /// Leads to a date or a time of day.
    At,
    /// Follows a time of day.
    Clock,
    /// Ending of the day's number.
    Ordinal,
    /// A unit of time.
    Unit,
}

/// What a word may be in a date; one word is often several.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    months: Vec<(LanguageId, u8)>,
    roles: Vec<Role>,
    /// `Some(true)` for afternoon words.
    pub(super) half: Option<bool>,
    /// Offset from UTC in minutes.
    pub(super) zone: Option<i16>,
}

impl Meaning {
    /// Whether the word can play this part.
    pub(super) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The month, as the page's language has it, else as the first language that knows the word.
    pub(super) fn month(&self, language: Option<LanguageId>) -> Option<u8> {
        let own = self.months.iter().find(|(id, _)| Some(*id) == language);
        own.or(self.months.first()).map(|(_, month)| *month)
    }
}

/// All words of dates.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: HashMap<String, Meaning>,
    codes: Vec<String>,
    /// Words that lead to the day of a change.
    pub(super) changed: Vec<String>,
    /// Words before or after a span of time, longest first.
    pub(super) ago: Vec<String>,
    /// Relative dates of their own, longest first.
    pub(super) when: Vec<String>,
    /// Units that are written without a space after their number, longest first.
    pub(super) dense_units: Vec<String>,
}

/// The compiled-in vocabulary.
pub(super) fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
        let file: File = toml::from_str(include_str!("../../data/dates.toml"))
            .expect("data/dates.toml is compiled in and read by every test run");
        Vocabulary::new(&file)
    });
    &VOCABULARY
}

impl Vocabulary {
    fn new(file: &File) -> Self {
        let mut this = Self {
            words: HashMap::new(),
            codes: Vec::new(),
            changed: file.changed.clone(),
            ago: Vec::new(),
            when: Vec::new(),
            dense_units: Vec::new(),
        };
        for language in &file.language {
            this.add(language);
        }
        let mut zones: Vec<_> = file.zones.iter().collect();
        zones.sort();
        for (name, minutes) in zones {
            this.word(name).zone = Some(*minutes);
        }
        for list in [&mut this.ago, &mut this.when, &mut this.dense_units] {
            list.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
            list.dedup();
        }
        this
    }

    fn add(&mut self, language: &Language) {
        let id = LanguageId(self.codes.len());
        self.codes.push(language.code.clone());
        for (number, names) in (1..).zip(&language.months) {
            for name in names {
                self.word(name).months.push((id, number));
            }
        }
        for (words, role) in [
            (&language.weekdays, Role::Weekday),
            (&language.between, Role::Between),
            (&language.at, Role::At),
            (&language.clock, Role::Clock),
            (&language.ordinals, Role::Ordinal),
            (&language.units, Role::Unit),
        ] {
            for word in words {
                self.word(word).roles.push(role);
            }
        }
        for (words, afternoon) in [(&language.am, false), (&language.pm, true)] {
            for word in words {
                self.word(word).half = Some(afternoon);
            }
        }
        self.ago.extend(language.ago.iter().cloned());
        self.when.extend(language.when.iter().cloned());
        let dense = language
            .units
            .iter()
            .filter(|unit| unit.starts_with(is_dense));
        self.dense_units.extend(dense.cloned());
    }

    fn word(&mut self, word: &str) -> &mut Meaning {
        self.words.entry(word.to_owned()).or_default()
    }

    /// What `word` may be; letters of either case.
    pub(super) fn meaning(&self, word: &str) -> Option<&Meaning> {
        if word
            .bytes()
            .any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
        {
            self.words.get(&word.to_lowercase())
        } else {
            self.words.get(word)
        }
    }

    /// The language of a BCP 47 tag.
    pub(super) fn language(&self, tag: &str) -> Option<LanguageId> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let code = match primary.as_str() {
            "nb" | "nn" => "no",
            "sr" | "bs" => "hr",
            other => other,
        };
        self.codes
            .iter()
            .position(|known| known == code)
            .map(LanguageId)
    }
}

/// Letters of scripts that are written without spaces between words.
pub(super) fn is_dense(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}
