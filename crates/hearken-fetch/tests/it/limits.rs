//! What a server can send, and what of it is taken.

use std::{io::Write, time::Duration};

use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder, ZlibEncoder},
};
use hearken_fetch::{FetchSettings, Fetcher, Reason};
use hearken_testkit::{Ending, Reply};

use crate::support::{get, pages, reason, request, serving, settings};

/// "hello" in one uncompressed block of brotli.
const BROTLI_HELLO: &[u8] = b"\x0b\x02\x80hello\x03";

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn raw_deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zstd(body: &[u8]) -> Vec<u8> {
    zstd::encode_all(body, 3).unwrap()
}

fn coded(coding: &str, body: Vec<u8>) -> Reply {
    Reply::html(body).header("Content-Encoding", coding)
}

#[tokio::test]
async fn every_coding_is_undone_stacked_ones_too() {
    for (coding, body) in [
        ("gzip", gzip(b"hello")),
        ("X-GZIP", gzip(b"hello")),
        ("gzip", [gzip(b"hel"), gzip(b"lo")].concat()),
        ("deflate", zlib(b"hello")),
        ("deflate", raw_deflate(b"hello")),
        ("br", BROTLI_HELLO.to_vec()),
        ("zstd", zstd(b"hello")),
        ("gzip, gzip", gzip(&gzip(b"hello"))),
        ("deflate, zstd", zstd(&zlib(b"hello"))),
        ("br,identity, gzip", gzip(BROTLI_HELLO)),
        ("identity", b"hello".to_vec()),
        ("", b"hello".to_vec()),
    ] {
        let server = serving(coded(coding, body));
        let page = get(&server.url("/a")).await.unwrap();
        assert_eq!(page.body, b"hello", "{coding}");
    }
}

#[tokio::test]
async fn a_long_page_is_undone_across_many_pieces() {
    let long: Vec<u8> = (0..60_000_u32).flat_map(u32::to_le_bytes).collect();
    for (coding, body) in [
        ("gzip", gzip(&long)),
        ("deflate", zlib(&long)),
        ("deflate", raw_deflate(&long)),
        ("zstd", zstd(&long)),
    ] {
        let server = serving(coded(coding, body));
        let page = get(&server.url("/a")).await.unwrap();
        assert!(page.body == long, "{coding}");
    }
}

#[tokio::test]
async fn unknown_broken_and_too_many_codings_are_refused() {
    for (coding, body) in [
        ("compress", b"hello".to_vec()),
        ("gzip, sdch", b"hello".to_vec()),
        ("gzip, gzip, gzip, gzip, gzip", gzip(b"hello")),
        ("gzip", b"hello, no gzip".to_vec()),
        ("zstd", b"hello, no zstd".to_vec()),
        ("br", b"hello, no brotli".to_vec()),
        ("deflate", b"\x78\x9chello, no zlib".to_vec()),
    ] {
        let server = serving(coded(coding, body));
        assert_eq!(
            reason(&server.url("/a")).await,
            Reason::BadEncoding,
            "{coding}"
        );
        assert_eq!(pages(&server).len(), 1, "{coding}");
    }
}

#[tokio::test]
async fn what_was_cut_is_never_taken_as_whole() {
    let half = |mut body: Vec<u8>| {
        body.truncate(body.len() / 2);
        body
    };
    let text = b"a page that goes on for a while, and then some more of it".repeat(50);
    let cut_gzip_end = gzip(b"hello").split_last().unwrap().1.to_vec();
    for (what, reply) in [
        (
            "length",
            Reply::html("hel").header("Content-Length", "5").raw(),
        ),
        (
            "no last chunk",
            Reply::wire("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n"),
        ),
        (
            "cut chunk",
            Reply::wire("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"),
        ),
        ("gzip", coded("gzip", half(gzip(&text)))),
        ("gzip end", coded("gzip", cut_gzip_end)),
        ("deflate", coded("deflate", half(zlib(&text)))),
        ("raw deflate", coded("deflate", half(raw_deflate(&text)))),
        ("zstd", coded("zstd", half(zstd(&text)))),
        ("br", coded("br", BROTLI_HELLO[..6].to_vec())),
        ("inner gzip", coded("gzip, gzip", gzip(&half(gzip(&text))))),
    ] {
        let server = serving(reply);
        let failure = get(&server.url("/a")).await.unwrap_err();
        assert_eq!(
            (failure.reason, failure.attempts),
            (Reason::Truncated, 3),
            "{what}"
        );
    }
}

#[tokio::test]
async fn a_bomb_is_stopped_at_the_limit() {
    let zeros = vec![0; 64 << 20];
    let bomb = gzip(&zeros);
    let settings = FetchSettings {
        body_limit_bytes: 1 << 20,
        ..settings()
    };
    for (coding, body) in [
        ("zstd", zstd(&zeros)),
        ("gzip, gzip", gzip(&bomb)),
        ("deflate", zlib(&zeros)),
        ("gzip", bomb),
        ("", zeros),
    ] {
        let server = serving(coded(coding, body));
        let fetcher = Fetcher::new(settings.clone()).unwrap();
        let failure = fetcher
            .fetch(&request(&server.url("/a")))
            .await
            .unwrap_err();
        assert_eq!(
            (failure.reason, failure.attempts),
            (Reason::TooLarge, 1),
            "{coding}"
        );
    }
}

#[tokio::test]
async fn an_endless_body_is_stopped_at_the_limit() {
    let endless = Reply::wire("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        .then(Ending::Repeat(vec![b'x'; 1 << 16]));
    let server = serving(endless);
    assert_eq!(reason(&server.url("/a")).await, Reason::TooLarge);
}

#[tokio::test]
async fn many_headers_are_fine_and_endless_ones_are_not() {
    let mut reply = Reply::html("x");
    for cookie in 0..150 {
        reply = reply.header("Set-Cookie", &format!("c{cookie}=1"));
    }
    let server = serving(reply);
    assert_eq!(get(&server.url("/a")).await.unwrap().body, b"x");

    let endless = Reply::wire("HTTP/1.1 200 OK\r\n")
        .then(Ending::Repeat(b"X-More: and more\r\n".repeat(100)));
    let server = serving(endless);
    assert_eq!(reason(&server.url("/a")).await, Reason::HeadersTooLarge);
}

#[tokio::test]
async fn the_time_of_an_attempt_is_bounded_in_header_and_body() {
    let settings = FetchSettings {
        timeout: Duration::from_millis(200),
        max_attempts: 2,
        ..settings()
    };
    for reply in [
        Reply::wire("HTTP/1.1 200 OK\r\n").then(Ending::Hold),
        Reply::html("hel")
            .header("Content-Length", "5")
            .raw()
            .then(Ending::Hold),
    ] {
        let server = serving(reply);
        let fetcher = Fetcher::new(settings.clone()).unwrap();
        let failure = fetcher
            .fetch(&request(&server.url("/a")))
            .await
            .unwrap_err();
        assert_eq!((failure.reason, failure.attempts), (Reason::Timeout, 2));
    }
}

#[tokio::test]
async fn what_is_no_http_is_told() {
    let server = serving(Reply::wire("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    assert_eq!(reason(&server.url("/a")).await, Reason::Protocol);
    let server = serving(Reply::wire(""));
    assert_eq!(reason(&server.url("/a")).await, Reason::Reset);
}

#[tokio::test]
async fn bytes_and_charset_pass_as_they_came() {
    let body = b"caf\xe9 \x93x\x94".to_vec();
    let label = "text/html; charset=windows-1252";
    let server = serving(Reply::new(200, label, body.clone()));
    let page = get(&server.url("/a")).await.unwrap();
    assert_eq!(
        (page.body, page.content_type.as_deref()),
        (body, Some(label))
    );
}
