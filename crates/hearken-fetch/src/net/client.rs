//! Builds the HTTP clients, with TLS by rustls and ring.

use std::{sync::Arc, time::Duration};

use reqwest::{
    Client, Proxy,
    header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue},
    redirect::Policy,
};
use rustls::{ClientConfig, RootCertStore, client::danger::ServerCertVerifier};

use super::{coding, resolver::PublicOnly};
use crate::{FetchSettings, MaskedUrl, SetupError};

/// Header fields of one answer; hyper's own limit is 100, which sites with many cookies pass.
const MAX_HEADERS: usize = 512;
/// Bytes of an HTTP/2 header list; hyper's limit for HTTP/1 is about the same (400 kB).
const MAX_H2_HEADER_BYTES: u32 = 400 << 10;
/// A host that has not accepted a connection by then is taken as down; the kernel's own retries
/// come at 1, 3 and 7 seconds.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Long enough for the gap between two requests to a host, short enough not to hold its sockets.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// The client for URLs whose addresses must be public, and the one for those that were allowed.
#[derive(Debug)]
pub(crate) struct Clients {
    pub(crate) public_only: Client,
    pub(crate) open: Client,
}

impl Clients {
    pub(crate) fn new(settings: &FetchSettings) -> Result<Self, SetupError> {
        let tls = tls_config()?;
        let open = builder(settings, tls.clone())?;
        let public_only = builder(settings, tls)?;
        // Behind a proxy the resolver is asked for the proxy's own name only.
        let public_only = if settings.proxy.is_none() {
            public_only.dns_resolver(Arc::new(PublicOnly))
        } else {
            public_only
        };
        Ok(Self {
            public_only: public_only.build().map_err(SetupError::Client)?,
            open: open.build().map_err(SetupError::Client)?,
        })
    }
}

fn builder(
    settings: &FetchSettings,
    tls: ClientConfig,
) -> Result<reqwest::ClientBuilder, SetupError> {
    let user_agent = HeaderValue::from_str(&settings.user_agent)
        .ok()
        .filter(|_| !settings.robots_name().is_empty())
        .ok_or_else(|| SetupError::UserAgent {
            text: settings.user_agent.clone(),
        })?;
    let mut headers = HeaderMap::new();
    headers.insert(
        ACCEPT,
        HeaderValue::from_static(
            "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json;q=0.9,*/*;q=0.8",
        ),
    );
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(coding::ACCEPTED));
    let mut builder = Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(user_agent)
        .default_headers(headers)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(1)
        .http1_max_headers(MAX_HEADERS)
        .http2_max_header_list_size(MAX_H2_HEADER_BYTES)
        .no_proxy();
    if let Some(url) = &settings.proxy {
        let wrong = |source| SetupError::Proxy {
            proxy: MaskedUrl(url).to_string(),
            source,
        };
        if url.scheme() != "http" && url.scheme() != "https" {
            return Err(wrong(None));
        }
        let proxy = Proxy::all(url.clone()).map_err(|error| wrong(Some(error.without_url())))?;
        builder = builder.proxy(proxy);
    }
    Ok(builder)
}

/// TLS with the system's certificates; where it has none, https fails and http still works.
fn tls_config() -> Result<ClientConfig, SetupError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(SetupError::Tls)?;
    let mut config = match rustls_platform_verifier::Verifier::new(provider) {
        Ok(verifier) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier) as Arc<dyn ServerCertVerifier>)
            .with_no_client_auth(),
        Err(error) => {
            tracing::warn!(%error, "no certificates found on this system, https will fail");
            builder
                .with_root_certificates(RootCertStore::empty())
                .with_no_client_auth()
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
