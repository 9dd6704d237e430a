//! Names of container images. Pure text.

use semver::Version;

/// `vendor/name:version`, in the characters that registries allow.
pub fn image(vendor: &str, name: &str, version: &Version) -> String {
    // A tag may not hold the `+` of a build, nor more than 128 characters.
    let mut tag = version.to_string().replace('+', "-");
    tag.truncate(128);
    format!("{}/{}:{tag}", component(vendor), component(name))
}

/// One component of a repository's name: lower case, separated by single underscores.
fn component(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        "plugin".to_owned()
    } else {
        words.join("_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_legal() {
        let version = Version::parse("1.0.0-rc.1+b").unwrap();
        assert_eq!(
            image("Acme__X_", "_", &version),
            "acme_x/plugin:1.0.0-rc.1-b"
        );
    }
}
