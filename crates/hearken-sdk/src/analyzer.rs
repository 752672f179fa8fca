//! What an author implements, and what the macros implement for them.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::{Cx, Post, Result};

/// Looks at posts and says what it finds.
///
/// One instance sees one post at a time, in any order, and not always on the same thread.
pub trait Analyzer: Configured + Send + 'static {
    /// Prepares an instance after its configuration was read: compiles patterns, loads tables.
    ///
    /// # Errors
    ///
    /// Anything that makes the analyzer unusable; [`Error::config`](crate::Error::config) names the
    /// key that is to blame.
    fn start(&mut self) -> Result {
        Ok(())
    }

    /// Looks at one post and its comments, and emits findings.
    ///
    /// # Errors
    ///
    /// Any error fails this post alone, and drops its findings.
    fn post(&mut self, post: &Post<'_>, cx: &mut Cx<'_>) -> Result;
}

/// A configuration that declares what its analyzer finds; written by `#[config(kinds = …)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not declare the kinds of its findings",
    note = "write `#[config(kinds = [\"…\"])]` above the struct"
)]
pub trait Configured: DeserializeOwned + JsonSchema {
    /// The declared kinds.
    const KINDS: &'static [KindInfo];
    /// The same as JSON, for the manifest.
    const KINDS_JSON: &'static str;
    /// What the analyzer does, as a JSON string.
    const ABOUT_JSON: &'static str;
}

/// An enum of kinds; written by `#[derive(Kinds)]`.
pub trait Kinds: Kind {
    /// All of them.
    const ALL: &'static [KindInfo];
    /// The same as JSON, for the manifest.
    const JSON: &'static str;
}

/// What names a kind of finding: a variant of an enum that derives `Kinds`, or its plain name.
pub trait Kind: Sized {
    /// The dotted name.
    fn name(self) -> &'static str;
}

impl Kind for &'static str {
    fn name(self) -> &'static str {
        self
    }
}

/// A declared kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindInfo {
    /// Its dotted name.
    pub name: &'static str,
    /// Severity of its findings unless they say otherwise.
    pub severity: Severity,
    /// What it says, in a sentence.
    pub about: &'static str,
}

/// How much a finding wants a person's eye.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A fact worth having; nobody needs to look.
    #[default]
    Info,
    /// Worth reading when one passes by.
    Notice,
    /// Somebody should look.
    Warning,
    /// Somebody should look now.
    Alert,
}

impl Severity {
    /// The number of the ABI.
    pub(crate) const fn number(self) -> u32 {
        match self {
            Self::Info => hearken_abi::HK_SEVERITY_INFO,
            Self::Notice => hearken_abi::HK_SEVERITY_NOTICE,
            Self::Warning => hearken_abi::HK_SEVERITY_WARNING,
            Self::Alert => hearken_abi::HK_SEVERITY_ALERT,
        }
    }

    /// The severity of a number of the ABI.
    pub(crate) const fn from_number(number: u32) -> Option<Self> {
        match number {
            hearken_abi::HK_SEVERITY_INFO => Some(Self::Info),
            hearken_abi::HK_SEVERITY_NOTICE => Some(Self::Notice),
            hearken_abi::HK_SEVERITY_WARNING => Some(Self::Warning),
            hearken_abi::HK_SEVERITY_ALERT => Some(Self::Alert),
            _ => None,
        }
    }
}
