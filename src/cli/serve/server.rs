//! Listens, answers each connection on a thread of its own, and tells browsers of builds by Server-Sent Events.

use std::io::{self, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use super::files;
use super::http::{Answer, Request, is_own};

/// Connections at a time; more are turned away.
const MOST_CONNECTIONS: usize = 256;

/// How long a browser may take to say what it wants, or to take what it gets.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a waiting browser gets a sign of life, which also tells that it has gone.
const BEAT: Duration = Duration::from_secs(15);

/// What is served now.
#[derive(Debug)]
pub struct State {
    root: Utf8PathBuf,
    now: Mutex<Now>,
    changed: Condvar,
    connections: AtomicUsize,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Now {
    build: u64,
    errors: String,
    first: bool,
}

impl State {
    /// The state before the first build.
    pub fn new(root: &Utf8Path) -> Self {
        Self {
            root: root.to_owned(),
            now: Mutex::new(Now {
                first: true,
                ..Now::default()
            }),
            changed: Condvar::new(),
            connections: AtomicUsize::new(0),
        }
    }

    /// Tells of a build: whether there is something new to see, and what is wrong. False where both is as before.
    pub fn publish(&self, changed: bool, errors: &str) -> bool {
        let mut now = self.now();
        let news = changed || now.errors != errors || now.first;
        if news {
            now.first = false;
            now.build += u64::from(changed);
            errors.clone_into(&mut now.errors);
            self.changed.notify_all();
        }
        news
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    /// Another run of the program has other versions.
    fn version(&self) -> String {
        format!("{}-{}", std::process::id(), self.build)
    }

    fn event(&self) -> String {
        let state = serde_json::json!({ "version": self.version(), "errors": self.errors });
        format!("event: state\ndata: {state}\n\n")
    }
}

/// Listens to browsers.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    host: String,
}

impl Server {
    /// Takes a port.
    pub fn bind(host: &str, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((host, port))?;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            host: host.to_owned(),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers from now on, as long as the program runs.
    pub fn start(self, state: &Arc<State>) {
        let state = Arc::clone(state);
        let host: Arc<str> = self.host.into();
        thread::spawn(move || {
            for stream in self.listener.incoming() {
                let Ok(stream) = stream else {
                    // Out of files, perhaps: some will be closed soon.
                    thread::sleep(Duration::from_millis(50));
                    continue;
                };
                let (state, host) = (Arc::clone(&state), Arc::clone(&host));
                let before = state.connections.fetch_add(1, Ordering::Relaxed);
                thread::spawn(move || {
                    // A browser that has gone away needs no answer.
                    let _ = serve(stream, &state, &host, before >= MOST_CONNECTIONS);
                    state.connections.fetch_sub(1, Ordering::Relaxed);
                });
            }
        });
    }
}

fn serve(mut stream: TcpStream, state: &State, host: &str, full: bool) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    if full {
        return Answer::plain(503, "too many connections").send(&mut stream, false);
    }
    let request = match Request::read(&mut stream) {
        Ok(request) => request,
        Err(answer) => return answer.send(&mut stream, false),
    };
    let head_only = request.method == "HEAD";
    let path = request.target.split('?').next().unwrap_or_default();
    let answer = if !request
        .header("host")
        .is_some_and(|name| is_own(name, host))
    {
        Answer::plain(
            403,
            "the address in the Host header is not one of this machine",
        )
    } else if !head_only && request.method != "GET" {
        Answer::plain(405, "only GET and HEAD are answered").with("Allow", "GET, HEAD")
    } else if path == "/.specc/events" && !head_only {
        return events(&mut stream, state);
    } else if path == "/.specc/live.js" {
        own("text/javascript; charset=utf-8", files::SCRIPT)
    } else if path == "/.specc/live.css" {
        own("text/css; charset=utf-8", files::STYLE)
    } else {
        let version = state.now().version();
        files::answer(&state.root, &request, &version)
    };
    answer.send(&mut stream, head_only)?;
    stream.shutdown(Shutdown::Write)
}

fn own(kind: &str, text: &str) -> Answer {
    Answer {
        status: 200,
        headers: vec![("Content-Type", kind.to_owned())],
        body: text.as_bytes().to_vec(),
    }
    .with("Cache-Control", "no-cache")
}

/// Tells a browser what is served, now and after every build, until it goes away.
fn events(stream: &mut TcpStream, state: &State) -> io::Result<()> {
    stream.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nretry: 300\n\n",
    )?;
    let mut told = None;
    loop {
        let guard = state.now();
        let (guard, _) = state
            .changed
            .wait_timeout_while(guard, BEAT, |now| told.as_ref() == Some(&*now))
            .unwrap_or_else(PoisonError::into_inner);
        let now = guard.clone();
        drop(guard);
        if told.as_ref() == Some(&now) {
            stream.write_all(b": still here\n\n")?;
        } else {
            stream.write_all(now.event().as_bytes())?;
            told = Some(now);
        }
        stream.flush()?;
    }
}
