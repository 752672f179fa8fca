//! Lists of posts.

use hearken_model::PostId;
use rusqlite::{Row, named_params};

use super::{PostQuery, PostSummary};
use crate::{
    Reader,
    error::{Doing, Result},
    texts::{parsed_maybe, time_from, time_text},
};

/// Columns of a [`PostSummary`] of `posts p`.
macro_rules! select_summary {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.url, p.title, p.author, p.site, p.site_name, p.language,
                p.revision, p.first_seen_at, p.changed_at,
                (SELECT published FROM revisions r
                 WHERE r.post_id = p.id AND r.number = p.revision) AS published,
                (SELECT count(*) FROM comments c
                 WHERE c.post_id = p.id AND c.gone_at IS NULL) AS comments,
                (SELECT count(*) FROM findings f
                 WHERE f.post_id = p.id AND f.state <> 'gone') AS findings
            FROM posts p ",
            $rest
        )
    };
}
pub(super) use select_summary;

const LIST: &str = select_summary!(
    "WHERE (:source IS NULL OR EXISTS (SELECT 1 FROM post_sources s
       WHERE s.post_id = p.id AND s.source_id = :source))
     AND (:site IS NULL OR p.site = :site)
     AND (:author IS NULL OR instr(lower(p.author), :author))
     AND (:language IS NULL OR lower(p.language) = :language
       OR substr(lower(p.language), 1, length(:language) + 1) = :language || '-')
     AND (:since IS NULL OR coalesce(p.published_at, p.first_seen_at) >= :since)
     AND (:until IS NULL OR coalesce(p.published_at, p.first_seen_at) < :until)
     AND (:kind IS NULL OR EXISTS (SELECT 1 FROM findings f
       WHERE f.post_id = p.id AND f.kind = :kind AND f.state <> 'gone'))
     ORDER BY p.published_at DESC NULLS LAST, p.url LIMIT :limit OFFSET :offset"
);

impl Reader<'_> {
    /// Posts, the latest published first, those without a date last.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sql`](crate::StoreError::Sql) and
    /// [`StoreError::Corrupt`](crate::StoreError::Corrupt).
    pub fn posts(&self, query: &PostQuery) -> Result<Vec<PostSummary>> {
        let doing = "list the posts";
        let site = query.site.as_ref().map(|site| site.to_ascii_lowercase());
        let values = named_params! {
            ":source": query.source.map(|source| source.0),
            ":site": site.as_deref().map(|site| site.strip_prefix("www.").unwrap_or(site)),
            ":author": query.author.as_ref().map(|author| author.to_lowercase()),
            ":language": query.language.as_ref().map(|language| language.to_ascii_lowercase()),
            ":since": query.since.map(time_text), ":until": query.until.map(time_text),
            ":kind": query.with_finding, ":limit": query.limit.map_or(-1, i64::from),
            ":offset": query.offset,
        };
        let mut statement = self.connection().prepare_cached(LIST).doing(doing)?;
        let mut rows = statement.query(values).doing(doing)?;
        let mut posts = Vec::new();
        while let Some(row) = rows.next().doing(doing)? {
            posts.push(summary_from(row)?);
        }
        Ok(posts)
    }
}

pub(super) fn summary_from(row: &Row<'_>) -> Result<PostSummary> {
    let doing = "read a post";
    let text = |name: &str| row.get::<_, String>(name).doing(doing);
    let maybe = |name: &str| row.get::<_, Option<String>>(name).doing(doing);
    Ok(PostSummary {
        id: PostId(row.get("id").doing(doing)?),
        url: text("url")?,
        title: maybe("title")?,
        author: maybe("author")?,
        site: maybe("site")?,
        site_name: maybe("site_name")?,
        language: maybe("language")?,
        published: parsed_maybe("revisions.published", maybe("published")?)?,
        comments: row.get("comments").doing(doing)?,
        findings: row.get("findings").doing(doing)?,
        revisions: row.get("revision").doing(doing)?,
        first_seen_at: time_from("posts.first_seen_at", &text("first_seen_at")?)?,
        changed_at: time_from("posts.changed_at", &text("changed_at")?)?,
    })
}
