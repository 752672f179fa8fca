//! URLs as they may be shown.

use std::fmt;

use url::Url;

/// Shows a URL without its user name and password.
///
/// ```
/// # use hearken_fetch::MaskedUrl;
/// let url = "https://ann:secret@example.org/a?b#c".parse().unwrap();
/// assert_eq!(MaskedUrl(&url).to_string(), "https://example.org/a?b#c");
/// ```
#[derive(Clone, Copy)]
pub struct MaskedUrl<'a>(pub &'a Url);

impl fmt::Display for MaskedUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(without_credentials(self.0).as_str())
    }
}

impl fmt::Debug for MaskedUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`")
    }
}

/// The URL without user name and password.
pub(crate) fn without_credentials(url: &Url) -> Url {
    let mut url = url.clone();
    if !url.username().is_empty() || url.password().is_some() {
        // Both fail only for URLs that can't have credentials, and this one has some.
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
    url
}
