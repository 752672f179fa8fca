//! When two addresses are the same post's: the part of an address that tells posts apart.

use url::Url;

/// Query fields that tell where a click came from, not what is asked for: campaign marks of the
/// common analytics and mail services, and the reply form's field of WordPress.
const TRACKING: [&str; 10] = [
    "fbclid",
    "gclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "msclkid",
    "ref_src",
    "replytocom",
    "twclid",
    "yclid",
];

/// The key of an address: without scheme, credentials, fragment and tracking fields, host in lower
/// case and without `www.`. A path that is no URL (a file's) is its own key.
pub(crate) fn url_key(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return address.to_owned();
    };
    let Some(authority) = authority_of(&url) else {
        return without_fragment(address).to_owned();
    };
    let mut key = format!("{authority}{}", url.path());
    let mut mark = '?';
    for (name, value) in url.query_pairs() {
        if !is_tracking(&name) {
            key.push(mark);
            key.extend([name.as_ref(), "=", value.as_ref()]);
            mark = '&';
        }
    }
    key
}

/// Host and port as `robots.txt` and delays count them; empty for a file.
pub(crate) fn authority(address: &str) -> String {
    let Ok(url) = Url::parse(address) else {
        return String::new();
    };
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The blog's host, without `www.`; `None` for a file.
pub(crate) fn site(address: &str) -> Option<String> {
    Url::parse(address).ok().as_ref().and_then(authority_of)
}

/// The page's canonical address, where it may be believed: on the same host, and not the front
/// page of it while the page itself is a deeper one (a fault of many themes).
pub(crate) fn believable_canonical<'a>(canonical: &'a str, fetched: &str) -> Option<&'a str> {
    let (named, own) = (Url::parse(canonical).ok()?, Url::parse(fetched).ok()?);
    let same_host = authority_of(&named)? == authority_of(&own)?;
    let names_front = named.path() == "/" && named.query().is_none();
    let is_front = own.path() == "/" && own.query().is_none();
    (same_host && (!names_front || is_front)).then_some(without_fragment(canonical))
}

/// The address up to its fragment.
pub(crate) fn without_fragment(address: &str) -> &str {
    address.split_once('#').map_or(address, |(start, _)| start)
}

fn authority_of(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    Some(
        url.port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
    )
}

fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_") || TRACKING.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_post_same_key() {
        for (one, other) in [
            ("http://a.example/x", "https://www.A.example/x#comments"),
            (
                "https://a.example/x?utm_source=m&p=1",
                "https://a.example/x?p=1&fbclid=9",
            ),
            ("https://a.example:443/x", "https://a.example/x"),
        ] {
            assert_eq!(url_key(one), url_key(other), "{one} and {other}");
        }
    }

    #[test]
    fn other_post_other_key() {
        for (one, other) in [
            ("http://a.example/x", "http://a.example/X"),
            ("http://a.example/?p=1", "http://a.example/?p=2"),
            ("http://a.example/x", "http://b.example/x"),
            ("http://a.example:8080/x", "http://a.example:8081/x"),
            ("posts/one.txt", "posts/two.txt"),
            ("http://a.example/x", "http://a.example/x/"),
        ] {
            assert_ne!(url_key(one), url_key(other), "{one} and {other}");
        }
    }

    #[test]
    fn believes_a_canonical_address_of_the_same_host_only() {
        let own = "https://a.example/2014/post?utm_source=x";
        for (canonical, believed) in [
            ("https://a.example/2014/post", true),
            ("https://a.example/", false),
            ("https://b.example/2014/post", false),
            ("/2014/post", false),
            ("", false),
        ] {
            assert_eq!(
                believable_canonical(canonical, own).is_some(),
                believed,
                "{canonical}"
            );
        }
    }
}
