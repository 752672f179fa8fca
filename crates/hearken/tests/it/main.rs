//! The built program as its users see it: arguments in; standard output, standard error, exit code
//! and database out. Every server is a real one on loopback, every plugin a real library.
#![expect(
    clippy::unwrap_used,
    reason = "a set-up that fails is a test that fails"
)]

mod bad_input;
mod bad_setup;
mod extract;
mod findings;
mod help;
mod ingest;
mod interruption;
mod listings;
mod scene;
mod table;
