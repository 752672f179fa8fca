//! The listening server.

use std::{
    collections::BTreeMap,
    fmt, io,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Instant,
};

use super::{Reply, Request, connection::read_request, files};
use crate::Blog;

/// Answers a request; a plain function of it and of what the test captured.
type Handler = dyn Fn(&Request) -> Reply + Send + Sync;
/// Is told of each answered request.
type Listener = dyn Fn(&Request) + Send + Sync;

/// An HTTP server on a port of 127.0.0.1; it ends when this is dropped.
pub struct SiteServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    handler: Box<Handler>,
    listener: Box<Listener>,
    routes: Mutex<BTreeMap<String, Reply>>,
    log: Mutex<Vec<Request>>,
    ended: AtomicBool,
    started: Instant,
}

impl fmt::Debug for SiteServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteServer")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl SiteServer {
    /// Serves a sample blog on `port`, a free one for 0; `listener` is told of each request.
    ///
    /// # Errors
    ///
    /// Where the port can not be listened on.
    pub fn of_blog(
        blog: Blog,
        port: u16,
        listener: impl Fn(&Request) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let base = format!("http://{}", socket.local_addr()?);
        let handler = move |request: &Request| files::answer(&blog, &base, request);
        Self::start(socket, Box::new(handler), Box::new(listener))
    }

    /// Serves what `handler` answers on a free port.
    ///
    /// # Errors
    ///
    /// Where no port can be listened on.
    pub fn of_handler(
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Self::start(socket, Box::new(handler), Box::new(|_| {}))
    }

    /// Serves the routes that [`SiteServer::route`] sets, and 404 elsewhere.
    ///
    /// # Errors
    ///
    /// Where no port can be listened on.
    pub fn empty() -> io::Result<Self> {
        Self::of_handler(|_| Reply::empty(404))
    }

    /// Answers `path` (with its query) with `reply` from now on.
    pub fn route(&self, path: &str, reply: Reply) {
        lock(&self.shared.routes).insert(path.to_owned(), reply);
    }

    /// The address of `path` on this server.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked so far, in the order of the answers.
    #[must_use]
    pub fn log(&self) -> Vec<Request> {
        lock(&self.shared.log).clone()
    }

    fn start(
        socket: TcpListener,
        handler: Box<Handler>,
        listener: Box<Listener>,
    ) -> io::Result<Self> {
        let address = socket.local_addr()?;
        let shared = Arc::new(Shared {
            handler,
            listener,
            routes: Mutex::default(),
            log: Mutex::default(),
            ended: AtomicBool::new(false),
            started: Instant::now(),
        });
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("site-server".to_owned())
            .spawn(move || accept(&socket, &of_thread))?;
        Ok(Self {
            address,
            shared,
            thread: Some(thread),
        })
    }
}

impl Drop for SiteServer {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection; where that fails, it has ended already.
        TcpStream::connect(self.address).ok();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn accept(socket: &TcpListener, shared: &Arc<Shared>) {
    for stream in socket.incoming() {
        if shared.ended.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        // A connection that breaks is the client's affair: the log shows what was answered.
        thread::spawn(move || serve(&stream, &shared).ok());
    }
}

fn serve(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    let Some(mut request) = read_request(stream, shared.started)? else {
        return Ok(());
    };
    let scripted = lock(&shared.routes).get(&request.path).cloned();
    let reply = scripted.unwrap_or_else(|| (shared.handler)(&request));
    request.status = reply.status;
    request.answered = shared.started.elapsed();
    // Logged first: whoever has the answer finds it in the log.
    lock(&shared.log).push(request.clone());
    (shared.listener)(&request);
    reply.send(stream, request.method == "HEAD")
}

/// A poisoned lock only means that a test has failed already.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
