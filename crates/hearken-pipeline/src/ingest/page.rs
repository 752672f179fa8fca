//! One address from the frontier to the store.

use std::{error::Error, sync::Arc};

use hearken_extract::{
    EXTRACTOR_VERSION, ExtractError, PageFormat, PageHints, Sniffed, extract, sniff,
};
use hearken_fetch::{Document, FetchFailure, FetchedPage, Fetcher, PageRequest, Reason, recognize};
use hearken_model::{Post, RunId};
use hearken_store::{
    FetchStatus, FrontierEntry, FrontierKind, Outcome, PageAnswer, PageRecord, Saved, Store,
    Validators,
};
use url::Url;

use super::{
    followed::{Followed, follow},
    work::blocking,
};
use crate::{Cancel, PipelineError, UrlReport, UrlStatus, clock::now, files, read_file};

/// Largest local page, in bytes after unpacking; the same as a fetched one by default.
const FILE_LIMIT_BYTES: usize = 20 << 20;

/// An address to work on.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) store: Arc<Store>,
    pub(super) run: RunId,
    pub(super) entry: FrontierEntry,
}

/// An address that is done, and stored as such.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) report: UrlReport,
    /// Whether it is a page and not a list.
    pub(super) is_page: bool,
    /// Addresses that it led to.
    pub(super) queued: usize,
    /// Comments that are new.
    pub(super) comments_new: u64,
}

/// What was got for an address, from the web or the disk.
#[derive(Debug)]
struct Got {
    url: String,
    content_type: Option<String>,
    body: Vec<u8>,
    answer: PageAnswer,
    format: Option<PageFormat>,
}

/// Why an address gave no post: a word of `docs/reasons.md` and one sentence.
#[derive(Debug)]
struct Problem {
    status: UrlStatus,
    reason: &'static str,
    text: String,
}

/// Asks for an address of the web and stores what comes of it; `None` where the run was cancelled
/// before the answer was there. What was answered is stored, so that nobody asks for it again.
pub(super) async fn web(
    job: Job,
    fetcher: Fetcher,
    cancel: Cancel,
) -> Result<Option<Done>, PipelineError> {
    let entry = &job.entry;
    let Ok(url) = Url::parse(&entry.url) else {
        let text = format!("`{}` is no address", entry.url);
        let problem = Problem {
            status: UrlStatus::Failed,
            reason: "bad-address",
            text,
        };
        return blocking(move || job.failed(None, 0, problem).map(Some)).await;
    };
    let request = PageRequest {
        url,
        etag: entry.etag.clone(),
        last_modified: entry.last_modified.clone(),
    };
    let answer = tokio::select! {
        answer = fetcher.fetch(&request) => answer,
        () = cancel.cancelled() => return Ok(None),
    };
    match answer {
        Ok(page) => blocking(move || job.fetched(page).map(Some)).await,
        Err(failure) => {
            let (status, attempts) = (failure.http_status, failure.attempts);
            let problem = problem_of(&failure);
            blocking(move || job.failed(status, attempts, problem).map(Some)).await
        }
    }
}

/// Reads a local file and stores what comes of it.
pub(super) fn local(job: &Job) -> Result<Done, PipelineError> {
    let parsed = Url::parse(&job.entry.url).ok();
    let found = parsed.and_then(|url| url.to_file_path().ok().map(|path| (url, path)));
    let Some((url, path)) = found else {
        let text = format!("`{}` is no file", job.entry.url);
        return job.failed(
            None,
            0,
            Problem {
                status: UrlStatus::Failed,
                reason: "bad-address",
                text,
            },
        );
    };
    match read_file(&path, FILE_LIMIT_BYTES) {
        Ok(body) => {
            let page = FetchedPage {
                requested_url: url.clone(),
                url,
                status: 200,
                not_modified: false,
                content_type: None,
                etag: None,
                last_modified: None,
                body,
                redirects: Vec::new(),
                attempts: 0,
            };
            job.route(page, PageAnswer::default(), files::format_of(&path))
        }
        Err(error) => {
            let reason = match error.kind() {
                std::io::ErrorKind::FileTooLarge => "too-large",
                std::io::ErrorKind::NotFound => "no-file",
                _ => "unreadable",
            };
            let text = format!("cannot read `{}`: {error}", path.display());
            job.failed(
                None,
                0,
                Problem {
                    status: UrlStatus::Failed,
                    reason,
                    text,
                },
            )
        }
    }
}

impl Job {
    fn fetched(&self, page: FetchedPage) -> Result<Done, PipelineError> {
        if page.not_modified {
            return self.not_modified(&page);
        }
        let answer = PageAnswer {
            http_status: Some(page.status),
            attempts: page.attempts,
            validators: Validators::Set {
                etag: page.etag.clone(),
                last_modified: page.last_modified.clone(),
            },
            next_due_at: None,
        };
        self.route(page, answer, None)
    }

    /// Follows a list, or reads and stores a page. Scraped text is never taken for a list.
    fn route(
        &self,
        page: FetchedPage,
        answer: PageAnswer,
        format: Option<PageFormat>,
    ) -> Result<Done, PipelineError> {
        let document = match format {
            Some(PageFormat::Text) => Ok(Document::Page),
            _ => recognize(&page),
        };
        let (http_status, attempts) = (answer.http_status, answer.attempts);
        match document {
            Err(error) => self.failed(http_status, attempts, failed("unreadable-list", &error)),
            Ok(Document::Unsupported { what }) => {
                let text = format!("what came is {what} and no page; only HTML and text are read");
                let problem = Problem {
                    status: UrlStatus::Failed,
                    reason: "not-html",
                    text,
                };
                self.failed(http_status, attempts, problem)
            }
            Ok(document) => {
                let source = self.entry.sources.first().copied();
                if let Some(list) = follow(document, &self.entry.url, source) {
                    return self.followed(&page.url, answer, list);
                }
                let (url, content_type) = (page.url.to_string(), page.content_type);
                self.got(Got {
                    url,
                    content_type,
                    body: page.body,
                    answer,
                    format,
                })
            }
        }
    }

    /// Reads and stores a page.
    fn got(&self, got: Got) -> Result<Done, PipelineError> {
        let hints = PageHints {
            url: Some(&got.url),
            content_type: got.content_type.as_deref(),
            format: got.format,
        };
        let read = match list_problem(&self.entry, &got) {
            Some(problem) => Err(problem),
            None => extract(&got.body, &hints).map_err(|error| Problem {
                status: UrlStatus::Failed,
                reason: reason_of(&error),
                text: chain(&error),
            }),
        };
        match read {
            Ok(post) => self.save(got, post),
            Err(problem) => self.failed(got.answer.http_status, got.answer.attempts, problem),
        }
    }

    fn save(&self, got: Got, post: Post) -> Result<Done, PipelineError> {
        let (http_status, attempts) = (got.answer.http_status, got.answer.attempts);
        let final_url = got.url.clone();
        let saved = self.store.writer().save_page(PageRecord {
            run: self.run,
            url: self.entry.url.clone(),
            final_url: got.url,
            fetched_at: now(),
            answer: got.answer,
            content_type: got.content_type,
            raw: got.body,
            post,
            extractor_version: EXTRACTOR_VERSION.to_string(),
            source: None,
        })?;
        let report = UrlReport {
            url: final_url,
            post_id: Some(saved.post_id.0),
            comments: Some(saved.comments_total as u64),
            ..self.report(
                status_of(&saved),
                saved.change.reason(),
                http_status,
                attempts,
            )
        };
        Ok(Done {
            report,
            is_page: true,
            queued: 0,
            comments_new: saved.comments_new as u64,
        })
    }

    fn not_modified(&self, page: &FetchedPage) -> Result<Done, PipelineError> {
        self.finish(
            FetchStatus::Unchanged,
            None,
            Some(page.status),
            page.attempts,
            Validators::Keep,
        )?;
        let is_page = self.entry.kind == FrontierKind::Page;
        // A list that has not changed still has pages whose comments may have.
        let queued = if is_page {
            0
        } else {
            self.store.writer().offer_again(self.run, &self.entry.url)?
        };
        let report = UrlReport {
            url: page.url.to_string(),
            post_id: self.entry.post.map(|id| id.0),
            ..self.report(UrlStatus::Unchanged, None, Some(page.status), page.attempts)
        };
        Ok(Done {
            report,
            is_page,
            queued,
            comments_new: 0,
        })
    }

    fn followed(
        &self,
        url: &Url,
        answer: PageAnswer,
        list: Followed,
    ) -> Result<Done, PipelineError> {
        let offered = self.store.writer().offer(self.run, list.entries, now())?;
        let PageAnswer {
            http_status,
            attempts,
            validators,
            ..
        } = answer;
        self.finish(
            FetchStatus::Skipped,
            Some(list.reason),
            http_status,
            attempts,
            validators,
        )?;
        let report = UrlReport {
            url: url.to_string(),
            ..self.report(UrlStatus::Skipped, Some(list.reason), http_status, attempts)
        };
        Ok(Done {
            report,
            is_page: false,
            queued: offered.new + offered.again,
            comments_new: 0,
        })
    }

    fn failed(
        &self,
        http_status: Option<u16>,
        attempts: u32,
        problem: Problem,
    ) -> Result<Done, PipelineError> {
        let status = match problem.status {
            UrlStatus::Skipped => FetchStatus::Skipped,
            _ => FetchStatus::Failed,
        };
        self.finish(
            status,
            Some(problem.reason),
            http_status,
            attempts,
            Validators::Keep,
        )?;
        let report = UrlReport {
            problem: Some(problem.text),
            ..self.report(problem.status, Some(problem.reason), http_status, attempts)
        };
        Ok(Done {
            report,
            is_page: true,
            queued: 0,
            comments_new: 0,
        })
    }

    fn finish(
        &self,
        status: FetchStatus,
        reason: Option<&str>,
        http_status: Option<u16>,
        attempts: u32,
        validators: Validators,
    ) -> Result<(), PipelineError> {
        Ok(self.store.writer().finish_address(Outcome {
            run: self.run,
            url: self.entry.url.clone(),
            status,
            reason: reason.map(str::to_owned),
            http_status,
            attempts,
            validators,
            next_due_at: None,
            finished_at: now(),
        })?)
    }

    fn report(
        &self,
        status: UrlStatus,
        reason: Option<&str>,
        http_status: Option<u16>,
        attempts: u32,
    ) -> UrlReport {
        UrlReport {
            url: self.entry.url.clone(),
            requested_url: self.entry.url.clone(),
            status,
            reason: reason.map(str::to_owned),
            http_status,
            attempts,
            post_id: None,
            comments: None,
            problem: None,
        }
    }
}

/// A page where a list was promised.
fn list_problem(entry: &FrontierEntry, got: &Got) -> Option<Problem> {
    let (reason, wanted) = match entry.kind {
        FrontierKind::Feed => ("not-a-feed", "a feed"),
        FrontierKind::Sitemap => ("not-a-sitemap", "a sitemap"),
        FrontierKind::Opml => ("not-opml", "an OPML list"),
        FrontierKind::Page | FrontierKind::File => return None,
    };
    let found = match sniff(&got.body, got.content_type.as_deref()) {
        Sniffed::Empty => "empty",
        Sniffed::Binary { .. } => "binary",
        _ => "another page",
    };
    let text = format!("{wanted} was promised, what came is {found}; look the address up");
    Some(Problem {
        status: UrlStatus::Failed,
        reason,
        text,
    })
}

fn status_of(saved: &Saved) -> UrlStatus {
    match saved.change.status() {
        FetchStatus::Stored => UrlStatus::Stored,
        FetchStatus::Unchanged => UrlStatus::Unchanged,
        FetchStatus::Duplicate => UrlStatus::Duplicate,
        FetchStatus::Skipped => UrlStatus::Skipped,
        FetchStatus::Failed => UrlStatus::Failed,
    }
}

/// What a site forbids or puts off is left out; the rest is a failure.
fn problem_of(failure: &FetchFailure) -> Problem {
    let skipped = matches!(
        failure.reason,
        Reason::Robots | Reason::RobotsUnreachable | Reason::Deferred | Reason::Cancelled
    );
    let status = if skipped {
        UrlStatus::Skipped
    } else {
        UrlStatus::Failed
    };
    Problem {
        status,
        reason: failure.reason.as_str(),
        text: chain(failure) + advice(failure.reason),
    }
}

/// What a person can do about it, where there is something.
const fn advice(reason: Reason) -> &'static str {
    match reason {
        Reason::PrivateAddress => "; --allow-private permits it",
        Reason::Connect | Reason::Dns | Reason::Timeout | Reason::ServerError => {
            "; the next run asks again"
        }
        Reason::NotFound | Reason::Gone => "; look the address up",
        _ => "",
    }
}

const fn reason_of(error: &ExtractError) -> &'static str {
    match error {
        ExtractError::Empty => "empty",
        ExtractError::Binary { .. } => "binary",
        ExtractError::NotAPage { .. } => "not-html",
        ExtractError::NoText => "no-text",
        _ => "too-complex",
    }
}

fn failed(reason: &'static str, error: &dyn Error) -> Problem {
    Problem {
        status: UrlStatus::Failed,
        reason,
        text: chain(error),
    }
}

/// The error with its causes, after colons.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
