//! The worker: the one process that loads plugins.
//!
//! It owns nothing worth protecting. It reads frames from its socket, calls the plugins, and writes
//! answers; before each call it notes on the page of progress what it is about to do. A plugin may
//! end it at any point.

mod call;
mod copy;
mod library;
mod limits;
mod output;
mod page;
mod view;

use std::{
    io::{self, Write},
    mem::{self, ManuallyDrop},
    os::unix::net::UnixStream,
    process::ExitCode,
    time::{Duration, Instant},
};

use library::Loaded;
use output::Output;
use page::Page;
use view::View;

use crate::wire::{
    Answer, Ask, Phase, Start, StartPlugin, StartProblem, Tell, WirePost, greeting, read_frame,
    write_frame,
};

/// Bytes of findings after which answers are sent before the batch ends.
///
/// Each flush costs a switch to the host; one an answer cuts throughput to a third.
const FLUSH_BYTES: usize = 256 << 10;

/// Serves a host as its worker: what the program calls when it was started by
/// [`WorkerCommand`](crate::WorkerCommand).
#[must_use]
pub fn worker_main() -> ExitCode {
    let Ok((socket, page)) = limits::inherited() else {
        let words = "this is a plugin worker; hearken starts it when it needs one\n";
        // There is nobody else to tell when standard error is closed too.
        drop(io::stderr().write_all(words.as_bytes()));
        return ExitCode::from(2);
    };
    match serve(socket, page) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve(socket: UnixStream, page: Page) -> io::Result<()> {
    limits::apply();
    // Closed by the end of the process: a plugin may have closed it already, and whoever closes a
    // descriptor that is not there is aborted by the standard library.
    let mut socket = ManuallyDrop::new(socket);
    socket.write_all(&greeting())?;
    let mut worker = Worker {
        page,
        output: Output::default(),
        plugins: Vec::new(),
        limit: Duration::ZERO,
    };
    let mut buffer = Vec::new();
    while let Some(frame) = read_frame(&mut *socket, &mut buffer)? {
        let (ask, posts) = postcard::take_from_bytes::<Ask>(frame).map_err(io::Error::other)?;
        match ask {
            Ask::Start(start) => {
                let told = worker.start(start);
                let mut printed = Vec::new();
                worker.output.drain(&mut printed);
                send(&mut *socket, &Tell::Started(told, printed))?;
            }
            Ask::Describe(path) => {
                let told = worker.describe(&path);
                send(&mut *socket, &Tell::Described(told))?;
            }
            Ask::Batch(items) => worker.batch(&mut *socket, &items, posts)?,
        }
    }
    for plugin in worker.plugins {
        plugin.loaded.destroy();
    }
    Ok(())
}

fn send(socket: &mut impl Write, tell: &Tell) -> io::Result<()> {
    let bytes = postcard::to_stdvec(tell).map_err(io::Error::other)?;
    write_frame(socket, &bytes)
}

/// What a worker holds between frames.
struct Worker {
    page: Page,
    output: Output,
    plugins: Vec<Running>,
    limit: Duration,
}

/// A plugin that started.
struct Running {
    index: u32,
    loaded: Loaded,
}

impl Worker {
    fn start(&mut self, start: Start) -> Vec<Result<(), StartProblem>> {
        self.limit = Duration::from_millis(start.post_limit_ms);
        let told = start
            .plugins
            .into_iter()
            .map(|plugin| self.start_plugin(&plugin))
            .collect();
        self.page.idle();
        told
    }

    fn describe(&self, path: &str) -> Result<String, StartProblem> {
        self.page.note(Phase::Load, 0, 0);
        let loaded = Loaded::open(path)?;
        self.page.note(Phase::Start, 0, 0);
        loaded.describe()
    }

    fn start_plugin(&mut self, plugin: &StartPlugin) -> Result<(), StartProblem> {
        self.page.note(Phase::Load, plugin.index, 0);
        let mut loaded = Loaded::open(&plugin.path)?;
        self.page.note(Phase::Start, plugin.index, 0);
        loaded.create(&plugin.config)?;
        self.plugins.push(Running {
            index: plugin.index,
            loaded,
        });
        Ok(())
    }

    fn batch(
        &mut self,
        socket: &mut impl Write,
        items: &[crate::wire::Item],
        mut posts: &[u8],
    ) -> io::Result<()> {
        let (mut answers, mut bytes) = (Vec::new(), 0);
        for item in items {
            let bytes_of_post = usize::try_from(item.bytes).map_err(io::Error::other)?;
            let (encoded, rest) = posts
                .split_at_checked(bytes_of_post)
                .ok_or_else(|| io::Error::other("the frame ends within a post"))?;
            posts = rest;
            let post: WirePost<'_> = postcard::from_bytes(encoded).map_err(io::Error::other)?;
            let view = View::of(&post);
            for index in &item.wanted {
                let answer = self.show(*index, item.post, &view);
                bytes += weight(&answer);
                answers.push(answer);
                if bytes > FLUSH_BYTES {
                    send(socket, &Tell::Answers(mem::take(&mut answers)))?;
                    bytes = 0;
                }
            }
        }
        self.page.idle();
        send(socket, &Tell::Answers(answers))?;
        send(socket, &Tell::End)
    }

    /// Shows a post to a plugin.
    fn show(&mut self, index: u32, post: u32, view: &View<'_>) -> Answer {
        let mut answer = Answer {
            post,
            plugin: index,
            problem: None,
            findings: Vec::new(),
            refused: Vec::new(),
            nanos: 0,
            logs: Vec::new(),
        };
        let Some(plugin) = self.plugins.iter_mut().find(|plugin| plugin.index == index) else {
            answer.problem = Some("the plugin did not start in this worker".to_owned());
            return answer;
        };
        self.page.note(Phase::Post, index, post);
        let started = Instant::now();
        let seen = plugin.loaded.post(view, self.limit);
        answer.nanos = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        answer.problem = seen.problem;
        answer.findings = seen.findings;
        answer.refused = seen.refused;
        answer.logs = seen.logs;
        self.output.drain(&mut answer.logs);
        answer
    }
}

/// About how many bytes an answer takes.
fn weight(answer: &Answer) -> usize {
    let findings = answer
        .findings
        .iter()
        .map(|one| 64 + one.message.len() + one.data.len());
    let logs = answer.logs.iter().map(|line| line.text.len());
    findings.chain(logs).sum::<usize>() + 64
}
