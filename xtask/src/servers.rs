//! Starts the sample blogs as real HTTP servers on loopback.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::workspace::{Profile, program, root};

/// The running servers; they end when this is dropped.
#[derive(Debug)]
pub(crate) struct BlogServers {
    child: Child,
    /// Name of the blog to the address it is served at.
    pub(crate) addresses: BTreeMap<String, String>,
}

impl BlogServers {
    /// Serves every blog of `data/blogs`, the first on `first_port`, the others on the ports after
    /// it, and writes each request to `log`.
    pub(crate) fn start(first_port: u16, log: &Path) -> Result<Self> {
        let mut child = Command::new(program(Profile::Dev, "hearken-testkit"))
            .arg("serve")
            .arg(root().join("data/blogs"))
            .args(["--first-port", &first_port.to_string()])
            .arg("--log")
            .arg(log)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the servers of the sample blogs")?;
        let output = child
            .stdout
            .take()
            .context("the servers' output is piped")?;
        let mut servers = Self {
            child,
            addresses: BTreeMap::new(),
        };
        for line in BufReader::new(output).lines() {
            let message: Value = serde_json::from_str(&line?)?;
            if message["ready"] == true {
                return Ok(servers);
            }
            let (Some(blog), Some(url)) = (message["blog"].as_str(), message["url"].as_str())
            else {
                bail!("the servers said something unknown: {message}");
            };
            let url = url.trim_end_matches('/').to_owned();
            servers.addresses.insert(blog.to_owned(), url);
        }
        bail!(
            "the servers of the sample blogs ended before they were ready; are the ports from \
             {first_port} on free? HEARKEN_DEMO_PORT chooses others"
        )
    }
}

impl Drop for BlogServers {
    fn drop(&mut self) {
        // Closing its input tells the server to end; it is waited for so that its ports are free.
        drop(self.child.stdin.take());
        if let Err(error) = self.child.wait() {
            crate::workspace::say_error(&format!("the servers did not end: {error}"));
        }
    }
}
