//! From what a worker answered to an [`Outcome`].

use std::time::Duration;

use hearken_model::{Finding, FindingDraft, Post, fingerprint};

use crate::{Job, LogLine, Outcome, PluginSpec, Status, wire::Answer};

/// How a pair ended, before its findings are checked.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The plugin answered.
    Answered(Answer),
    /// It failed without an answer.
    Failed(String),
    /// It killed its worker twice.
    Quarantined(String, Vec<LogLine>),
    /// It was not asked.
    Skipped(String),
}

impl Verdict {
    /// The outcome of a pair.
    pub(super) fn into_outcome(self, job: &Job, index: usize, plugin: &Checker<'_>) -> Outcome {
        let outcome = |status, problem, logs| Outcome {
            job: job.id,
            plugin: index,
            status,
            problem,
            findings: Vec::new(),
            fingerprints: Vec::new(),
            rejected: Vec::new(),
            elapsed: Duration::ZERO,
            logs,
        };
        match self {
            Self::Answered(Answer {
                problem: Some(problem),
                logs,
                nanos,
                ..
            }) => Outcome {
                elapsed: Duration::from_nanos(nanos),
                ..outcome(Status::Failed, Some(problem), logs)
            },
            Self::Answered(answer) => {
                let (findings, rejected) = plugin.check(answer.findings, answer.refused, &job.post);
                Outcome {
                    fingerprints: plugin.fingerprints(&job.post, &findings),
                    elapsed: Duration::from_nanos(answer.nanos),
                    ..taken(outcome(Status::Done, None, answer.logs), findings, rejected)
                }
            }
            Self::Failed(problem) => outcome(Status::Failed, Some(problem), Vec::new()),
            Self::Quarantined(problem, logs) => outcome(Status::Quarantined, Some(problem), logs),
            Self::Skipped(problem) => outcome(Status::Skipped, Some(problem), Vec::new()),
        }
    }
}

/// An outcome with its findings; one with refusals is partial.
fn taken(outcome: Outcome, findings: Vec<Finding>, rejected: Vec<String>) -> Outcome {
    let (status, problem) = match rejected.first() {
        None => (Status::Done, None),
        Some(first) => {
            let count = rejected.len();
            let plural = if count == 1 { "" } else { "s" };
            (
                Status::Partial,
                Some(format!("{count} finding{plural} refused: {first}")),
            )
        }
    };
    Outcome {
        status,
        problem,
        findings,
        rejected,
        ..outcome
    }
}

/// Checks the findings of one plugin.
pub(super) struct Checker<'a> {
    id: &'a str,
    kinds: Vec<String>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(plugin: &'a PluginSpec) -> Self {
        Self {
            id: &plugin.file.manifest.id,
            kinds: plugin.file.manifest.kind_names(),
        }
    }

    /// The findings that hold, and why the others don't.
    fn check(
        &self,
        drafts: Vec<FindingDraft>,
        mut rejected: Vec<String>,
        post: &Post,
    ) -> (Vec<Finding>, Vec<String>) {
        let mut findings = Vec::with_capacity(drafts.len());
        for draft in drafts {
            match draft.check(post, &self.kinds) {
                Ok(finding) => findings.push(finding),
                Err(error) => rejected.push(error.to_string()),
            }
        }
        (findings, rejected)
    }

    fn fingerprints(&self, post: &Post, findings: &[Finding]) -> Vec<hearken_model::ContentHash> {
        let url = post.canonical_url.as_deref().or(post.url.as_deref());
        fingerprint(self.id, url.unwrap_or(""), findings)
    }
}
