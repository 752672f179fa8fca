//! robots.txt, queues, retries, and what a host asks for.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::Duration,
};

use hearken_fetch::{FetchSettings, Fetcher, Reason};
use hearken_testkit::{Ending, Reply, SiteServer};

use crate::support::{fetcher, get, pages, paths, request, serving, serving_in_turn, settings};

fn text(body: &str) -> Reply {
    Reply::new(200, "text/plain", body)
}

#[tokio::test]
async fn robots_is_asked_once_and_obeyed() {
    let server = serving(Reply::html("x"));
    server.route("/robots.txt", text("User-agent: hearken\nDisallow: /no\n"));
    let fetcher = fetcher();
    let failure = fetcher
        .fetch(&request(&server.url("/no/a")))
        .await
        .unwrap_err();
    assert_eq!((failure.reason, failure.attempts), (Reason::Robots, 0));
    fetcher.fetch(&request(&server.url("/yes"))).await.unwrap();
    let asked: Vec<String> = server
        .log()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(asked, ["/robots.txt", "/yes"]);
}

#[tokio::test]
async fn a_redirect_into_a_forbidden_place_is_not_followed() {
    let server = serving(Reply::html("x"));
    server.route("/robots.txt", text("User-agent: *\nDisallow: /no\n"));
    server.route("/go", Reply::empty(302).header("Location", "/no"));
    assert_eq!(
        get(&server.url("/go")).await.unwrap_err().reason,
        Reason::Robots
    );
    assert_eq!(paths(&server), ["/go"]);
}

#[tokio::test]
async fn robots_that_fails_forbids_and_robots_that_is_refused_allows() {
    for (status, allowed) in [
        (404, true),
        (401, true),
        (403, true),
        (500, false),
        (503, false),
        (429, false),
    ] {
        let server = serving(Reply::html("x"));
        server.route("/robots.txt", Reply::empty(status));
        let result = get(&server.url("/a")).await;
        assert_eq!(result.is_ok(), allowed, "{status}");
        if let Err(failure) = result {
            assert_eq!(failure.reason, Reason::RobotsUnreachable, "{status}");
            assert_eq!(paths(&server), [""; 0], "{status}");
        }
    }
}

#[tokio::test]
async fn robots_is_read_behind_redirects_and_to_its_limit() {
    let server = serving(Reply::html("x"));
    server.route("/robots.txt", Reply::empty(301).header("Location", "/r2"));
    let long = format!("User-agent: *\nDisallow: /no\n#{}", "x".repeat(3 << 20));
    server.route("/r2", text(&long));
    assert_eq!(
        get(&server.url("/no")).await.unwrap_err().reason,
        Reason::Robots
    );
}

#[tokio::test]
async fn robots_may_be_left_unasked() {
    let server = serving(Reply::html("x"));
    let fetcher = Fetcher::new(FetchSettings {
        obey_robots: false,
        ..settings()
    })
    .unwrap();
    fetcher.fetch(&request(&server.url("/a"))).await.unwrap();
    assert_eq!(server.log().len(), 1);
}

#[tokio::test]
async fn a_host_gets_one_request_at_a_time_with_a_gap() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let server = {
        let (now, most) = (Arc::clone(&now), Arc::clone(&most));
        SiteServer::of_handler(move |_| {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::yield_now();
            now.fetch_sub(1, Ordering::SeqCst);
            Reply::html("x")
        })
        .unwrap()
    };
    let delay = Duration::from_millis(40);
    let fetcher = Fetcher::new(FetchSettings {
        delay,
        ..settings()
    })
    .unwrap();
    let tasks: Vec<_> = (0..5)
        .map(|page| {
            let (fetcher, url) = (fetcher.clone(), server.url(&format!("/{page}")));
            tokio::spawn(async move { fetcher.fetch(&request(&url)).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(most.load(Ordering::SeqCst), 1);
    let log = server.log();
    assert_eq!(log.len(), 6);
    for pair in log.windows(2) {
        assert!(pair[1].came >= pair[0].answered + delay, "{pair:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_are_asked_side_by_side() {
    // The first host answers only once the second was asked.
    let (asked, waits) = mpsc::channel();
    let waits = Mutex::new(waits);
    let first = SiteServer::of_handler(move |request| {
        if request.path == "/a" {
            let met = waits.lock().unwrap().recv_timeout(Duration::from_secs(20));
            return Reply::empty(if met.is_ok() { 200 } else { 410 });
        }
        Reply::empty(404)
    })
    .unwrap();
    let second = SiteServer::of_handler(move |request| {
        if request.path == "/b" {
            asked.send(()).ok();
        }
        Reply::empty(if request.path == "/b" { 200 } else { 404 })
    })
    .unwrap();
    let fetcher = fetcher();
    let (a, b) = (request(&first.url("/a")), request(&second.url("/b")));
    let (a, b) = tokio::join!(fetcher.fetch(&a), fetcher.fetch(&b));
    assert_eq!((a.unwrap().status, b.unwrap().status), (200, 200));
}

#[tokio::test]
async fn a_longer_crawl_delay_wins_and_one_beyond_the_run_defers() {
    let server = serving(Reply::html("x"));
    server.route("/robots.txt", text("User-agent: *\nCrawl-delay: 1\n"));
    let fetcher = fetcher();
    fetcher.fetch(&request(&server.url("/a"))).await.unwrap();
    fetcher.fetch(&request(&server.url("/b"))).await.unwrap();
    let log = pages(&server);
    assert!(
        log[1].came >= log[0].answered + Duration::from_secs(1),
        "{log:?}"
    );

    let server = serving(Reply::html("x"));
    server.route("/robots.txt", text("User-agent: *\nCrawl-delay: 86400\n"));
    fetcher.fetch(&request(&server.url("/a"))).await.unwrap();
    let failure = fetcher
        .fetch(&request(&server.url("/b")))
        .await
        .unwrap_err();
    assert_eq!((failure.reason, failure.attempts), (Reason::Deferred, 0));
    assert!(failure.retry_at.is_some());
    assert_eq!(paths(&server), ["/a"]);
}

#[tokio::test]
async fn what_may_pass_is_asked_again() {
    for status in [500, 502, 503, 504, 429] {
        let server = serving_in_turn(vec![Reply::empty(status), Reply::html("back")]);
        let page = get(&server.url("/a")).await.unwrap();
        assert_eq!(
            (page.attempts, page.body.as_slice()),
            (2, b"back".as_slice())
        );
        assert_eq!(pages(&server).len(), 2, "{status}");
    }
    let server = serving(Reply::empty(503));
    let failure = get(&server.url("/a")).await.unwrap_err();
    assert_eq!((failure.reason, failure.attempts), (Reason::ServerError, 3));
    assert_eq!(failure.http_status, Some(503));
}

#[tokio::test]
async fn what_will_not_pass_is_asked_once() {
    for (status, reason) in [
        (401, Reason::Unauthorized),
        (403, Reason::Forbidden),
        (404, Reason::NotFound),
        (410, Reason::Gone),
        (418, Reason::ClientError),
        (451, Reason::UnavailableForLegalReasons),
        (206, Reason::UnexpectedStatus),
        (304, Reason::UnexpectedStatus),
    ] {
        let server = serving(Reply::empty(status));
        let failure = get(&server.url("/a")).await.unwrap_err();
        assert_eq!(
            (failure.reason, failure.http_status),
            (reason, Some(status))
        );
        assert_eq!((failure.attempts, pages(&server).len()), (1, 1), "{status}");
    }
}

#[tokio::test]
async fn retry_after_holds_for_the_whole_host() {
    let server = serving_in_turn(vec![
        Reply::empty(429).header("Retry-After", "1"),
        Reply::html("x"),
    ]);
    let fetcher = fetcher();
    let (a, b) = (request(&server.url("/a")), request(&server.url("/b")));
    let (a, b) = tokio::join!(fetcher.fetch(&a), fetcher.fetch(&b));
    assert_eq!(a.unwrap().attempts + b.unwrap().attempts, 3);
    let log = pages(&server);
    assert_eq!(log.len(), 3);
    assert!(
        log[1].came >= log[0].answered + Duration::from_secs(1),
        "{log:?}"
    );
}

#[tokio::test]
async fn a_wait_beyond_the_run_defers_the_host_and_survives_a_restart() {
    for wait in [
        "7200",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "99999999999999999999",
    ] {
        let server = serving(Reply::empty(503).header("Retry-After", wait));
        let fetcher = fetcher();
        let failure = fetcher
            .fetch(&request(&server.url("/a")))
            .await
            .unwrap_err();
        assert_eq!(
            (failure.reason, failure.attempts),
            (Reason::Deferred, 1),
            "{wait}"
        );
        let states = fetcher.host_states();
        assert_eq!(states.len(), 1, "{wait}");
        let later = self::fetcher();
        later.restore(states);
        for fetcher in [&fetcher, &later] {
            let failure = fetcher
                .fetch(&request(&server.url("/b")))
                .await
                .unwrap_err();
            assert_eq!(
                (failure.reason, failure.attempts),
                (Reason::Deferred, 0),
                "{wait}"
            );
        }
        assert_eq!(paths(&server), ["/a"], "{wait}");
    }
}

#[tokio::test]
async fn junk_in_retry_after_falls_back_to_the_own_pause() {
    let server = serving_in_turn(vec![
        Reply::empty(503).header("Retry-After", "next week"),
        Reply::html("x"),
    ]);
    assert_eq!(get(&server.url("/a")).await.unwrap().attempts, 2);
}

#[tokio::test]
async fn a_fetch_that_is_dropped_gives_its_turn_back() {
    let (asked, hangs) = mpsc::channel();
    let server = SiteServer::of_handler(move |request| match request.path.as_str() {
        "/hang" => {
            asked.send(()).ok();
            Reply::html("x")
                .header("Content-Length", "9")
                .raw()
                .then(Ending::Hold)
        }
        "/ok" => Reply::html("x"),
        _ => Reply::empty(404),
    })
    .unwrap();
    let fetcher = fetcher();
    let task = {
        let (fetcher, url) = (fetcher.clone(), server.url("/hang"));
        tokio::spawn(async move { fetcher.fetch(&request(&url)).await })
    };
    tokio::task::spawn_blocking(move || hangs.recv_timeout(Duration::from_secs(20)))
        .await
        .unwrap()
        .unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    fetcher.fetch(&request(&server.url("/ok"))).await.unwrap();
}
