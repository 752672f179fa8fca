//! What an analyzer author writes against.
