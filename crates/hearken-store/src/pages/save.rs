//! The saving of one page.

use hearken_model::{Post, PostId};

use super::{
    Change, Origin, PageRecord, ReextractedPage, Saved,
    comment_rows::{self, CommentChanges, Says},
    place::{Addresses, Place, place},
    post_rows::{self, Circumstances},
    prepare,
    raw::{self, NewPage},
};
use crate::{
    Outcome, Ticket, Writer,
    address::url_key,
    assemble::{assemble, current_revision},
    erase::Erased,
    error::{Result, StoreError},
    frontier,
    texts::time_text,
    writer::Work,
};

impl Writer {
    /// Saves a page with its post, comments, raw bytes and frontier row in one transaction. The
    /// same content again writes nothing but the frontier row.
    ///
    /// Where the database holds the page as another extractor version read it, call
    /// [`Writer::save_reextracted`] with a new reading of [`Reader::archived_page`] first: else
    /// what the extractor changed counts as the author's change.
    ///
    /// [`Reader::archived_page`]: crate::Reader::archived_page
    ///
    /// # Errors
    ///
    /// [`StoreError::Address`] for an empty address; [`StoreError::Page`] where the bytes cannot
    /// be packed; else as every writing function. Nothing of the page is kept then.
    pub fn save_page(&self, page: PageRecord) -> Result<Saved> {
        self.submit_page(page).wait()
    }

    /// As [`Writer::save_page`], without waiting: pages handed over one after another share
    /// transactions.
    pub fn submit_page(&self, page: PageRecord) -> Ticket<Saved> {
        self.submit(move |work| save(work, page))
    }

    /// Saves pages, in order; each is kept or fails on its own.
    #[must_use]
    pub fn save_pages(&self, pages: Vec<PageRecord>) -> Vec<Result<Saved>> {
        let tickets: Vec<_> = pages
            .into_iter()
            .map(|page| self.submit_page(page))
            .collect();
        tickets.into_iter().map(Ticket::wait).collect()
    }

    /// Saves what a newer extractor read from an archived page. Changes count as the extractor's.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotFound`] where the post is gone, else as [`Writer::save_page`].
    pub fn save_reextracted(&self, page: ReextractedPage) -> Result<Saved> {
        self.call(move |work| save_reextracted(work, page))
    }
}

fn save(work: &mut Work<'_>, page: PageRecord) -> Result<Saved> {
    if page.final_url.is_empty() {
        return Err(StoreError::Address { url: page.url });
    }
    let mut post = prepare(page.post);
    // Bytes that hold words of someone erased are not archived.
    let was_scrubbed = Erased::read(work.db)?.scrub(&mut post);
    let mut addresses = Addresses::of(&page.final_url, &post);
    let same_bytes = raw::is_archived(work.db, &addresses.own_key, &page.raw)?;
    let at = time_text(page.fetched_at);
    let now = Circumstances {
        at: &at,
        run: page.run,
        extractor_version: &page.extractor_version,
        origin: if same_bytes {
            Origin::Extractor
        } else {
            Origin::Author
        },
    };
    let saved = save_post(work, post, &mut addresses, now)?;
    let writes_page = !matches!(saved.change, Change::Unchanged | Change::Duplicate);
    if writes_page && !was_scrubbed && !page.raw.is_empty() {
        let new = NewPage {
            post: saved.post_id,
            url: &addresses.own,
            url_key: &addresses.own_key,
            fetched_at: &at,
            content_type: page.content_type.as_deref(),
            extractor_version: &page.extractor_version,
            raw: &page.raw,
        };
        raw::put_page(work.db, &new)?;
    }
    let outcome = Outcome {
        run: page.run,
        url: page.url,
        status: saved.change.status(),
        reason: saved.change.reason().map(str::to_owned),
        http_status: page.answer.http_status,
        attempts: page.answer.attempts,
        validators: page.answer.validators,
        next_due_at: page.answer.next_due_at,
        finished_at: page.fetched_at,
    };
    frontier::finish(work.db, &outcome, Some(saved.post_id))?;
    if let Some(source) = page.source {
        frontier::link_post(work.db, saved.post_id, source)?;
    }
    Ok(saved)
}

/// Saves the post where it belongs.
fn save_post(
    work: &mut Work<'_>,
    mut post: Post,
    addresses: &mut Addresses,
    now: Circumstances<'_>,
) -> Result<Saved> {
    let place = place(work.db, now.run, addresses, &post, post.content_hash())?;
    let own_key = addresses.own_key.clone();
    match place {
        Place::New => {
            let url = addresses.main().to_owned();
            post.url = Some(url.clone());
            let (id, revision_id) = post_rows::insert_post(work, &post, &url, now)?;
            post_rows::note_own(work.db, id, addresses, now.at)?;
            let comments = comment_rows::insert_all(work, id, &post.comments, &own_key, now.at)?;
            Ok(saved(id, revision_id, Change::New, comments))
        }
        Place::Own(id) => {
            post_rows::note_own_address(work.db, id, &addresses.own, now.at)?;
            update(work, id, post, None, &own_key, now)
        }
        Place::Moves(id) => {
            post_rows::leave_main_address(work.db, id)?;
            post_rows::note_own(work.db, id, addresses, now.at)?;
            let url = addresses.main().to_owned();
            let moved = update(work, id, post, Some(&url), &own_key, now)?;
            Ok(Saved {
                change: Change::Duplicate,
                ..moved
            })
        }
        Place::Other(id) => {
            let relation = if addresses.canonical.is_some() {
                "alternate"
            } else {
                "duplicate"
            };
            post_rows::note_other_address(work.db, id, &addresses.own, relation, now.at)?;
            let comments =
                comment_rows::merge(work, id, &post.comments, &own_key, Says::More, now)?;
            if comments.any() {
                post_rows::refresh_shown_hash(work.db, id, now.at)?;
            }
            let revision_id = current_revision(work.db, id)?;
            Ok(saved(id, revision_id, Change::Duplicate, comments))
        }
    }
}

/// Makes the post what its page says, and tells what that changed.
fn update(
    work: &mut Work<'_>,
    id: PostId,
    mut post: Post,
    moves_to: Option<&str>,
    page_key: &str,
    now: Circumstances<'_>,
) -> Result<Saved> {
    let (revision_id, stored) =
        assemble(work.db, id, None)?.ok_or_else(|| StoreError::NotFound {
            what: "post",
            id: id.to_string(),
        })?;
    let url = moves_to.map_or_else(|| stored.url.clone(), |url| Some(url.to_owned()));
    post.url.clone_from(&url);
    let revised = post.content_hash() != stored.content_hash();
    let around_changed = !same_around(&post, &stored);
    let revision_id = if revised || around_changed {
        let url = url.unwrap_or_default();
        post_rows::update_post(work, id, &post, &url, revised, now)?
    } else {
        revision_id
    };
    let comments = comment_rows::merge(work, id, &post.comments, page_key, Says::All, now)?;
    let change = match () {
        () if revised => Change::Revised,
        () if comments.wrote_words() => Change::Comments,
        () if around_changed || comments.any() => Change::Metadata,
        () => Change::Unchanged,
    };
    if change != Change::Unchanged {
        post_rows::refresh_shown_hash(work.db, id, now.at)?;
    }
    Ok(saved(id, revision_id, change, comments))
}

/// Whether two readings of the same words agree in all else but comments and what was left out,
/// which rotates on many pages (adverts, related posts).
fn same_around(one: &Post, other: &Post) -> bool {
    let bare = |post: &Post| Post {
        comments: Vec::new(),
        removed: Vec::new(),
        ..post.clone()
    };
    bare(one) == bare(other)
}

fn saved(
    post_id: PostId,
    revision_id: hearken_model::RevisionId,
    change: Change,
    comments: CommentChanges,
) -> Saved {
    Saved {
        post_id,
        revision_id,
        change,
        comments_total: comments.total,
        comments_new: comments.new,
        comments_edited: comments.edited,
        comments_gone: comments.gone,
    }
}

fn save_reextracted(work: &mut Work<'_>, page: ReextractedPage) -> Result<Saved> {
    let mut post = prepare(page.post);
    Erased::read(work.db)?.scrub(&mut post);
    let at = time_text(page.at);
    let now = Circumstances {
        at: &at,
        run: page.run,
        extractor_version: &page.extractor_version,
        origin: Origin::Extractor,
    };
    let key = url_key(&page.url);
    let saved = if post_rows::reads_for(work.db, page.post_id, &key)? {
        update(work, page.post_id, post, None, &key, now)?
    } else {
        let comments =
            comment_rows::merge(work, page.post_id, &post.comments, &key, Says::More, now)?;
        if comments.any() {
            post_rows::refresh_shown_hash(work.db, page.post_id, now.at)?;
        }
        let revision_id = current_revision(work.db, page.post_id)?;
        saved(page.post_id, revision_id, Change::Duplicate, comments)
    };
    raw::note_extractor(work.db, page.post_id, &key, &page.extractor_version)?;
    Ok(saved)
}
