//! Row identities of the store. They differ between two databases that hold the same posts.

use serde::{Deserialize, Serialize};

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

row_id! {
    /// A post, the same over all its revisions.
    PostId;
    /// One content of a post over time.
    RevisionId;
    /// A comment under a post.
    CommentId;
    /// A stored finding.
    FindingId;
    /// One execution of a pipeline.
    RunId;
}
