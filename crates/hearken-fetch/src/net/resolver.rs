//! Resolves names and keeps private addresses from the connector.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_public;

/// The system's resolver, with every private address taken out of its answers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PublicOnly;

/// All addresses of a name are private.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to private addresses only")]
pub(crate) struct PrivateName;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let had_any = !found.is_empty();
            let public: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| is_public(address.ip()))
                .collect();
            if had_any && public.is_empty() {
                return Err(PrivateName.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether a name resolves here to private addresses alone. A name that does not resolve here is
/// left to the proxy, which may know names that this machine does not.
pub(crate) async fn is_private_name(name: &str) -> bool {
    match tokio::net::lookup_host((name, 0)).await {
        Ok(found) => {
            let found: Vec<SocketAddr> = found.collect();
            !found.is_empty() && !found.iter().any(|address| is_public(address.ip()))
        }
        Err(_) => false,
    }
}
