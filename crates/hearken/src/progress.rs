//! Progress bars and report lines, made from the pipeline's events.

use std::{
    io::{self, Write as _},
    sync::Mutex,
    time::Duration,
};

use hearken_pipeline::{AnalyzedReport, Event, EventSink, UrlReport, UrlStatus};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{
    logging,
    output::json_line,
    sanitize::{one_line, shorten},
};

/// Shows a run's events: a bar on a terminal, JSON Lines where asked for, failures always.
#[derive(Debug)]
pub(crate) struct Reporter {
    bar: ProgressBar,
    /// Whether stdout gets a JSON object a page.
    jsonl: bool,
    /// The first error that writing to stdout gave.
    broken: Mutex<Option<io::Error>>,
    /// Analyses that ended otherwise than done.
    troubled: Mutex<Vec<AnalyzedReport>>,
}

impl Reporter {
    /// A reporter that draws where `draw` and reports as JSON Lines where `jsonl`.
    pub(crate) fn new(draw: bool, jsonl: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if draw {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        bar.set_style(style("{spinner} {pos}/{len} {msg}"));
        Self {
            bar,
            jsonl,
            broken: Mutex::default(),
            troubled: Mutex::default(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// The first error that writing to stdout gave.
    pub(crate) fn take_broken(&self) -> Option<io::Error> {
        lock(&self.broken).take()
    }

    /// Analyses that ended otherwise than done.
    pub(crate) fn take_troubled(&self) -> Vec<AnalyzedReport> {
        std::mem::take(&mut *lock(&self.troubled))
    }

    fn page_done(&self, report: &UrlReport) {
        self.bar.inc(1);
        self.bar.set_message(shorten(&one_line(&report.url), 60));
        if self.jsonl {
            let written = json_line(&mut io::stdout().lock(), report)
                .and_then(|()| io::stdout().lock().flush());
            if let Err(error) = written {
                lock(&self.broken).get_or_insert(error);
            }
        }
        if report.status == UrlStatus::Failed {
            let problem = report.problem.as_deref().unwrap_or("no reason is known");
            let reason = report.reason.as_deref().unwrap_or("failed");
            self.bar.suspend(|| {
                let line = logging::about(&report.requested_url, problem);
                logging::warn_user(&format!("{line} [{reason}]"));
            });
        }
    }

    fn analyzed(&self, report: &AnalyzedReport) {
        self.bar.inc(1);
        if report.status != "done" {
            lock(&self.troubled).push(report.clone());
        }
    }
}

impl EventSink for Reporter {
    fn event(&self, event: &Event) {
        match event {
            Event::RunStarted { left: 0 } => {}
            Event::RunStarted { left } => self.bar.suspend(|| {
                logging::note(&format!(
                    "goes on with an interrupted run: {left} addresses are left"
                ));
            }),
            Event::Queued { total } => self.bar.set_length(*total as u64),
            Event::PageDone(report) => self.page_done(report),
            Event::AnalysisStarted { posts } => {
                self.bar.reset();
                self.bar.set_length(*posts as u64);
                self.bar.set_message("analyses");
            }
            Event::Analyzed(report) => self.analyzed(report),
            Event::Warning { message } => self.bar.suspend(|| logging::warn_user(message)),
            _ => {}
        }
    }
}

/// A poisoned lock only means that another thread panicked between two events.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
