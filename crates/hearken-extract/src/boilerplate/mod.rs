//! What is not the post's: named rules, each with the kind of what it removes.

mod account;
mod rules;
mod sweep;

pub(crate) use account::{Outcome, account};
pub(crate) use sweep::{Swept, described, sweep};
