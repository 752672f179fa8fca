//! Which addresses may be asked.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use url::{Host, Url};

use crate::{FetchSettings, Reason, SetupError};

/// Decides by URL, and hands the decision by resolved address to the client it names.
#[derive(Debug)]
pub(crate) struct Guard {
    allow_private: bool,
    allow_hosts: BTreeSet<(String, u16)>,
}

/// How the addresses of a URL's name are to be treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Any address is fine.
    Open,
    /// Only public addresses are.
    PublicOnly,
}

impl Guard {
    pub(crate) fn new(settings: &FetchSettings) -> Result<Self, SetupError> {
        let allow_hosts = settings
            .allow_hosts
            .iter()
            .map(|entry| {
                host_and_port(entry).ok_or_else(|| SetupError::AllowHost {
                    entry: entry.clone(),
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            allow_private: settings.allow_private,
            allow_hosts,
        })
    }

    /// Checks scheme and host of a URL. Numeric hosts are judged here, since a resolver is never
    /// asked for them; `url` has already turned their odd spellings (`0x7f.1`, `2130706433`) into
    /// addresses.
    pub(crate) fn check(&self, url: &Url) -> Result<Access, Reason> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Reason::Scheme);
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(Reason::Scheme);
        };
        if self.allow_private || self.allow_hosts.contains(&(host.to_string(), port)) {
            return Ok(Access::Open);
        }
        let public = match host {
            Host::Ipv4(address) => is_public(address.into()),
            Host::Ipv6(address) => is_public(address.into()),
            Host::Domain(name) => !is_local_name(name),
        };
        if public {
            Ok(Access::PublicOnly)
        } else {
            Err(Reason::PrivateAddress)
        }
    }
}

/// Reads `host:port` in the spelling that `url` gives hosts.
fn host_and_port(entry: &str) -> Option<(String, u16)> {
    let url = Url::parse(&format!("http://{entry}/")).ok()?;
    let (_, port) = entry.rsplit_once(':')?;
    let port = port.parse().ok()?;
    let plain = url.path() == "/" && url.username().is_empty() && url.query().is_none();
    plain.then_some((url.host()?.to_string(), port))
}

/// Names that are this machine whatever a resolver says (RFC 6761, 6.3).
fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// Whether an address is globally reachable by the special-purpose registries of IANA (RFC 6890).
///
/// Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4) count as that address.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match a {
        // This network, private use, loopback, multicast and reserved.
        0 | 10 | 127 | 224..=255 => true,
        // Shared address space of carriers.
        100 => (64..=127).contains(&b),
        // Link-local, with the metadata services of clouds.
        169 => b == 254,
        172 => (16..=31).contains(&b),
        // Protocol assignments, documentation, 6to4 relays, private use.
        192 => (b == 0 && (c == 0 || c == 2)) || (b == 88 && c == 99) || b == 168,
        // Benchmarks and documentation.
        198 => b == 18 || b == 19 || (b == 51 && c == 100),
        203 => b == 0 && c == 113,
        _ => false,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    match parts {
        // NAT64 with the well-known prefix (RFC 6052), and 6to4 (RFC 3056).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => embedded(high, low),
        // Protocol assignments, Teredo among them, and documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Global unicast; all other space is local, multicast, reserved or unassigned.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(settings: &FetchSettings, url: &str) -> Result<Access, Reason> {
        Guard::new(settings)
            .unwrap()
            .check(&Url::parse(url).unwrap())
    }

    #[test]
    fn refuses_every_spelling_of_a_private_address() {
        let settings = FetchSettings::default();
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://10.0.0.8/",
            "http://172.31.255.255/",
            "http://192.168.0.1/",
            "http://100.64.0.1/",
            "http://169.254.169.254/",
            "http://2852039166/",
            "http://198.18.0.1/",
            "http://255.255.255.255/",
            "http://[::]/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:169.254.169.254]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::a00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[2001:db8::1]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[ff02::1]/",
            "http://localhost/",
            "http://LOCALHOST./",
            "http://a.localhost/",
        ] {
            assert_eq!(check(&settings, url), Err(Reason::PrivateAddress), "{url}");
        }
    }

    #[test]
    fn lets_public_addresses_and_names_pass_to_the_resolver() {
        let settings = FetchSettings::default();
        for url in [
            "http://192.0.1.1/",
            "http://172.32.0.1/",
            "http://[2606:4700::1111]/",
            "https://example.org/",
        ] {
            assert_eq!(check(&settings, url), Ok(Access::PublicOnly), "{url}");
        }
    }

    #[test]
    fn refuses_other_schemes_even_where_private_is_allowed() {
        let settings = FetchSettings {
            allow_private: true,
            ..FetchSettings::default()
        };
        for url in [
            "file:///etc/hosts",
            "ftp://example.org/",
            "data:,x",
            "gopher://a/",
        ] {
            assert_eq!(check(&settings, url), Err(Reason::Scheme), "{url}");
        }
        assert_eq!(check(&settings, "http://127.0.0.1/"), Ok(Access::Open));
    }

    #[test]
    fn opens_listed_ports_alone() {
        let settings = FetchSettings {
            allow_hosts: vec!["127.0.0.1:8080".to_owned(), "[::1]:80".to_owned()],
            ..FetchSettings::default()
        };
        assert_eq!(
            check(&settings, "http://127.0.0.1:8080/a"),
            Ok(Access::Open)
        );
        assert_eq!(check(&settings, "http://[::1]/"), Ok(Access::Open));
        assert_eq!(
            check(&settings, "http://127.0.0.1:8081/"),
            Err(Reason::PrivateAddress)
        );
    }

    #[test]
    fn names_the_entry_that_is_no_host_and_port() {
        for entry in ["localhost", "a b:1", "host:port", "", "http://a:1"] {
            let settings = FetchSettings {
                allow_hosts: vec![entry.to_owned()],
                ..FetchSettings::default()
            };
            assert!(Guard::new(&settings).is_err(), "{entry}");
        }
    }
}
