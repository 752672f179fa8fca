-- Version 2: the readable views, what tables and columns mean, and settings of the indexes.

-- One segment a transaction in place of several, and merges of eight in place of four: bulk imports
-- rewrite the index less often.
INSERT INTO posts_fts (posts_fts, rank) VALUES ('hashsize', 8388608);
INSERT INTO comments_fts (comments_fts, rank) VALUES ('hashsize', 8388608);
INSERT INTO posts_fts (posts_fts, rank) VALUES ('automerge', 8);
INSERT INTO comments_fts (comments_fts, rank) VALUES ('automerge', 8);

CREATE VIEW v_posts AS
SELECT p.id, p.url, p.title, p.author, p.site, p.site_name, p.language,
       p.published_at, p.published_precision, p.published_raw, p.text,
       (SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.gone_at IS NULL) AS comments,
       (SELECT count(*) FROM findings f WHERE f.post_id = p.id AND f.state <> 'gone') AS findings,
       p.revision AS revisions, p.first_seen_at, p.changed_at
FROM posts p;

CREATE VIEW v_comments AS
SELECT c.id, c.post_id, p.url AS post_url, p.title AS post_title, c.parent_id, c.key, c.kind,
       c.author, c.author_url, c.published_at, c.published_precision, c.published_raw, c.text,
       c.by_post_author, a.author AS answers_author, c.first_seen_at, c.changed_at, c.gone_at
FROM comments c
JOIN posts p ON p.id = c.post_id
LEFT JOIN comments a ON a.id = c.parent_id;

CREATE VIEW v_findings AS
SELECT f.id, f.kind, f.severity, f.confidence, f.message, f.quote, f.field, f.state,
       f.post_id, p.url AS post_url, p.title AS post_title, p.published_at,
       f.comment_id, c.author AS comment_author,
       f.analyzer, a.version AS analyzer_version, a.artifact_hash, a.config_hash, a.run_id,
       f.fingerprint, f.lang, f.spans, f.data, f.tags, f.first_seen_at, f.changed_at
FROM findings f
JOIN posts p ON p.id = f.post_id
JOIN analyses a ON a.id = f.analysis_id
LEFT JOIN comments c ON c.id = f.comment_id;

-- The comments of each post as a reader meets them: depth from 0, and `thread`, which sorts them.
CREATE VIEW v_conversation AS
WITH RECURSIVE thread (id, post_id, depth, path) AS (
  SELECT id, post_id, 0, printf('%08d', position)
  FROM comments WHERE parent_id IS NULL AND gone_at IS NULL
  UNION ALL
  SELECT c.id, c.post_id, t.depth + 1, t.path || '/' || printf('%08d', c.position)
  FROM comments c JOIN thread t ON c.parent_id = t.id
  WHERE c.gone_at IS NULL
)
SELECT t.post_id, t.path AS thread, t.depth, c.id AS comment_id, c.author, c.by_post_author,
       c.published_at, c.text
FROM thread t JOIN comments c ON c.id = t.id;

CREATE VIEW v_revisions AS
SELECT r.id, r.post_id, p.url AS post_url, r.number, r.origin, r.extractor_version, r.seen_at,
       r.title, coalesce(r.text, p.text) AS text, r.number = p.revision AS is_current
FROM revisions r JOIN posts p ON p.id = r.post_id;

CREATE VIEW v_removed AS
SELECT p.id AS post_id, p.url AS post_url, piece.value ->> 'kind' AS kind,
       piece.value ->> 'text' AS text, piece.value ->> 'why' AS why
FROM posts p
JOIN revisions r ON r.post_id = p.id AND r.number = p.revision, json_each(r.removed) piece;

CREATE VIEW v_sources AS
SELECT s.id, s.kind, s.location, s.title, s.added_at, s.last_run_at,
       (SELECT count(*) FROM post_sources l WHERE l.source_id = s.id) AS posts
FROM sources s;

INSERT INTO schema_doc (table_name, column_name, text) VALUES
  ('posts', '', 'One row a post, its current content; earlier contents are in revisions.'),
  ('posts', 'url', 'The address to open.'),
  ('posts', 'url_key', 'The address as posts are told apart: without scheme, fragment and tracking.'),
  ('posts', 'published_at', 'Start of the time the page names, in UTC; see published_precision.'),
  ('posts', 'published_precision', 'second: zone known. local: zone unknown, read as UTC. day, month, year: no more was said.'),
  ('posts', 'published_raw', 'The date as it stood on the page.'),
  ('posts', 'content_hash', 'Title, authors, text and kinds of blocks: a change of it makes a revision.'),
  ('posts', 'shown_hash', 'Post and comments as analyzers see them: a change of it makes analyzers run again.'),
  ('posts', 'revision', 'Number of the current revision.'),
  ('post_addresses', '', 'Every address a post was met at.'),
  ('post_sources', '', 'Which sources led to which posts.'),
  ('revisions', '', 'Each content of a post over time.'),
  ('revisions', 'origin', 'author: the page changed. extractor: the same page, read by a newer extractor.'),
  ('revisions', 'text', 'Absent in the current revision, whose text is the post''s; v_revisions has it for all.'),
  ('revisions', 'blocks', 'JSON list: kind, level, start and end in UTF-8 bytes of text.'),
  ('revisions', 'removed', 'JSON list: kind, text and why of what was left out.'),
  ('comments', '', 'One row a comment; a comment that left its page stays, with gone_at.'),
  ('comments', 'key', 'Unique within the comments of a post that are not gone.'),
  ('comments', 'position', 'Place on the page.'),
  ('comments', 'page_key', 'The address the comment was read at.'),
  ('comment_versions', '', 'Earlier words of comments that were edited.'),
  ('findings', '', 'What analyzers say. One row a fingerprint; state tells what the last analysis saw.'),
  ('findings', 'spans', 'JSON list: role, field, comment_key, byte, char and quote.'),
  ('findings', 'fingerprint', 'Made without offsets and versions, so that it outlives both.'),
  ('analyses', '', 'Which analyzer, in which version and configuration, has seen which content.'),
  ('pages', '', 'Raw pages, compressed.'),
  ('frontier', '', 'Addresses to ask, and what came of it.'),
  ('runs', '', 'Executions of hearken that write.'),
  ('sources', '', 'Where posts come from.'),
  ('hosts', '', 'When each host may be asked again.'),
  ('erased', '', 'Hashes of the names of those whose comments must not come back.');
