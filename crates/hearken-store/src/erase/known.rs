//! Those who were erased, and how what they wrote stays out.

use std::collections::{HashMap, HashSet};

use hearken_model::{Comment, ContentHash, Post};
use rusqlite::{Connection, named_params};

use super::{
    EraseRequest,
    words::{Runs, hash_of, words},
};
use crate::{
    error::{Doing, Result},
    texts::{parsed, time_text},
};

/// Hashes of those who were erased.
#[derive(Debug, Default)]
pub(crate) struct Erased {
    writers: HashSet<ContentHash>,
    names: Runs,
}

const READ: &str = "SELECT hash, name_hash, words FROM erased";
const ADD: &str = "INSERT INTO erased (hash, name_hash, words, erased_at)
    VALUES (:hash, :name_hash, :words, :at) ON CONFLICT DO NOTHING";

impl Erased {
    pub(crate) fn read(db: &Connection) -> Result<Self> {
        let doing = "read who was erased";
        let mut statement = db.prepare_cached(READ).doing(doing)?;
        let mut rows = statement.query([]).doing(doing)?;
        let mut erased = Self::default();
        while let Some(row) = rows.next().doing(doing)? {
            let (hash, name_hash): (String, String) = (
                row.get("hash").doing(doing)?,
                row.get("name_hash").doing(doing)?,
            );
            erased.writers.insert(parsed("erased.hash", &hash)?);
            let length = row.get("words").doing(doing)?;
            erased
                .names
                .add(length, parsed("erased.name_hash", &name_hash)?);
        }
        Ok(erased)
    }

    /// Takes the erased ones' comments out of a post that is to be saved, and the pieces that name
    /// them out of what was removed; tells whether there was anything.
    pub(crate) fn scrub(&self, post: &mut Post) -> bool {
        if self.writers.is_empty() {
            return false;
        }
        let before = (post.comments.len(), post.removed.len());
        let mut answers: HashMap<String, Option<String>> = HashMap::new();
        post.comments.retain_mut(|comment| {
            // Answers to an erased comment go to what that answered.
            if let Some(target) = comment.reply_to.as_ref().and_then(|key| answers.get(key)) {
                comment.reply_to.clone_from(target);
            }
            let stays = !self.wrote(comment);
            if !stays {
                answers.insert(comment.key.clone(), comment.reply_to.clone());
            }
            stays
        });
        post.removed
            .retain(|piece| !self.names.are_in(&words(&piece.text)));
        before != (post.comments.len(), post.removed.len())
    }

    fn wrote(&self, comment: &Comment) -> bool {
        let Some(author) = comment.author.as_deref() else {
            return false;
        };
        let url = comment.author_url.as_deref();
        [None, url]
            .iter()
            .any(|url| self.writers.contains(&writer_hash(author, *url)))
    }
}

/// Remembers by hashes who is erased.
pub(super) fn remember(db: &Connection, request: &EraseRequest) -> Result<()> {
    let name = words(&request.name);
    let values = named_params! {
        ":hash": writer_hash(&request.name, request.author_url.as_deref()).to_string(),
        ":name_hash": hash_of(&name).to_string(), ":words": name.len(),
        ":at": time_text(request.at),
    };
    db.execute(ADD, values).doing("remember who is erased")?;
    Ok(())
}

fn writer_hash(name: &str, url: Option<&str>) -> ContentHash {
    let name = hash_of(&words(name));
    let url = url.unwrap_or_default();
    ContentHash::of_parts([b"writer".as_slice(), name.as_bytes(), url.as_bytes()])
}

/// Whether a stored comment's writer is the one meant.
pub(super) fn is_meant(request: &EraseRequest, author: &str, author_url: Option<&str>) -> bool {
    words(author) == words(&request.name)
        && request
            .author_url
            .as_deref()
            .is_none_or(|url| author_url == Some(url))
}
