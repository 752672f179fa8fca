//! The report as text: at most 80 columns, and lines that fit a screen.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Pick, RunReport, SiteRow};
use crate::IngestSummary;

/// Columns of a line.
const WIDTH: usize = 80;
/// Rows of sites and of kinds; what is over is summed up in one more.
const SITES: usize = 12;
const KINDS: usize = 6;
/// Findings in their own words.
const PICKS: usize = 3;

/// The report for a terminal: plain text without control characters.
#[must_use]
pub fn terminal(report: &RunReport) -> String {
    let mut out = String::new();
    line(&mut out, &headline(report));
    if let Some(ingest) = &report.ingest {
        line(&mut out, &ingested(ingest));
    }
    if report.nothing_new() {
        line(&mut out, &nothing_new(report));
        return out;
    }
    sites(&mut out, &report.sites);
    kinds(&mut out, report);
    picks(&mut out, &report.picks);
    out
}

fn headline(report: &RunReport) -> String {
    format!(
        "{}: {} and {} of {} are in the store",
        report.name,
        counted(report.posts, "post"),
        counted(report.comments, "comment"),
        counted(report.sites.len() as u64, "blog"),
    )
}

/// `1 post`, `2 posts`.
fn counted(count: u64, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}

fn ingested(ingest: &IngestSummary) -> String {
    let mut parts = vec![format!("{} asked", counted(ingest.pages() as u64, "page"))];
    let counts = [
        (ingest.stored, "stored"),
        (ingest.unchanged, "unchanged"),
        (ingest.duplicate, "known from elsewhere"),
        (ingest.skipped, "left out"),
        (ingest.failed, "failed"),
    ];
    parts.extend(
        counts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}")),
    );
    parts.join(", ")
}

fn nothing_new(report: &RunReport) -> String {
    let tables = if report.changed_tables.is_empty() {
        "every table is as it was".to_owned()
    } else {
        format!("rows came or went in: {}", report.changed_tables.join(", "))
    };
    format!("Nothing is new: no analyzer was called, {tables}.")
}

fn sites(out: &mut String, sites: &[SiteRow]) {
    if sites.is_empty() {
        return;
    }
    line(out, "");
    line(
        out,
        &format!("{} posts  comments  set aside", pad("blog", 24)),
    );
    for site in sites.iter().take(SITES) {
        let most = site.removed_most(3);
        let kinds: Vec<String> = most.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
        line(
            out,
            &format!(
                "{} {:>5}  {:>8}  {:>4}  {}",
                pad(&site.name, 24),
                site.posts,
                site.comments,
                site.removed_total(),
                kinds.join(", ")
            ),
        );
    }
    if sites.len() > SITES {
        line(out, &format!("… and {} more", sites.len() - SITES));
    }
}

fn kinds(out: &mut String, report: &RunReport) {
    line(out, "");
    if report.kinds.is_empty() {
        line(out, "The analyzers found nothing.");
        return;
    }
    line(out, "Findings");
    for row in report.kinds.iter().take(KINDS) {
        line(out, &format!("  {} {:>5}", pad(&row.kind, 28), row.count));
    }
    if report.kinds.len() > KINDS {
        line(
            out,
            &format!("  … and {} kinds more", report.kinds.len() - KINDS),
        );
    }
}

fn picks(out: &mut String, picks: &[Pick]) {
    if picks.is_empty() {
        return;
    }
    line(out, "");
    line(out, "In their own words");
    for pick in picks.iter().take(PICKS) {
        let who = pick.commenter.as_deref().unwrap_or("the author");
        line(out, &format!("  {}", pick.message));
        // A message that tells the words already needs no second copy of them.
        if !pick.message.contains(pick.quote.trim()) {
            line(out, &format!("    “{}”", pick.quote.trim()));
        }
        line(out, &format!("    {who}, under “{}”", pick.title));
    }
}

/// Adds a line, cut at the width, with control characters made harmless.
fn line(out: &mut String, text: &str) {
    let safe: String = text
        .chars()
        .map(|c| {
            if c == '\n' || c == '\t' {
                ' '
            } else if c.is_control() {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    // Writing to a string can not fail.
    let _ = writeln!(out, "{}", cut(safe.trim_end(), WIDTH));
}

/// `text` in at most `width` columns, with an ellipsis where it was cut.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width - 1 {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// `text` in exactly `width` columns.
fn pad(text: &str, width: usize) -> String {
    let short = cut(text, width);
    let gap = width.saturating_sub(short.width());
    short + &" ".repeat(gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnalyzeSummary, report::KindRow};

    fn report() -> RunReport {
        RunReport {
            name: "demo".to_owned(),
            ingest: Some(IngestSummary {
                stored: 60,
                ..IngestSummary::default()
            }),
            sites: (0..20)
                .map(|n| SiteRow {
                    name: format!("喫茶店の長い長い名前のブログ {n}"),
                    posts: 5,
                    removed: [("share".to_owned(), 3), ("navigation".to_owned(), 9)].into(),
                    ..SiteRow::default()
                })
                .collect(),
            kinds: (0..12)
                .map(|n| KindRow {
                    kind: format!("kind.{n}"),
                    count: n,
                })
                .collect(),
            picks: vec![
                Pick {
                    quote: "why\u{1b}[31m?".repeat(40),
                    ..Pick::default()
                };
                5
            ],
            ..RunReport::default()
        }
    }

    #[test]
    fn fits_a_screen_whatever_it_holds() {
        let text = terminal(&report());
        assert!(text.lines().count() <= 40, "{}", text.lines().count());
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        assert!(!text.contains('\u{1b}'));
        assert!(text.contains("navigation 9, share 3"));
    }

    #[test]
    fn says_when_nothing_is_new() {
        let mut report = report();
        report.ingest = Some(IngestSummary {
            unchanged: 60,
            ..IngestSummary::default()
        });
        report.analyze = Some(AnalyzeSummary::default());
        let text = terminal(&report);
        assert!(text.contains("Nothing is new:"), "{text}");
        assert!(text.contains("every table is as it was."), "{text}");
    }
}
