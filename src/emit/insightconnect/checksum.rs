//! `.CHECKSUM`: by its digests, publishers see whether the generated files are in step with the spec. Part of the
//! emitter.

use md5::{Digest, Md5};
use serde_json::{Serializer, Value, json};

use super::Emission;

impl Emission<'_> {
    /// Writes the file; every other file must be in the tree.
    pub(super) fn checksum(&mut self) {
        let package = &self.names.package;
        let digest = |path: &str| self.tree.get(path).map(|file| hex(&file.bytes));
        let prefix = format!("{package}/");
        let mut schemas: Vec<(Vec<&str>, Value)> = self
            .tree
            .iter()
            .filter_map(|(path, file)| {
                let inner = path.as_str().strip_prefix(&prefix)?;
                let folder = inner.strip_suffix("/schema.py")?;
                let parent = folder.rsplit('/').next()?;
                let entry = json!({
                    "identifier": format!("{parent}/schema.py"),
                    "hash": hex(&file.bytes),
                });
                Some((folder.split('/').collect(), entry))
            })
            .collect();
        // As a walk does that takes the folders of each level by name.
        schemas.sort_by(|(a, _), (b, _)| a.cmp(b));
        let schemas: Vec<Value> = schemas.into_iter().map(|(_, entry)| entry).collect();
        let document = json!({
            "spec": hex(self.plugin.spec_file.text.as_bytes()),
            "manifest": digest(&format!("bin/{package}")),
            "setup": digest("setup.py"),
            "schemas": schemas,
        });
        let mut bytes = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b"\t");
        let mut serializer = Serializer::with_formatter(&mut bytes, formatter);
        // Writing to memory does not fail, and every key is a text.
        let _ = serde::Serialize::serialize(&document, &mut serializer);
        self.tree.generated(".CHECKSUM", bytes);
        self.tree.adopt(".CHECKSUM", "");
    }
}

/// The MD5 of some bytes, as the file has it.
fn hex(bytes: &[u8]) -> String {
    let digest = Md5::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
