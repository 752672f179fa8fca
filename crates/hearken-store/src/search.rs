//! Searching the words of posts and comments.

mod expression;

use hearken_model::{CommentId, PostId, Span};
use rusqlite::{Connection, named_params};

use self::expression::expression;
use crate::{
    Reader, SourceId,
    error::{Doing, Result, StoreError},
};

/// What to look for.
///
/// `text` holds words, all of which must be there; `"words in a row"`; `-word` for what must not
/// be there; `one OR other`, which binds its two neighbours; `begin*`. All else is read as words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// As above.
    pub text: String,
    /// Where to look.
    pub scope: SearchScope,
    /// Only posts of this blog's host, and comments under them.
    pub site: Option<String>,
    /// Only posts that this source led to, and comments under them.
    pub source: Option<SourceId>,
    /// At most so many; all where absent.
    pub limit: Option<u32>,
    /// Leaves out so many from the start.
    pub offset: u32,
}

/// Where to look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SearchScope {
    /// In posts and comments.
    #[default]
    Everywhere,
    /// In titles and texts of posts.
    Posts,
    /// In comments.
    Comments,
}

/// A post or comment that was found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SearchHit {
    /// The post.
    pub post_id: PostId,
    /// Its address.
    pub post_url: String,
    /// Its title.
    pub post_title: Option<String>,
    /// The comment, where the words stand in one.
    pub comment_id: Option<CommentId>,
    /// Who wrote what was found.
    pub author: Option<String>,
    /// The words around the best place.
    pub snippet: String,
    /// Where in `snippet` the words looked for stand.
    pub marks: Vec<Span>,
    /// BM25: the smaller, the better.
    pub rank: f64,
}

/// Marks around found words: no text of a page keeps these control characters.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

/// The best hits, without snippets: those are costly and only made for what is given back. A word
/// in a title counts four times a word in the text: titles are short and say what it is about.
const BEST: &str = "
    SELECT post_id, comment_id, rank FROM (
      SELECT p.id AS post_id, NULL AS comment_id, p.site, bm25(posts_fts, 4.0, 1.0) AS rank
      FROM posts_fts JOIN posts p ON p.id = posts_fts.rowid
      WHERE :posts AND posts_fts MATCH :expression
      UNION ALL
      SELECT p.id, c.id, p.site, bm25(comments_fts)
      FROM comments_fts
      JOIN comments c ON c.id = comments_fts.rowid JOIN posts p ON p.id = c.post_id
      WHERE :comments AND comments_fts MATCH :expression AND c.gone_at IS NULL
    ) hit
    WHERE (:site IS NULL OR site = :site)
     AND (:source IS NULL OR EXISTS (SELECT 1 FROM post_sources s
       WHERE s.post_id = hit.post_id AND s.source_id = :source))
    ORDER BY rank, post_id, comment_id LIMIT :limit OFFSET :offset";
/// 24 words of snippet fill two lines of a terminal.
const POST: &str = "SELECT p.url, p.title, p.author,
    snippet(posts_fts, -1, char(2), char(3), '…', 24) AS snippet
    FROM posts_fts JOIN posts p ON p.id = posts_fts.rowid
    WHERE posts_fts MATCH :expression AND posts_fts.rowid = :id";
const COMMENT: &str = "SELECT p.url, p.title, c.author,
    snippet(comments_fts, 1, char(2), char(3), '…', 24) AS snippet
    FROM comments_fts
    JOIN comments c ON c.id = comments_fts.rowid JOIN posts p ON p.id = c.post_id
    WHERE comments_fts MATCH :expression AND comments_fts.rowid = :id";

impl Reader<'_> {
    /// Posts and comments that hold what is looked for, the best first.
    ///
    /// # Errors
    ///
    /// [`StoreError::EmptySearch`] where `text` names nothing to look for;
    /// [`StoreError::LongSearch`] where it names too much; [`StoreError::Sql`].
    pub fn search(&self, query: &SearchQuery) -> Result<Vec<SearchHit>> {
        let doing = "search";
        let expression = expression(&query.text)?;
        let site = query.site.as_ref().map(|site| site.to_ascii_lowercase());
        let values = named_params! {
            ":expression": expression, ":posts": query.scope != SearchScope::Comments,
            ":comments": query.scope != SearchScope::Posts,
            ":site": site.as_deref().map(|site| site.strip_prefix("www.").unwrap_or(site)),
            ":source": query.source.map(|source| source.0),
            ":limit": query.limit.map_or(-1, i64::from), ":offset": query.offset,
        };
        let db = self.snapshot()?;
        let mut statement = db.prepare_cached(BEST).doing(doing)?;
        let mut rows = statement.query(values).doing(doing)?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next().doing(doing)? {
            let post_id = PostId(row.get("post_id").doing(doing)?);
            let comment_id = row.get::<_, Option<i64>>("comment_id").doing(doing)?;
            let rank = row.get("rank").doing(doing)?;
            hits.push(hit(
                &db,
                &expression,
                post_id,
                comment_id.map(CommentId),
                rank,
            )?);
        }
        Ok(hits)
    }
}

fn hit(
    db: &Connection,
    expression: &str,
    post_id: PostId,
    comment_id: Option<CommentId>,
    rank: f64,
) -> Result<SearchHit> {
    let doing = "read what was found";
    let (sql, id) = comment_id.map_or((POST, post_id.0), |comment| (COMMENT, comment.0));
    let mut statement = db.prepare_cached(sql).doing(doing)?;
    let mut rows = statement
        .query(named_params! {":expression": expression, ":id": id})
        .doing(doing)?;
    let not_found = || StoreError::NotFound {
        what: "row of the index",
        id: id.to_string(),
    };
    let row = rows.next().doing(doing)?.ok_or_else(not_found)?;
    let marked: String = row.get("snippet").doing(doing)?;
    let (snippet, marks) = unmark(&marked)?;
    Ok(SearchHit {
        post_id,
        post_url: row.get("url").doing(doing)?,
        post_title: row.get("title").doing(doing)?,
        comment_id,
        author: row.get("author").doing(doing)?,
        snippet,
        marks,
        rank,
    })
}

/// Takes the marks out of a snippet and tells where they stood.
fn unmark(marked: &str) -> Result<(String, Vec<Span>)> {
    let (mut text, mut marks, mut begin) = (String::with_capacity(marked.len()), vec![], None);
    for letter in marked.chars() {
        match (letter, begin) {
            (OPEN, _) => begin = Some(text.len()),
            (CLOSE, Some(start)) => {
                let span = Span::new(start, text.len());
                marks.push(span.ok_or_else(|| StoreError::corrupt("a snippet", marked))?);
                begin = None;
            }
            (CLOSE, None) => {}
            (letter, _) => text.push(letter),
        }
    }
    Ok((text, marks))
}
