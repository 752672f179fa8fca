//! Finds, checks and supervises analyzer plugins in worker processes.
