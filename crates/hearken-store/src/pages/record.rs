//! What a page's saving takes and gives.

use hearken_model::{Post, PostId, RevisionId, RunId};
use time::OffsetDateTime;

use crate::{FetchStatus, SourceId, Validators, texts::Word, texts::words};

/// A page with what was read from it.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRecord {
    /// The run that fetched it.
    pub run: RunId,
    /// The address or path as it stands on the frontier.
    pub url: String,
    /// The address after redirects; the same as `url` for a file.
    pub final_url: String,
    /// Now.
    pub fetched_at: OffsetDateTime,
    /// The answer to the request.
    pub answer: PageAnswer,
    /// The header as it came, with its charset.
    pub content_type: Option<String>,
    /// The page's bytes, decoded from their transfer encoding.
    pub raw: Vec<u8>,
    /// What was read from them.
    pub post: Post,
    /// Version of the extractor that read them.
    pub extractor_version: String,
    /// The source that led here, beside those the frontier knows.
    pub source: Option<SourceId>,
}

/// What the frontier keeps of the answer that held a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageAnswer {
    /// Its status; none for a file.
    pub http_status: Option<u16>,
    /// Requests made.
    pub attempts: u32,
    /// For the next conditional request.
    pub validators: Validators,
    /// When to ask again at the earliest.
    pub next_due_at: Option<OffsetDateTime>,
}

/// An archived page, read again by another extractor.
#[derive(Debug, Clone, PartialEq)]
pub struct ReextractedPage {
    /// The post it was archived for.
    pub post_id: PostId,
    /// Its address, as [`ArchivedPage::url`](super::ArchivedPage::url).
    pub url: String,
    /// What was read from it now.
    pub post: Post,
    /// Version of the extractor that read it now.
    pub extractor_version: String,
    /// The run that reads.
    pub run: RunId,
    /// Now.
    pub at: OffsetDateTime,
}

/// What saving a page came to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Saved {
    /// The post, for a duplicate the one that was there.
    pub post_id: PostId,
    /// Its current revision.
    pub revision_id: RevisionId,
    /// What is new.
    pub change: Change,
    /// Comments under the post now.
    pub comments_total: usize,
    /// Comments that were not there before.
    pub comments_new: usize,
    /// Comments whose words changed.
    pub comments_edited: usize,
    /// Comments that left the page.
    pub comments_gone: usize,
}

/// The most important thing that is new about a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The same as before.
    Unchanged,
    /// A post that is known from another address; comments it did not have were added.
    Duplicate,
    /// The author's words are the same, what stands around them (date, tags, counts) is not.
    Metadata,
    /// Comments came, changed or went.
    Comments,
    /// The author's words changed.
    Revised,
    /// A post not met before.
    New,
}

impl Change {
    /// The `status` of the run's report.
    #[must_use]
    pub const fn status(self) -> FetchStatus {
        match self {
            Self::Unchanged | Self::Metadata => FetchStatus::Unchanged,
            Self::Duplicate => FetchStatus::Duplicate,
            Self::Comments | Self::Revised | Self::New => FetchStatus::Stored,
        }
    }

    /// The `reason` of the run's report.
    #[must_use]
    pub const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Revised => Some("revised"),
            Self::Comments => Some("comments"),
            Self::Unchanged | Self::Duplicate | Self::Metadata | Self::New => None,
        }
    }
}

/// Who changed a post's or a comment's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Its author: the page is another.
    Author,
    /// The extractor: the page is the same, it was read otherwise.
    Extractor,
}

impl Origin {
    /// The word that stands for it in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Extractor => "extractor",
        }
    }
}

words! { Origin { Author, Extractor } }
