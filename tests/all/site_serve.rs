//! `specc serve`: pages as a browser gets them, nothing outside the site, and what a browser hears of a change.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::TempDir;

use crate::support::root;

/// What any test waits at most for something that must happen.
const PATIENCE: Duration = Duration::from_secs(20);

struct Served {
    child: Child,
    address: String,
    folder: Utf8PathBuf,
    out: Utf8PathBuf,
    /// What it says on standard error, line by line.
    said: Receiver<String>,
    _scratch: TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A served site of two plugins.
fn serve(arguments: &[&str]) -> Served {
    let scratch = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(scratch.path()).unwrap().to_owned();
    for name in ["minimal", "example"] {
        std::fs::create_dir_all(folder.join("plugins").join(name)).unwrap();
        let spec = format!("{name}/plugin.spec.yaml");
        std::fs::copy(
            root().join("fixtures").join(&spec),
            folder.join("plugins").join(&spec),
        )
        .unwrap();
    }
    let out = folder.join("public");
    let mut child = Command::new(env!("CARGO_BIN_EXE_specc"))
        .args(["serve", "plugins", "--port", "0", "--out", "public"])
        .args(arguments)
        .current_dir(&folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stderr = child.stderr.take().unwrap();
    let (send, said) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    let address = loop {
        let line = said.recv_timeout(PATIENCE).expect("it serves");
        if let Some(address) = line.strip_prefix("serving http://") {
            break address.split('/').next().unwrap().to_owned();
        }
    };
    Served {
        child,
        address,
        folder,
        out,
        said,
        _scratch: scratch,
    }
}

impl Served {
    fn raw(&self, request: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head, bytes[end + 4..].to_vec())
    }

    fn get(&self, target: &str) -> (u16, String, Vec<u8>) {
        self.raw(&format!(
            "GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.address
        ))
    }

    /// The events from now on, each with the time at which it came.
    fn events(&self) -> Receiver<(Instant, serde_json::Value)> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET /.specc/events HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.address
        )
        .unwrap();
        let (send, events) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if let Some(data) = line.strip_prefix("data: ") {
                    let _ = send.send((Instant::now(), serde_json::from_str(data).unwrap()));
                }
            }
        });
        events
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.folder.join(path);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{path} has no {from:?}");
        std::fs::write(&path, text.replace(from, to)).unwrap();
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let line = |line: &'a str| line.strip_prefix(name)?.strip_prefix(": ");
    head.lines().find_map(line)
}

const PAGE: &str = "/plugins/acme/minimal/";

#[test]
fn files_come_with_type_tag_and_script() {
    let served = serve(&[]);
    let (status, head, body) = served.get(PAGE);
    assert_eq!(status, 200);
    assert_eq!(
        header(&head, "Content-Type"),
        Some("text/html; charset=utf-8")
    );
    let page = String::from_utf8(body).unwrap();
    assert_eq!(page.matches("/.specc/live.js?version=").count(), 1);
    let written =
        std::fs::read_to_string(served.out.join("plugins/acme/minimal/index.html")).unwrap();
    assert!(!written.contains(".specc"), "the script got into the site");

    let tag = header(&head, "ETag").unwrap();
    let again = |tag: &str| {
        let request =
            format!("GET {PAGE} HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {tag}\r\n\r\n");
        served.raw(&request)
    };
    let (status, _, body) = again(tag);
    assert_eq!((status, body.len()), (304, 0));
    assert_eq!(again("\"other\"").0, 200);

    let (status, head, body) =
        served.raw(&format!("HEAD {PAGE} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    assert_eq!((status, body.len()), (200, 0));
    assert_eq!(
        header(&head, "Content-Length"),
        Some(page.len().to_string().as_str())
    );

    for entry in std::fs::read_dir(served.out.join("assets")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let (status, head, _) = served.get(&format!("/assets/{name}"));
        let kind = match name.rsplit('.').next().unwrap() {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            _ => continue,
        };
        assert_eq!(
            (status, header(&head, "Content-Type")),
            (200, Some(kind)),
            "{name}"
        );
    }
    let (status, head, _) = served.get("/plugins/acme/minimal?x=1");
    assert_eq!(
        (status, header(&head, "Location")),
        (301, Some("/plugins/acme/minimal/?x=1"))
    );
    let (status, _, body) = served.get("/nowhere/");
    assert_eq!(status, 404);
    assert!(String::from_utf8(body).unwrap().contains("/.specc/live.js"));
    let (status, head, _) = served.raw("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!((status, header(&head, "Allow")), (405, Some("GET, HEAD")));
}

#[test]
fn nothing_outside_the_site_is_served() {
    let served = serve(&[]);
    std::fs::write(served.folder.join("secret.txt"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        served.folder.join("secret.txt"),
        served.out.join("link.txt"),
    )
    .unwrap();
    for target in [
        "/../secret.txt",
        "/plugins/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/link.txt",
        "/.specc-site/state",
        "/.specc-site/",
        "/secret.txt%00.html",
    ] {
        let (status, _, body) = served.get(target);
        assert_eq!(status, 404, "{target}");
        assert!(!body.windows(6).any(|six| six == b"secret"), "{target}");
    }
    for host in ["evil.example", "localhost.evil.example", ""] {
        let (status, ..) = served.raw(&format!("GET {PAGE} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        assert_eq!(status, 403, "{host}");
    }
    let (status, ..) = served.raw(&format!("GET {PAGE} HTTP/1.1\r\n\r\n"));
    assert_eq!(status, 403, "no host");
    let (status, ..) = served.raw("GET /.specc/events HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert_eq!(status, 403, "events");
}

#[test]
fn a_change_is_told_once_its_page_is_served() {
    let served = serve(&[]);
    let events = served.events();
    let (_, first) = events.recv_timeout(PATIENCE).unwrap();
    assert_eq!(first["errors"], "");

    served.edit(
        "plugins/minimal/plugin.spec.yaml",
        "title: Minimal",
        "title: Renamed",
    );
    let (_, second) = events.recv_timeout(PATIENCE).unwrap();
    assert_ne!(second["version"], first["version"]);
    let page = String::from_utf8(served.get(PAGE).2).unwrap();
    assert!(page.contains("Renamed"));
    assert!(page.contains(&format!("version={}", second["version"].as_str().unwrap())));

    // Help, configuration and templates count too.
    std::fs::write(
        served.folder.join("plugins/minimal/help.md"),
        "# Help\n\nNew words.\n",
    )
    .unwrap();
    let (_, third) = events.recv_timeout(PATIENCE).unwrap();
    assert_ne!(third["version"], second["version"]);
    std::fs::write(
        served.folder.join("plugins/specc.toml"),
        "[site]\ntitle = \"Ours\"\n",
    )
    .unwrap();
    events.recv_timeout(PATIENCE).unwrap();
    let page = String::from_utf8(served.get(PAGE).2).unwrap();
    assert!(page.contains("Ours"));
}

#[test]
fn errors_are_told_until_they_are_mended() {
    let served = serve(&[]);
    let events = served.events();
    let (_, first) = events.recv_timeout(PATIENCE).unwrap();

    served.edit(
        "plugins/minimal/plugin.spec.yaml",
        "name: minimal",
        "naem: minimal",
    );
    let (_, broken) = events.recv_timeout(PATIENCE).unwrap();
    let errors = broken["errors"].as_str().unwrap();
    assert!(
        errors.contains("[misspelt-key]") && errors.contains("plugin.spec.yaml:"),
        "{errors}"
    );
    assert_eq!(served.get(PAGE).0, 200, "the page from before is gone");
    let said = std::iter::from_fn(|| served.said.recv_timeout(Duration::from_millis(500)).ok());
    let said: Vec<String> = said.collect();
    assert!(
        !said.iter().any(|line| line.contains("panicked")),
        "{said:?}"
    );

    served.edit(
        "plugins/minimal/plugin.spec.yaml",
        "naem: minimal",
        "name: minimal",
    );
    let (_, mended) = events.recv_timeout(PATIENCE).unwrap();
    assert_eq!(mended["errors"], "");
    let _ = first;

    // A configuration with a mistake leaves the site as it was.
    std::fs::write(
        served.folder.join("plugins/specc.toml"),
        "[site]\ntitel = \"Ours\"\n",
    )
    .unwrap();
    let (_, broken) = events.recv_timeout(PATIENCE).unwrap();
    assert!(broken["errors"].as_str().unwrap().contains("[config-key]"));
    assert_eq!(served.get(PAGE).0, 200);
}

#[test]
fn what_is_taken_or_foreign_is_told() {
    let served = serve(&[]);
    let port = served.address.rsplit(':').next().unwrap();
    std::fs::create_dir(served.folder.join("foreign")).unwrap();
    std::fs::write(served.folder.join("foreign/file"), "").unwrap();
    for (arguments, words) in [
        (["serve", "--port", port, "--out", "other"], "cannot listen"),
        (
            ["serve", "--port", "0", "--out", "foreign"],
            "holds no site",
        ),
        (["serve", "--port", "0", "--out", "public"], "is at work in"),
        (["site", "--title", "A", "--out", "public"], "is at work in"),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_specc"))
            .args(arguments)
            .arg("plugins")
            .current_dir(&served.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let status = ended(&mut child);
        let mut said = String::new();
        child.stderr.unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
    // A folder that nothing came to is not left behind.
    assert!(!served.folder.join("other").exists());
}

/// The exit status of a program that must end by itself.
fn ended(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if start.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_and_leaves_no_temporary_folder() {
    let mut served = serve(&[]);
    let pid = served.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(ended(&mut served.child), Some(0));
}
