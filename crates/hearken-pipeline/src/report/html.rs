//! The report as one self-contained page: no script, no outside address is loaded.

use askama::Template;

use super::RunReport;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    report: &'a RunReport,
    made_at: &'a str,
}

/// The page for `report`; `made_at` is what it names as its time.
#[must_use]
pub fn html(report: &RunReport, made_at: &str) -> String {
    // Rendering to a string fails only where a template's own code does, and this one has none.
    Page { report, made_at }.render().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Pick;

    #[test]
    fn escapes_what_pages_say() {
        let pick = Pick {
            quote: "<script>alert(1)</script>".to_owned(),
            url: "javascript:alert(1)".to_owned(),
            ..Pick::default()
        };
        let report = RunReport {
            name: "a & b".to_owned(),
            picks: vec![pick],
            ..RunReport::default()
        };
        let page = html(&report, "2026-01-01");
        assert!(page.contains("a &#38; b") || page.contains("a &amp; b"));
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("href=\"javascript"), "{page}");
    }
}
