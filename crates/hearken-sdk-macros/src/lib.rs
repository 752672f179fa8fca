//! The attribute and export macros of hearken-sdk.
