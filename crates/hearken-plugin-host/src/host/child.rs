//! One worker process, as its host holds it.

use std::{
    io::{self, Read, Write},
    mem,
    os::{fd::OwnedFd, unix::net::UnixStream},
    process::Child,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{OFlags, fcntl_setfl, ftruncate},
    io::{Errno, pread},
};

use super::{
    death::{Death, status_words},
    spawn::{memory_file, start},
};
use crate::{
    HostError, LogLine, WorkerCommand,
    output::lines_of,
    wire::{Ask, Inbox, PAGE_BYTES, Phase, Progress, Tell, framed, greeting},
};

/// How often a silent worker is looked at.
const TICK: Duration = Duration::from_millis(20);
/// Time a worker has beyond the plugin's own limit: for a plugin that asks only now and then.
const GRACE: Duration = Duration::from_secs(1);
/// Time a plugin has to load and start: models are large.
const START_LIMIT: Duration = Duration::from_mins(1);
/// Time a worker has for its own work between two calls.
const IDLE_LIMIT: Duration = Duration::from_secs(30);

/// A worker process. Dropped, it is killed.
#[derive(Debug)]
pub(super) struct Worker {
    child: Child,
    socket: UnixStream,
    page: OwnedFd,
    output: OwnedFd,
    inbox: Inbox,
    /// Where bytes arrive.
    buffer: Vec<u8>,
    post_limit: Duration,
}

impl Worker {
    /// Starts a worker and waits for its greeting.
    pub(super) fn spawn(command: &WorkerCommand, post_limit: Duration) -> Result<Self, HostError> {
        let system = |what| move |source: io::Error| HostError::System { what, source };
        let (ours, theirs) = UnixStream::pair().map_err(system("make a socket"))?;
        ours.set_nonblocking(true)
            .map_err(system("set up a socket"))?;
        let page = memory_file("hearken-progress").map_err(|e| system("make a page")(e.into()))?;
        ftruncate(&page, PAGE_BYTES as u64).map_err(|e| system("make a page")(e.into()))?;
        let output = memory_file("hearken-output").map_err(|e| system("catch output")(e.into()))?;
        fcntl_setfl(&output, OFlags::APPEND).map_err(|e| system("catch output")(e.into()))?;
        let child = start(command, &theirs.into(), &page, &output)?;
        let mut worker = Self {
            child,
            socket: ours,
            page,
            output,
            inbox: Inbox::default(),
            buffer: vec![0; 64 << 10],
            post_limit,
        };
        worker.greet(command)?;
        Ok(worker)
    }

    fn greet(&mut self, command: &WorkerCommand) -> Result<(), HostError> {
        let wanted = greeting();
        let never = AtomicBool::new(false);
        let mut got = None;
        let talk = self.talk(&[], &never, |inbox| {
            let Some(bytes) = inbox.take(wanted.len()) else {
                return Ok(false);
            };
            got = Some(bytes == wanted);
            Ok(true)
        });
        let problem = match (got, talk) {
            (Some(true), _) => return Ok(()),
            (Some(false), _) => "it speaks another protocol".to_owned(),
            (None, Err(Death::Died(cause))) => format!("it gave no greeting ({cause})"),
            (None, Err(Death::Cancelled) | Ok(())) => "it gave no greeting".to_owned(),
        };
        Err(HostError::NoWorker {
            program: command.program.clone(),
            problem,
        })
    }

    /// Sends a message, with `posts` after it, and hands each answer to `take` until that says it
    /// was the last.
    pub(super) fn ask(
        &mut self,
        ask: &Ask,
        posts: &[u8],
        cancel: &AtomicBool,
        mut take: impl FnMut(Tell) -> bool,
    ) -> Result<(), Death> {
        let unsendable =
            |error: &dyn std::error::Error| Death::Died(format!("cannot ask: {error}"));
        let message = postcard::to_stdvec(ask).map_err(|error| unsendable(&error))?;
        let bytes = framed(&message, posts).map_err(|error| unsendable(&error))?;
        self.talk(&bytes, cancel, |inbox| {
            while let Some(frame) = inbox.frame()? {
                if take(postcard::from_bytes(frame).map_err(io::Error::other)?) {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// Writes and reads at the same time, so that neither side waits for the other for ever, and
    /// kills a worker that makes no progress. `take` says when it has all.
    fn talk(
        &mut self,
        mut unsent: &[u8],
        cancel: &AtomicBool,
        mut take: impl FnMut(&mut Inbox) -> io::Result<bool>,
    ) -> Result<(), Death> {
        let mut watch = Watch::new(self.progress());
        loop {
            if cancel.load(Ordering::Relaxed) {
                self.kill();
                return Err(Death::Cancelled);
            }
            let moved = self
                .step(&mut unsent)
                .map_err(|error| self.broken(&error))?;
            match moved {
                Moved::Ended => return Err(self.ended()),
                Moved::Read => {
                    watch.alive();
                    let through = take(&mut self.inbox).map_err(|error| self.broken(&error))?;
                    if through {
                        return Ok(());
                    }
                }
                Moved::Wrote => watch.alive(),
                Moved::Nothing => {
                    if let Some(cause) = watch.overdue(self.progress(), self.post_limit) {
                        self.kill();
                        return Err(Death::Died(cause));
                    }
                }
            }
        }
    }

    /// Waits up to a tick for something to write or read, and does it.
    fn step(&mut self, unsent: &mut &[u8]) -> io::Result<Moved> {
        let mut wanted = PollFlags::IN;
        if !unsent.is_empty() {
            wanted |= PollFlags::OUT;
        }
        let mut polled = [PollFd::new(&self.socket, wanted)];
        let tick = Timespec {
            tv_sec: 0,
            tv_nsec: TICK.subsec_nanos().into(),
        };
        match poll(&mut polled, Some(&tick)) {
            Ok(0) | Err(Errno::INTR) => return Ok(Moved::Nothing),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let ready = polled[0].revents();
        if ready.intersects(PollFlags::IN | PollFlags::HUP | PollFlags::ERR) {
            return self.receive();
        }
        match self.socket.write(unsent) {
            Ok(count) => {
                *unsent = &unsent[count..];
                Ok(Moved::Wrote)
            }
            Err(error) if is_passing(&error) => Ok(Moved::Nothing),
            Err(error) if is_gone(&error) => Ok(Moved::Ended),
            Err(error) => Err(error),
        }
    }

    fn receive(&mut self) -> io::Result<Moved> {
        match self.socket.read(&mut self.buffer) {
            Ok(0) => Ok(Moved::Ended),
            Ok(count) => {
                self.inbox.push(&self.buffer[..count]);
                Ok(Moved::Read)
            }
            Err(error) if is_passing(&error) => Ok(Moved::Nothing),
            Err(error) if is_gone(&error) => Ok(Moved::Ended),
            Err(error) => Err(error),
        }
    }

    /// What the worker was, or is, doing.
    pub(super) fn progress(&self) -> Progress {
        let mut bytes = [0; 16];
        match pread(&self.page, &mut bytes, 0) {
            Ok(16) => Progress::from_bytes(bytes),
            // A plugin may have cut the file; then nobody is to blame.
            Ok(_) | Err(_) => Progress::from_bytes([0; 16]),
        }
    }

    /// What was printed since the worker last emptied its output.
    pub(super) fn printed(&self) -> Vec<LogLine> {
        lines_of(&self.output, 0)
    }

    /// Lets the worker free its instances and go.
    pub(super) fn finish(mut self) {
        if self.socket.shutdown(std::net::Shutdown::Write).is_err() {
            return;
        }
        let until = Instant::now() + GRACE;
        let mut nothing: &[u8] = &[];
        while Instant::now() < until {
            match self.step(&mut nothing) {
                Ok(Moved::Ended) | Err(_) => return,
                Ok(Moved::Read | Moved::Wrote | Moved::Nothing) => {}
            }
        }
    }

    /// The death of a worker whose stream ended: without an answer, status 0 is one too.
    fn ended(&mut self) -> Death {
        let until = Instant::now() + GRACE;
        // The stream ends a moment before the process does, or the plugin closed it.
        while Instant::now() < until {
            match self.child.try_wait() {
                Ok(Some(status)) => return Death::Died(status_words(status)),
                Ok(None) => std::thread::sleep(Duration::from_micros(200)),
                Err(_) => break,
            }
        }
        self.kill();
        Death::Died("closed its connection".to_owned())
    }

    fn broken(&mut self, error: &io::Error) -> Death {
        self.kill();
        Death::Died(format!("sent what is no answer ({error})"))
    }

    fn kill(&mut self) {
        // A process that is gone already cannot be killed, and that is fine.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What a step did.
enum Moved {
    Read,
    Wrote,
    Nothing,
    Ended,
}

fn is_passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}

fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset
    )
}

/// Since when a worker has made no step.
struct Watch {
    last: Progress,
    since: Instant,
}

impl Watch {
    fn new(progress: Progress) -> Self {
        Self {
            last: progress,
            since: Instant::now(),
        }
    }

    fn alive(&mut self) {
        self.since = Instant::now();
    }

    /// Why the worker should be killed, if it should.
    fn overdue(&mut self, now: Progress, post_limit: Duration) -> Option<String> {
        if mem::replace(&mut self.last, now) != now {
            self.alive();
            return None;
        }
        let limit = match now.phase {
            Phase::Post => post_limit + GRACE,
            Phase::Load | Phase::Start => START_LIMIT,
            Phase::Idle => IDLE_LIMIT,
        };
        (self.since.elapsed() > limit).then(|| format!("did not end within {limit:?}"))
    }
}
