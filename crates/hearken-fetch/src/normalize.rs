//! The one spelling of an address.

use url::Url;

/// Query parameters that say where a reader came from and not what is shown. Their names are those
/// that the campaigns, mailers and networks behind them document.
const TRACKING: &[&str] = &[
    "_bta_c",
    "_bta_tid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_ke",
    "_openstat",
    "dclid",
    "ef_id",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "gs_l",
    "hsctatracking",
    "igsh",
    "igshid",
    "irclickid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ml_subscriber",
    "ml_subscriber_hash",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "s_cid",
    "s_kwcid",
    "sc_campaign",
    "sc_channel",
    "sc_content",
    "sc_country",
    "sc_geo",
    "sc_medium",
    "sc_outcome",
    "sc_publisher",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "yclid",
    "ysclid",
];

/// Beginnings of such names: the campaign fields of analytics programs and mailers.
const TRACKING_PREFIXES: &[&str] = &["hsa_", "matomo_", "mtm_", "pk_", "piwik_", "utm_"];

/// The address under which a page is kept.
///
/// The fragment, user name and password, and tracking parameters are dropped; scheme, host, default
/// port, dots and percent signs are spelled as the URL Standard does (which `url` did already). The
/// other parameters keep their order and spelling, for a server may tell them apart. A final dot of
/// the host is dropped.
///
/// ```
/// # use hearken_fetch::normalize_url;
/// let url = "HTTPS://Example.org:443/a/../b?x=1&utm_source=feed&y=2#top".parse().unwrap();
/// assert_eq!(normalize_url(&url).as_str(), "https://example.org/b?x=1&y=2");
/// ```
#[must_use]
pub fn normalize_url(url: &Url) -> Url {
    let mut url = crate::shown::without_credentials(url);
    url.set_fragment(None);
    if let Some(host) = url.host_str().and_then(|host| host.strip_suffix('.')) {
        let host = host.to_owned();
        // A host that was valid with its final dot stays as it was where it is not valid without.
        let _ = url.set_host(Some(&host));
    }
    let kept = url.query().map(|query| {
        query
            .split('&')
            .filter(|pair| !pair.is_empty() && !is_tracking(pair))
            .collect::<Vec<_>>()
            .join("&")
    });
    url.set_query(kept.as_deref().filter(|query| !query.is_empty()));
    url
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    TRACKING.binary_search(&name.as_str()).is_ok()
        || TRACKING_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expected: &str) {
        let once = normalize_url(&Url::parse(given).unwrap());
        assert_eq!(once.as_str(), expected, "{given}");
        assert_eq!(normalize_url(&once), once, "{given} twice");
    }

    #[test]
    fn the_table_is_sorted_for_its_search() {
        assert!(TRACKING.is_sorted());
    }

    #[test]
    fn drops_what_does_not_change_the_page() {
        check("http://a.org", "http://a.org/");
        check("http://A.org:80/x#y", "http://a.org/x");
        check("http://a.org./x", "http://a.org/x");
        check("http://ann:pw@a.org/x", "http://a.org/x");
        check(
            "http://a.org/?utm_source=a&UTM_Medium=b&fbclid=c",
            "http://a.org/",
        );
        check("http://a.org/?", "http://a.org/");
        check("http://a.org/a/./b/../c", "http://a.org/a/c");
    }

    #[test]
    fn keeps_what_may_change_the_page() {
        check("http://a.org/?p=7&b=1&a=2", "http://a.org/?p=7&b=1&a=2");
        check("http://a.org/?a=1&a=2", "http://a.org/?a=1&a=2");
        check("http://a.org/x/", "http://a.org/x/");
        check("http://a.org/X?Q", "http://a.org/X?Q");
        check(
            "http://a.org/?utm=1&q=%20b+c",
            "http://a.org/?utm=1&q=%20b+c",
        );
    }
}
