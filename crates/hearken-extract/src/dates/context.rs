//! What is known about a page's dates before one is read.

use super::{
    numeric::slashed_numbers,
    tokens::Line,
    vocabulary::{LanguageId, vocabulary},
};

/// Which of the first two numbers of `12/05/2014` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberOrder {
    /// `12/05/2014` is the fifth of December.
    MonthFirst,
    /// `12/05/2014` is the twelfth of May.
    DayFirst,
}

/// The language of a page's dates and the order of their numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct DateContext {
    language: Option<LanguageId>,
    order: Option<NumberOrder>,
    year_first: bool,
}

impl DateContext {
    /// The context of a page in the language of a BCP 47 tag (`pt-BR`), or of an unknown one.
    #[must_use]
    pub fn for_language(tag: Option<&str>) -> Self {
        let Some(tag) = tag else {
            return Self::default();
        };
        let lower = tag.to_ascii_lowercase().replace('_', "-");
        let mut parts = lower.split('-');
        let (primary, region) = (parts.next().unwrap_or_default(), parts.next_back());
        // Unicode CLDR's short date patterns: month before day in the United States and the
        // Philippines; year first in Chinese, Japanese, Korean and Hungarian.
        let order = match (primary, region) {
            ("en", None | Some("us" | "ph")) => NumberOrder::MonthFirst,
            _ => NumberOrder::DayFirst,
        };
        Self {
            language: vocabulary().language(tag),
            order: Some(order),
            year_first: matches!(primary, "zh" | "ja" | "ko" | "hu"),
        }
    }

    /// The same with the order of numbers that `dates`, texts of one page, show: `13/05/2014` can
    /// have its day only in the first place.
    ///
    /// Where the page holds both kinds or neither, the order stays that of the language.
    #[must_use]
    pub fn learn<'t>(self, dates: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        for (first, second) in dates
            .into_iter()
            .filter_map(|text| slashed_numbers(&Line::read(text)))
        {
            day_first |= first > 12 && second <= 12;
            month_first |= second > 12 && first <= 12;
        }
        let order = match (day_first, month_first) {
            (true, false) => Some(NumberOrder::DayFirst),
            (false, true) => Some(NumberOrder::MonthFirst),
            _ => self.order,
        };
        Self { order, ..self }
    }

    /// The order of the numbers; month first where nothing speaks for the other, as most pages
    /// that don't tell their language are American.
    #[must_use]
    pub fn order(&self) -> NumberOrder {
        self.order.unwrap_or(NumberOrder::MonthFirst)
    }

    pub(super) const fn language(&self) -> Option<LanguageId> {
        self.language
    }

    /// Whether a date of three short numbers starts with the year.
    pub(super) const fn year_first(&self) -> bool {
        self.year_first
    }
}
