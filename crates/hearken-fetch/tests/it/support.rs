//! What all tests of the fetcher use.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use hearken_fetch::{FetchFailure, FetchSettings, FetchedPage, Fetcher, PageRequest, Reason};
use hearken_testkit::{Reply, Request, SiteServer};

/// Quick settings that let loopback be asked.
pub(crate) fn settings() -> FetchSettings {
    FetchSettings {
        allow_private: true,
        delay: Duration::ZERO,
        retry_base: Duration::from_millis(1),
        ..FetchSettings::default()
    }
}

pub(crate) fn fetcher() -> Fetcher {
    Fetcher::new(settings()).unwrap()
}

pub(crate) fn request(url: &str) -> PageRequest {
    PageRequest::new(url.parse().unwrap())
}

pub(crate) async fn get(url: &str) -> Result<FetchedPage, FetchFailure> {
    fetcher().fetch(&request(url)).await
}

pub(crate) async fn reason(url: &str) -> Reason {
    get(url).await.unwrap_err().reason
}

/// A server that answers every path with `reply`, but for robots.txt, of which it has none.
pub(crate) fn serving(reply: Reply) -> SiteServer {
    SiteServer::of_handler(move |request| match request.path.as_str() {
        "/robots.txt" => Reply::empty(404),
        _ => reply.clone(),
    })
    .unwrap()
}

/// A server that answers with each of `replies` in turn, and with the last one from then on.
pub(crate) fn serving_in_turn(replies: Vec<Reply>) -> SiteServer {
    let next = AtomicUsize::new(0);
    SiteServer::of_handler(move |request| {
        if request.path == "/robots.txt" {
            return Reply::empty(404);
        }
        let place = next.fetch_add(1, Ordering::SeqCst).min(replies.len() - 1);
        replies[place].clone()
    })
    .unwrap()
}

/// The paths that were asked, without robots.txt.
pub(crate) fn paths(server: &SiteServer) -> Vec<String> {
    pages(server)
        .into_iter()
        .map(|request| request.path)
        .collect()
}

pub(crate) fn pages(server: &SiteServer) -> Vec<Request> {
    let mut log = server.log();
    log.retain(|request| request.path != "/robots.txt");
    log
}
