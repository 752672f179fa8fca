//! Who may be asked, and through what.

use std::{net::TcpListener, process::Command};

use hearken_fetch::{FetchSettings, Fetcher, Reason};
use hearken_testkit::{Reply, SiteServer};

use crate::support::{get, pages, request, serving, settings};

fn guarded(allow_hosts: Vec<String>) -> Fetcher {
    Fetcher::new(FetchSettings {
        allow_private: false,
        allow_hosts,
        ..settings()
    })
    .unwrap()
}

fn authority(server: &SiteServer) -> String {
    server.url("").trim_start_matches("http://").to_owned()
}

#[tokio::test]
async fn private_addresses_are_not_asked_unless_allowed() {
    let server = serving(Reply::html("x"));
    let port = authority(&server).rsplit_once(':').unwrap().1.to_owned();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
    ] {
        let url = format!("http://{host}:{port}/a");
        let failure = guarded(Vec::new()).fetch(&request(&url)).await.unwrap_err();
        assert_eq!(
            (failure.reason, failure.attempts),
            (Reason::PrivateAddress, 0),
            "{host}"
        );
    }
    assert!(server.log().is_empty());
    let listed = guarded(vec![authority(&server)]);
    assert_eq!(
        listed
            .fetch(&request(&server.url("/a")))
            .await
            .unwrap()
            .body,
        b"x"
    );
}

#[tokio::test]
async fn a_redirect_does_not_lead_to_a_private_address() {
    let inside = serving(Reply::html("secret"));
    let outside = serving(Reply::html("x"));
    let fetcher = guarded(vec![authority(&outside)]);
    let port = authority(&inside).rsplit_once(':').unwrap().1.to_owned();
    for host in ["127.0.0.1", "localhost", "0x7f000001", "[::ffff:7f00:1]"] {
        let location = format!("http://{host}:{port}/");
        outside.route("/go", Reply::empty(302).header("Location", &location));
        let failure = fetcher
            .fetch(&request(&outside.url("/go")))
            .await
            .unwrap_err();
        assert_eq!(failure.reason, Reason::PrivateAddress, "{host}");
    }
    outside.route(
        "/robots.txt",
        Reply::empty(302).header("Location", &inside.url("/")),
    );
    let fetcher = guarded(vec![authority(&outside)]);
    assert!(fetcher.fetch(&request(&outside.url("/a"))).await.is_err());
    assert!(inside.log().is_empty());
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_told() {
    let port = {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        socket.local_addr().unwrap().port()
    };
    let failure = get(&format!("http://127.0.0.1:{port}/")).await.unwrap_err();
    assert_eq!(failure.reason, Reason::Connect);
}

#[tokio::test]
async fn passwords_are_sent_to_their_host_and_never_shown() {
    let other = serving(Reply::html("x"));
    let server = serving(Reply::empty(404));
    server.route(
        "/go",
        Reply::empty(302).header("Location", &other.url("/b")),
    );
    let with_password = |path: &str| server.url(path).replace("http://", "http://ann:tops3cret@");
    let page = get(&with_password("/go")).await.unwrap();
    assert!(!format!("{page:?}").contains("tops3cret"));
    assert_eq!(
        pages(&server)[0].header("authorization"),
        Some("Basic YW5uOnRvcHMzY3JldA==")
    );
    assert_eq!(pages(&other)[0].header("authorization"), None);

    let failure = get(&with_password("/missing")).await.unwrap_err();
    let shown = format!("{failure} {failure:?} {:?}", request(&with_password("/a")));
    assert!(!shown.contains("tops3cret"), "{shown}");
}

#[tokio::test]
async fn the_user_agent_is_honest() {
    let server = serving(Reply::html("x"));
    get(&server.url("/a")).await.unwrap();
    for request in server.log() {
        assert!(
            request
                .header("user-agent")
                .unwrap()
                .starts_with("hearken/")
        );
    }
}

#[tokio::test]
async fn a_proxy_is_used_where_it_is_set() {
    let proxy = serving(Reply::html("through the proxy"));
    let fetcher = Fetcher::new(FetchSettings {
        proxy: Some(proxy.url("/").parse().unwrap()),
        obey_robots: false,
        ..settings()
    })
    .unwrap();
    let page = fetcher
        .fetch(&request("http://blog.example/a"))
        .await
        .unwrap();
    assert_eq!(page.body, b"through the proxy");
    assert_eq!(pages(&proxy)[0].path, "http://blog.example/a");
}

#[test]
fn a_proxy_of_the_environment_is_not_used() {
    // The variables of this process can't be set safely, so the test of the user agent runs again
    // in a process that has them.
    let proxy = serving(Reply::html("x"));
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "addresses::the_user_agent_is_honest"]);
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        again.env(name, proxy.url("/"));
    }
    let output = again.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("1 passed"),
        "{output:?}"
    );
    assert!(proxy.log().is_empty());
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let check = |change: fn(&mut FetchSettings), expected: &str| {
        let mut settings = settings();
        change(&mut settings);
        let message = Fetcher::new(settings).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
        assert!(!message.contains("tops3cret"), "{message}");
    };
    check(|s| s.concurrency = 0, "concurrency");
    check(|s| s.max_attempts = 0, "max_attempts");
    check(|s| s.body_limit_bytes = 0, "body_limit_bytes");
    check(|s| s.user_agent = "  ".to_owned(), "user agent");
    check(|s| s.user_agent = "a\nb".to_owned(), "user agent");
    check(|s| s.allow_hosts = vec!["nonsense".to_owned()], "nonsense");
    check(
        |s| s.proxy = "ftp://a:tops3cret@b/".parse().ok(),
        "ftp://b/",
    );
}
