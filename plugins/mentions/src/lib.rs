//! Finds who is spoken of: a watchlist with aliases and near spellings.
//!
//! The one finding, `mention`, points to the words and carries the sentence they stand in. What
//! counts as the same name is in the module `fold`: case, composed letters, apostrophes, hyphens and white
//! space don't matter, word borders do. What counts as a near spelling is in `near`.
//!
//! ```
//! use hearken_sdk::test::{TestPost, configured, run};
//! use mentions::Mentions;
//!
//! let mut mentions: Mentions = configured(r#"{"watch": [{"name": "Wren Holloway"}]}"#);
//! let found = run(&mut mentions, TestPost::new("I met WREN  HOLLOWAY’s sister."));
//! assert_eq!(found[0].text(), "WREN  HOLLOWAY");
//! ```

#![forbid(unsafe_code)]
mod config;
mod exact;
mod fold;
mod mention;
mod near;

pub use config::{Level, Watch};
pub use mention::{Kind, Mentions};

hearken_sdk::export!(Mentions);
