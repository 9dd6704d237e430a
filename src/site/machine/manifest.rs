//! `site-manifest.json`: path, length and SHA-256 of every file, for uploads that send only what changed.

use std::fmt::Write as _;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The manifest of some files, in their order.
pub fn manifest<'a>(files: impl Iterator<Item = (&'a str, u64, &'a [u8])>) -> String {
    let mut out = String::from("{\n  \"version\": 1,\n  \"files\": [\n");
    for (index, (path, length, sha256)) in files.enumerate() {
        if index > 0 {
            out.push_str(",\n");
        }
        let path_text = serde_json::Value::from(path);
        let (kind, cache) = (content_type(path), cache_policy(path));
        let _ = write!(
            out,
            "    {{\"path\": {path_text}, \"size\": {length}, \"sha256\": \"",
        );
        for byte in sha256 {
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        let _ = write!(
            out,
            "\", \"content_type\": \"{kind}\", \"cache_control\": \"{cache}\"}}"
        );
    }
    out.push_str("\n  ]\n}\n");
    out
}

/// The media type of a file, by its extension.
pub fn content_type(path: &str) -> &'static str {
    match path {
        "feed.xml" => return "application/atom+xml; charset=utf-8",
        "opensearch.xml" => return "application/opensearchdescription+xml",
        _ => {}
    }
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "xml" => "application/xml",
        "yaml" => "application/yaml",
        _ => "application/octet-stream",
    }
}

/// Files whose name changes with their content may be kept for ever; the others are asked for anew.
fn cache_policy(path: &str) -> &'static str {
    if path.starts_with("assets/") || path.starts_with("icons/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=0, must-revalidate"
    }
}
