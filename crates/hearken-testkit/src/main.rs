//! Serves every sample blog on a port of loopback, for `cargo xtask demo`.
//!
//! `hearken-testkit serve DIR [--first-port N] [--log FILE]` prints a JSON line a blog with its
//! address, then `{"ready":true}`, and ends when its input does.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use hearken_testkit::{Blog, Request, SiteServer};
use serde_json::json;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to tell where stderr is closed.
            writeln!(io::stderr(), "error: {error}").ok();
            ExitCode::FAILURE
        }
    }
}

/// What the command line asks for.
struct Arguments {
    folder: PathBuf,
    first_port: u16,
    log: Option<PathBuf>,
}

fn arguments() -> Result<Arguments, String> {
    let usage = "usage: hearken-testkit serve DIR [--first-port N] [--log FILE]";
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() != Some("serve") {
        return Err(usage.to_owned());
    }
    let folder = PathBuf::from(words.next().ok_or(usage)?);
    let mut arguments = Arguments {
        folder,
        first_port: 0,
        log: None,
    };
    while let Some(flag) = words.next() {
        let value = words.next().ok_or(usage)?;
        match flag.as_str() {
            "--first-port" => {
                arguments.first_port = value
                    .parse()
                    .map_err(|error| format!("`{value}` is no port: {error}"))?;
            }
            "--log" => arguments.log = Some(PathBuf::from(value)),
            _ => return Err(usage.to_owned()),
        }
    }
    Ok(arguments)
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = arguments()?;
    let log = arguments
        .log
        .as_deref()
        .map(open_log)
        .transpose()?
        .map(|file| Arc::new(Mutex::new(file)));
    let mut servers = Vec::new();
    let mut out = io::stdout();
    for (number, blog) in (0..).zip(blogs_in(&arguments.folder)?) {
        let port = if arguments.first_port == 0 {
            0
        } else {
            arguments.first_port + number
        };
        let name = blog.name.clone();
        let log = log.clone();
        let of_log = name.clone();
        let server = SiteServer::of_blog(blog, port, move |request| {
            write_log(log.as_ref(), &of_log, request);
        })
        .map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}"))?;
        writeln!(out, "{}", json!({"blog": name, "url": server.url("/")}))?;
        servers.push(server);
    }
    writeln!(out, "{}", json!({"ready": true}))?;
    out.flush()?;
    // Whoever started this holds its input open as long as the blogs are to be served.
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn blogs_in(folder: &Path) -> Result<Vec<Blog>, Box<dyn std::error::Error>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    folders.retain(|path| path.is_dir());
    folders.sort();
    Ok(folders
        .iter()
        .map(|path| Blog::read(path))
        .collect::<Result<_, _>>()?)
}

fn open_log(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

fn write_log(log: Option<&Arc<Mutex<File>>>, blog: &str, request: &Request) {
    let Some(log) = log else { return };
    let line = json!({
        "blog": blog, "method": request.method, "path": request.path, "status": request.status,
        "conditional": request.header("if-none-match").is_some(),
    });
    // A log that can not be written shows as missing lines to whoever reads it.
    writeln!(log.lock().unwrap_or_else(PoisonError::into_inner), "{line}").ok();
}
