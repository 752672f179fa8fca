//! The host's side: workers started, fed, watched and replaced.

mod breaker;
mod check;
mod child;
mod copies;
mod death;
mod lane;
mod run;
mod spawn;
mod verdict;

pub use check::{check_config, describe};
pub use run::analyze;
