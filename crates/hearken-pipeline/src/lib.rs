//! Joins fetch, extract, store and analyze as steps that report events.
