//! The host with real libraries in real workers.

mod bad_files;
mod build;
mod c;
mod faults;
mod schedule;
mod start;
mod view;
