//! Cookies for the length of one redirect chain.
//!
//! Some sites set a cookie and redirect to the same address until it comes back. Nothing is kept
//! beyond one attempt at one page, so no site can follow a reader from page to page; therefore the
//! attributes about lifetime are of no use here, and a cookie goes back to its very host alone.

use url::Url;

use crate::hosts::host_name;

/// Cookies kept of one host: RFC 6265, 6.1 asks for 50 at least.
const MAX_COOKIES: usize = 50;
/// Bytes of one cookie (RFC 6265, 6.1).
const MAX_COOKIE_BYTES: usize = 4096;

/// The cookies of one redirect chain.
#[derive(Debug, Default)]
pub(crate) struct Jar {
    cookies: Vec<Cookie>,
}

#[derive(Debug, PartialEq, Eq)]
struct Cookie {
    host: String,
    name: String,
    value: String,
    secure: bool,
}

impl Jar {
    /// Takes in the `Set-Cookie` fields of an answer; tells whether anything is other than before.
    pub(crate) fn take(&mut self, from: &Url, fields: &[String]) -> bool {
        let mut changed = false;
        for field in fields
            .iter()
            .filter(|field| field.len() <= MAX_COOKIE_BYTES)
        {
            let Some(cookie) = parse(from, field) else {
                continue;
            };
            let has_room = self.cookies.len() < MAX_COOKIES;
            let known = self
                .cookies
                .iter_mut()
                .find(|known| known.host == cookie.host && known.name == cookie.name);
            match known {
                Some(known) if *known == cookie => {}
                Some(known) => {
                    *known = cookie;
                    changed = true;
                }
                None if has_room => {
                    self.cookies.push(cookie);
                    changed = true;
                }
                None => {}
            }
        }
        changed
    }

    /// The `Cookie` field for a request.
    pub(crate) fn header(&self, url: &Url) -> Option<String> {
        let host = host_name(url);
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .filter(|cookie| cookie.host == host && (!cookie.secure || url.scheme() == "https"))
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

fn parse(from: &Url, field: &str) -> Option<Cookie> {
    let mut parts = field.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let secure = parts.any(|part| part.trim().eq_ignore_ascii_case("secure"));
    (!name.is_empty()).then(|| Cookie {
        host: host_name(from),
        name: name.to_owned(),
        value: value.to_owned(),
        secure,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_goes_back_to_its_own_host_alone() {
        let url = |text: &str| Url::parse(text).unwrap();
        let mut jar = Jar::default();
        let fields = ["a=1; Path=/; HttpOnly", "b=2; Secure", "nonsense", "=3"].map(str::to_owned);
        assert!(jar.take(&url("http://x.org/"), &fields));
        assert!(!jar.take(&url("http://x.org/other"), &fields));
        assert_eq!(jar.header(&url("http://x.org/b")).as_deref(), Some("a=1"));
        assert_eq!(
            jar.header(&url("https://x.org/")).as_deref(),
            Some("a=1; b=2")
        );
        assert_eq!(jar.header(&url("http://sub.x.org/")), None);
        assert!(jar.take(&url("http://x.org/"), &["a=9".to_owned()]));
        assert_eq!(jar.header(&url("http://x.org/")).as_deref(), Some("a=9"));
    }

    #[test]
    fn many_and_huge_cookies_are_bounded() {
        let url = Url::parse("http://x.org/").unwrap();
        let mut jar = Jar::default();
        let many: Vec<String> = (0..1000).map(|n| format!("c{n}=1")).collect();
        jar.take(&url, &many);
        jar.take(&url, &[format!("big={}", "x".repeat(1 << 20))]);
        assert_eq!(jar.cookies.len(), MAX_COOKIES);
    }
}
