//! The SQLite store: posts with revisions, comments, raw pages, frontier, findings, runs.
