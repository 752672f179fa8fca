//! Texts of the kinds that scrapers leave.
