//! The main job in one command: serve the sample blogs, ingest them, analyze, report.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::{
    pipeline,
    servers::BlogServers,
    workspace::{Profile, cargo, exec, program, relative, root, say, target},
};

/// The blogs' addresses must be the same at each call, or a second call would see other blogs.
const FIRST_PORT: u16 = 42_100;

/// `cargo xtask demo`.
pub(crate) fn run() -> Result<()> {
    pipeline::build()?;
    exec(&mut cargo(&["build", "-p", "hearken-testkit"]))?;
    let folder = target().join("demo");
    fs::create_dir_all(&folder)?;
    let log = folder.join("requests.jsonl");
    fs::write(&log, "")?;
    let port = first_port()?;
    let servers = BlogServers::start(port, &log)?;
    say("");
    hearken_run(&servers, &folder)?;
    drop(servers);
    say(&requests(&log)?);
    say(&next_steps(&folder));
    Ok(())
}

fn first_port() -> Result<u16> {
    match std::env::var("HEARKEN_DEMO_PORT") {
        Ok(text) => text
            .parse()
            .with_context(|| format!("HEARKEN_DEMO_PORT: `{text}` is no port")),
        Err(_) => Ok(FIRST_PORT),
    }
}

fn hearken_run(servers: &BlogServers, folder: &Path) -> Result<()> {
    let mut command = Command::new(program(Profile::Dev, "hearken"));
    command
        .arg("run")
        .arg(root().join("data/pipelines/demo.toml"));
    command.arg("--db").arg(folder.join("hearken.db"));
    for (blog, url) in &servers.addresses {
        command.arg("--set").arg(format!("{blog}={url}"));
    }
    command
        .arg("--set")
        .arg(format!("report={}", folder.join("report.html").display()));
    // The command line is long and of no use to a reader; what it does is told by its summary.
    let status = command.status().context("cannot start hearken")?;
    anyhow::ensure!(status.success(), "hearken run ended with {status}");
    Ok(())
}

/// How the servers were asked, by their own log.
fn requests(log: &Path) -> Result<String> {
    let (mut all, mut robots, mut not_modified) = (0, 0, 0);
    for line in fs::read_to_string(log)?.lines() {
        let request: Value = serde_json::from_str(line)?;
        all += 1;
        robots += u32::from(request["path"] == "/robots.txt");
        not_modified += u32::from(request["status"] == 304);
    }
    let full = all - robots - not_modified;
    Ok(format!(
        "The servers saw {all} requests: {robots} for robots.txt, {not_modified} \"not modified\", {full} in full."
    ))
}

fn next_steps(folder: &Path) -> String {
    format!(
        "\nThe report for a browser: {}\nTry next:\n  export HEARKEN_DATABASE={}\n  \
         target/debug/hearken search \"listen*\"\n  \
         target/debug/hearken findings --kind conversation.unanswered\n  \
         target/debug/hearken show 1",
        relative(&folder.join("report.html")),
        relative(&folder.join("hearken.db")),
    )
}
