//! The module's path as the author's `go.mod` has it. Part of the emitter; pure text.

/// The path that a `go.mod` declares, where it is one that Go allows.
pub(in crate::emit) fn module_path(manifest: &str) -> Option<&str> {
    let lines = manifest.lines().map(|line| match line.split_once("//") {
        Some((code, _)) => code.trim(),
        None => line.trim(),
    });
    let path = lines
        .filter_map(|line| line.strip_prefix("module"))
        .find(|rest| rest.starts_with([' ', '\t', '"', '`']))?
        .trim();
    let unquoted = path.trim_matches(['"', '`']);
    is_legal(unquoted).then_some(unquoted)
}

/// Whether Go allows the path, as far as one can say without its registry.
pub(in crate::emit) fn is_legal(path: &str) -> bool {
    let is_legal = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_' | '~' | '/')
    };
    !path.is_empty() && path.chars().all(is_legal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_found_as_go_finds_it() {
        for (manifest, path) in [
            ("module example.com/a\n\ngo 1.22\n", Some("example.com/a")),
            ("// module no\r\nmodule\ta/b // Deprecated\r\n", Some("a/b")),
            ("module \"a.b/c~d\"\n", Some("a.b/c~d")),
            ("go 1.22\nmodules x\n", None),
            ("module a\"; import \"b\n", None),
            ("module (\n\ta\n)\n", None),
            ("module ", None),
        ] {
            assert_eq!(module_path(manifest), path, "{manifest:?}");
        }
    }
}
