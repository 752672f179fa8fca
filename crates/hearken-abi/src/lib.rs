//! The C types of the analyzer plugin ABI.
