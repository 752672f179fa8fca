//! Which posts an analyzer has not seen.

use hearken_model::PostId;
use rusqlite::named_params;

use super::{Again, PendingPost, PendingQuery};
use crate::{
    Reader,
    assemble::assemble,
    error::{Doing, Result},
    texts::parsed,
};

const PENDING: &str = "SELECT p.id, p.shown_hash FROM posts p
    WHERE p.id > :after
     AND (:posts = '[]' OR p.id IN (SELECT value FROM json_each(:posts)))
     AND NOT EXISTS (SELECT 1 FROM analyses a
       WHERE a.post_id = p.id AND a.analyzer = :analyzer AND a.shown_hash = p.shown_hash
        AND a.version = :version AND a.artifact_hash = :artifact_hash
        AND a.config_hash = :config_hash
        AND (NOT :again OR a.status IN ('done', 'skipped')))
    ORDER BY p.id LIMIT :limit";

impl Reader<'_> {
    /// Posts that the analyzer has not seen as they are now, by id.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and
    /// [`StoreError::Corrupt`](crate::StoreError::Corrupt).
    pub fn pending(&self, query: &PendingQuery) -> Result<Vec<PendingPost>> {
        let doing = "look for posts to analyze";
        let snapshot = self.snapshot()?;
        let posts: Vec<_> = query.posts.iter().map(|id| id.0).collect();
        let mut statement = snapshot.prepare_cached(PENDING).doing(doing)?;
        let values = named_params! {
            ":after": query.after.map_or(0, |id| id.0), ":posts": format!("{posts:?}"),
            ":analyzer": query.analyzer.analyzer, ":version": query.analyzer.version,
            ":artifact_hash": query.analyzer.artifact_hash.to_string(),
            ":config_hash": query.analyzer.config_hash.to_string(),
            ":again": query.again == Again::Unfinished,
            ":limit": i64::try_from(query.limit).unwrap_or(i64::MAX),
        };
        let mut rows = statement.query(values).doing(doing)?;
        let mut pending = Vec::new();
        while let Some(row) = rows.next().doing(doing)? {
            let post_id = PostId(row.get("id").doing(doing)?);
            let shown_hash: String = row.get("shown_hash").doing(doing)?;
            if let Some((revision_id, post)) = assemble(&snapshot, post_id, None)? {
                let shown_hash = parsed("posts.shown_hash", &shown_hash)?;
                pending.push(PendingPost {
                    post_id,
                    revision_id,
                    shown_hash,
                    post,
                });
            }
        }
        Ok(pending)
    }
}
