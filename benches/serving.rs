//! Measures how long a browser waits, while `specc serve` runs, from the change of a file to the new page.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::figure::{Outcome, specc};

/// Changes that are measured; the figure is the middle one.
const CHANGES: usize = 10;

/// What must happen, happens by then.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server, which ends with this.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The time from the change of a help text to the event that has a browser reload its page, which then has the text.
pub fn change_to_reload(plugins: &Path, out: &Path) -> Outcome<Duration> {
    let out = out.display().to_string();
    let mut command = specc(
        &["serve", "--lenient", "--port", "0", "--out", &out],
        plugins,
    );
    let mut server = Server(command.stderr(Stdio::piped()).spawn()?);
    let stderr = server.0.stderr.take().ok_or("no standard error")?;
    let said = lines(stderr);
    let address = loop {
        let line = said.recv_timeout(PATIENCE)?;
        if let Some(address) = line.strip_prefix("serving http://") {
            break address.split('/').next().unwrap_or_default().to_owned();
        }
    };
    let help = plugins.join("0/help.md");
    let page = page_of(&fs::read_to_string(plugins.join("0/plugin.spec.yaml"))?)?;
    let events = lines(ask(&address, "/.specc/events")?);
    next_state(&events)?;
    let mut times = Vec::with_capacity(CHANGES);
    for change in 0..CHANGES {
        let mut text = fs::read_to_string(&help).unwrap_or_default();
        let words = format!("Change {change} has arrived.");
        text.push_str(&format!("\n\n# Further notes {change}\n\n{words}\n"));
        let start = Instant::now();
        fs::write(&help, text)?;
        next_state(&events)?;
        times.push(start.elapsed());
        let mut shown = String::new();
        ask(&address, &page)?.read_to_string(&mut shown)?;
        if !shown.contains(&words) {
            return Err(format!("{page} was told to be new and is not: no {words:?}").into());
        }
        // Nobody saves twice in one breath; what the first change set off comes to rest.
        thread::sleep(Duration::from_millis(300));
        if events.try_iter().any(|line| line.starts_with("data: ")) {
            return Err("one change was told twice".into());
        }
    }
    times.sort();
    Ok(times[CHANGES / 2])
}

/// Asks for a file of the site. What comes ends with the connection.
fn ask(address: &str, target: &str) -> Outcome<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n")?;
    Ok(stream)
}

/// The lines of a stream as they come.
fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

/// Waits for word of a build.
fn next_state(events: &Receiver<String>) -> Outcome<()> {
    let start = Instant::now();
    while !events
        .recv_timeout(PATIENCE.saturating_sub(start.elapsed()))?
        .starts_with("data: ")
    {}
    Ok(())
}

/// Where the page of a spec is.
fn page_of(spec: &str) -> Outcome<String> {
    let value = |key: &str| {
        let mut lines = spec.lines();
        let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        let value = value.map(|value| value.trim().trim_matches(['"', '\'']));
        value.ok_or(format!("the first spec has no {key}"))
    };
    Ok(format!("/plugins/{}/{}/", value("vendor")?, value("name")?))
}
