//! Redirects and revisits.

use std::sync::atomic::{AtomicUsize, Ordering};

use hearken_fetch::{PageRequest, Reason};
use hearken_testkit::{Reply, SiteServer};

use crate::support::{fetcher, get, pages, paths, reason, serving};

fn to(status: u16, location: &str) -> Reply {
    Reply::empty(status).header("Location", location)
}

#[tokio::test]
async fn each_hop_is_told_and_a_permanent_move_is_known() {
    let server = serving(Reply::html("end"));
    server.route("/a", to(301, "/b"));
    server.route("/b", to(308, "c?x=1#part"));
    server.route("/c?x=1", to(302, &server.url("/d")));
    let page = get(&server.url("/a#top")).await.unwrap();
    assert_eq!(page.url.as_str(), server.url("/d"));
    let statuses: Vec<u16> = page.redirects.iter().map(|hop| hop.status).collect();
    assert_eq!(statuses, [301, 308, 302]);
    assert_eq!(page.moved_to().unwrap().as_str(), server.url("/c?x=1"));
    assert_eq!((page.attempts, paths(&server).len()), (1, 4));
}

#[tokio::test]
async fn circles_long_chains_and_dead_ends_are_told_apart() {
    let server = serving(Reply::empty(404));
    server.route("/self", to(302, "/self"));
    server.route("/a", to(302, "/b"));
    server.route("/b", to(302, "/a"));
    for hop in 0..20 {
        server.route(&format!("/n{hop}"), to(302, &format!("/n{}", hop + 1)));
    }
    server.route("/nowhere", Reply::empty(302));
    server.route("/blank", to(302, " "));
    server.route("/broken", to(302, "http://[::/"));
    server.route("/file", to(302, "file:///etc/hostname"));
    server.route("/data", to(302, "data:text/html,x"));
    for (path, expected) in [
        ("/self", Reason::RedirectLoop),
        ("/a", Reason::RedirectLoop),
        ("/n0", Reason::TooManyRedirects),
        ("/nowhere", Reason::BadRedirect),
        ("/blank", Reason::BadRedirect),
        ("/broken", Reason::BadRedirect),
        ("/file", Reason::Scheme),
        ("/data", Reason::Scheme),
    ] {
        assert_eq!(reason(&server.url(path)).await, expected, "{path}");
    }
}

#[tokio::test]
async fn odd_spellings_of_a_target_are_followed_as_browsers_do() {
    let server = serving(Reply::empty(404));
    server.route("/space", to(302, "/a b"));
    server.route("/a%20b", Reply::html("space"));
    server.route("/letter", to(302, "/caf\u{e9}"));
    server.route("/caf%C3%A9", Reply::html("letter"));
    assert_eq!(get(&server.url("/space")).await.unwrap().body, b"space");
    assert_eq!(get(&server.url("/letter")).await.unwrap().body, b"letter");
}

#[tokio::test]
async fn a_cookie_that_a_redirect_waits_for_is_brought_back() {
    let server = SiteServer::of_handler(|request| match request.header("cookie") {
        Some("seen=yes") => Reply::html("in"),
        _ if request.path == "/robots.txt" => Reply::empty(404),
        _ => to(302, "/a").header("Set-Cookie", "seen=yes; Path=/"),
    })
    .unwrap();
    assert_eq!(get(&server.url("/a")).await.unwrap().body, b"in");
    assert_eq!(pages(&server).len(), 2);
}

#[tokio::test]
async fn a_cookie_that_changes_each_time_ends_at_the_limit() {
    let next = AtomicUsize::new(0);
    let server = SiteServer::of_handler(move |request| {
        if request.path == "/robots.txt" {
            return Reply::empty(404);
        }
        let value = format!("n={}", next.fetch_add(1, Ordering::SeqCst));
        to(302, "/a").header("Set-Cookie", &value)
    })
    .unwrap();
    assert_eq!(reason(&server.url("/a")).await, Reason::TooManyRedirects);
}

#[tokio::test]
async fn validators_go_back_byte_for_byte() {
    let (etag, date) = ("W/\"odd, \u{e9} one\"", "yesterday, about noon");
    let server = serving(
        Reply::html("x")
            .header("ETag", etag)
            .header("Last-Modified", date),
    );
    let first = get(&server.url("/a")).await.unwrap();
    assert_eq!(
        (first.etag.as_deref(), first.last_modified.as_deref()),
        (Some(etag), Some(date))
    );

    server.route("/a", Reply::empty(304));
    let again = PageRequest {
        etag: first.etag,
        last_modified: first.last_modified,
        ..PageRequest::new(first.url)
    };
    let second = fetcher().fetch(&again).await.unwrap();
    assert!(second.not_modified && second.body.is_empty() && second.status == 304);
    assert_eq!(
        (second.etag.as_deref(), second.last_modified.as_deref()),
        (Some(etag), Some(date))
    );
    let asked = pages(&server).pop().unwrap();
    assert_eq!(asked.header("if-none-match"), Some(etag));
    assert_eq!(asked.header("if-modified-since"), Some(date));
}
