-- Version 1. This file is never edited after a release; a change is a new file.
-- Times are RFC 3339 in UTC (`2014-10-29T08:00:00Z`) and end in `_at`.

-- `Hear` in ASCII.
PRAGMA application_id = 1214603634;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  command TEXT NOT NULL,
  -- The first run of a chain in which each goes on where a killed one stopped; its own id otherwise.
  round_id INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed', 'interrupted')),
  started_at TEXT NOT NULL,
  finished_at TEXT,
  counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(counts))
) STRICT;
CREATE INDEX runs_by_name ON runs (name, id);
CREATE INDEX runs_by_status ON runs (status);

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL
    CHECK (kind IN ('url', 'feed', 'opml', 'sitemap', 'crawl', 'file', 'directory')),
  location TEXT NOT NULL,
  title TEXT,
  added_at TEXT NOT NULL,
  last_run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
  last_run_at TEXT,
  UNIQUE (location, kind)
) STRICT;
CREATE INDEX sources_by_run ON sources (last_run_id);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  url_key TEXT NOT NULL UNIQUE,
  canonical_url TEXT,
  title TEXT,
  author TEXT,
  site TEXT,
  site_name TEXT,
  language TEXT,
  published_at TEXT,
  published_precision TEXT
    CHECK (published_precision IN ('second', 'local', 'day', 'month', 'year')),
  published_raw TEXT,
  updated_at TEXT,
  updated_precision TEXT CHECK (updated_precision IN ('second', 'local', 'day', 'month', 'year')),
  tags TEXT NOT NULL CHECK (json_valid(tags)),
  text TEXT NOT NULL,
  comment_count_claimed INTEGER,
  revision INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  shown_hash TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX posts_by_content ON posts (content_hash);
CREATE INDEX posts_by_site ON posts (site, published_at);
CREATE INDEX posts_by_published ON posts (published_at);

CREATE TABLE post_addresses (
  url_key TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('main', 'alternate', 'duplicate')),
  -- When the address itself was first read; absent where another page named it.
  read_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX post_addresses_by_post ON post_addresses (post_id);

CREATE TABLE post_sources (
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  PRIMARY KEY (post_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_sources_by_source ON post_sources (source_id);

CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('author', 'extractor')),
  extractor_version TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  title TEXT,
  authors TEXT NOT NULL CHECK (json_valid(authors)),
  canonical_url TEXT,
  published TEXT,
  published_raw TEXT,
  updated TEXT,
  language TEXT,
  site_name TEXT,
  tags TEXT NOT NULL CHECK (json_valid(tags)),
  -- Absent in the current revision, whose text is the post's.
  text TEXT,
  blocks TEXT NOT NULL CHECK (json_valid(blocks)),
  links TEXT NOT NULL CHECK (json_valid(links)),
  images TEXT NOT NULL CHECK (json_valid(images)),
  removed TEXT NOT NULL CHECK (json_valid(removed)),
  comment_count_claimed INTEGER,
  run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
  UNIQUE (post_id, number)
) STRICT;
CREATE INDEX revisions_by_run ON revisions (run_id);

CREATE TABLE comments (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  parent_id INTEGER REFERENCES comments (id) ON DELETE SET NULL,
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('comment', 'pingback')),
  author TEXT,
  author_url TEXT,
  published TEXT,
  published_at TEXT,
  published_precision TEXT
    CHECK (published_precision IN ('second', 'local', 'day', 'month', 'year')),
  published_raw TEXT,
  text TEXT NOT NULL,
  by_post_author INTEGER NOT NULL CHECK (by_post_author IN (0, 1)),
  page_key TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  gone_at TEXT
) STRICT;
CREATE UNIQUE INDEX comments_by_key ON comments (post_id, key) WHERE gone_at IS NULL;
CREATE INDEX comments_by_post ON comments (post_id, position);
-- Most comments answer the post itself.
CREATE INDEX comments_by_parent ON comments (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE comment_versions (
  id INTEGER PRIMARY KEY,
  comment_id INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('author', 'extractor')),
  author TEXT,
  text TEXT NOT NULL,
  replaced_at TEXT NOT NULL,
  UNIQUE (comment_id, number)
) STRICT;

-- Raw pages, apart from what people browse. One a revision and address.
CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  url_key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  fetched_at TEXT NOT NULL,
  content_type TEXT,
  raw_hash TEXT NOT NULL,
  extractor_version TEXT NOT NULL,
  codec TEXT NOT NULL CHECK (codec IN ('zstd', 'none')),
  size INTEGER NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (post_id, url_key, revision)
) STRICT;
CREATE INDEX pages_by_key ON pages (url_key, id);

CREATE TABLE frontier (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  authority TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('page', 'feed', 'sitemap', 'opml', 'file')),
  discovered_from TEXT,
  round_id INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'claimed', 'finished')),
  status TEXT CHECK (status IN ('stored', 'unchanged', 'duplicate', 'skipped', 'failed')),
  reason TEXT,
  http_status INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  etag TEXT,
  last_modified TEXT,
  next_due_at TEXT,
  post_id INTEGER REFERENCES posts (id) ON DELETE SET NULL,
  added_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;
CREATE INDEX frontier_by_state ON frontier (round_id, state, authority, id);
CREATE INDEX frontier_by_due ON frontier (next_due_at);
CREATE INDEX frontier_by_post ON frontier (post_id);

CREATE TABLE frontier_sources (
  frontier_id INTEGER NOT NULL REFERENCES frontier (id) ON DELETE CASCADE,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  PRIMARY KEY (frontier_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX frontier_sources_by_source ON frontier_sources (source_id);

CREATE TABLE hosts (
  authority TEXT PRIMARY KEY,
  next_at TEXT,
  delay_ms INTEGER,
  blocked_until_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE analyses (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  run_id INTEGER REFERENCES runs (id) ON DELETE SET NULL,
  shown_hash TEXT NOT NULL,
  analyzer TEXT NOT NULL,
  version TEXT NOT NULL,
  abi TEXT NOT NULL,
  artifact_hash TEXT NOT NULL,
  config_hash TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('done', 'partial', 'failed', 'quarantined', 'skipped')),
  findings INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  elapsed_ms INTEGER NOT NULL,
  problem TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (post_id, analyzer, shown_hash, version, artifact_hash, config_hash)
) STRICT;
CREATE INDEX analyses_by_run ON analyses (run_id);

CREATE TABLE findings (
  id INTEGER PRIMARY KEY,
  post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  comment_id INTEGER REFERENCES comments (id) ON DELETE CASCADE,
  analysis_id INTEGER NOT NULL REFERENCES analyses (id) ON DELETE CASCADE,
  analyzer TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'notice', 'warning', 'alert')),
  confidence REAL CHECK (confidence BETWEEN 0 AND 1),
  message TEXT NOT NULL,
  field TEXT NOT NULL CHECK (field IN ('title', 'body', 'comment')),
  comment_key TEXT,
  quote TEXT,
  lang TEXT,
  spans TEXT NOT NULL CHECK (json_valid(spans)),
  data TEXT NOT NULL CHECK (json_valid(data)),
  tags TEXT NOT NULL CHECK (json_valid(tags)),
  key TEXT,
  state TEXT NOT NULL CHECK (state IN ('new', 'unchanged', 'updated', 'gone')),
  first_seen_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  UNIQUE (post_id, analyzer, fingerprint)
) STRICT;
CREATE INDEX findings_by_comment ON findings (comment_id);
CREATE INDEX findings_by_analysis ON findings (analysis_id);
CREATE INDEX findings_by_kind ON findings (kind, state);

-- Whom the user asked to forget: hashes alone, never names.
CREATE TABLE erased (
  hash TEXT PRIMARY KEY,
  name_hash TEXT NOT NULL,
  words INTEGER NOT NULL,
  erased_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_doc (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;

-- External content in double quotes: the spelling that Datasette and sqlite-utils look for.
CREATE VIRTUAL TABLE posts_fts USING fts5 (
  title, text, content="posts", content_rowid="id", tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE comments_fts USING fts5 (
  author, text, content="comments", content_rowid="id", tokenize='unicode61 remove_diacritics 2'
);
