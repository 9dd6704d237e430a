//! Forms of the texts below `targets`, as a function and as a regular expression that say the same. Lowers nothing.

use crate::dialect::keys::Pattern;

pub(super) static GO_MODULE: Pattern = Pattern {
    expected: "a Go module path such as `example.com/acme/lookup`",
    fits: |text| {
        let legal = |it: char| it.is_ascii_alphanumeric() || "-._~".contains(it);
        text.split('/').all(|part| {
            !part.is_empty()
                && part.chars().all(legal)
                && !part.starts_with('.')
                && !part.ends_with('.')
        })
    },
    regex: "^[A-Za-z0-9_~-]([A-Za-z0-9._~-]*[A-Za-z0-9_~-])?(/[A-Za-z0-9_~-]([A-Za-z0-9._~-]*[A-Za-z0-9_~-])?)*$",
};
pub(super) static GO_VERSION: Pattern = Pattern {
    expected: "a version of Go from 1.24 on, such as `1.24` or `1.25.3`",
    fits: |text| {
        let number = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && (part == "0" || !part.starts_with('0'))
        };
        let parts: Vec<&str> = text.split('.').collect();
        let is_new =
            |minor: &&str| minor.len() <= 9 && minor.parse::<u32>().is_ok_and(|minor| minor >= 24);
        parts[0] == "1"
            && (2..=3).contains(&parts.len())
            && parts.iter().all(|part| number(part))
            && parts.get(1).is_some_and(is_new)
    },
    regex: "^1\\.(2[4-9]|[3-9][0-9]|[1-9][0-9]{2,8})(\\.(0|[1-9][0-9]*))?$",
};
pub(super) static KEBAB_NAME: Pattern = Pattern {
    expected: "lower-case letters and digits with hyphens between them",
    fits: is_kebab,
    regex: "^[a-z0-9]+(-[a-z0-9]+)*$",
};
pub(super) static SHORT_SLUG: Pattern = Pattern {
    expected: "lower-case letters and digits with hyphens between them, at most 30 characters",
    fits: |text| text.len() <= 30 && is_kebab(text),
    regex: "^(?=.{1,30}$)[a-z0-9]+(-[a-z0-9]+)*$",
};
pub(super) static IDENTIFIER: Pattern = Pattern {
    expected: "letters, digits and underscores, not beginning with a digit",
    fits: |text| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && text
                .bytes()
                .next()
                .is_some_and(|byte| !byte.is_ascii_digit())
    },
    regex: "^[A-Za-z_][A-Za-z0-9_]*$",
};
pub(super) static ICON_NAME: Pattern = Pattern {
    expected: "the name of a Material icon, such as `waving_hand`",
    fits: |text| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    },
    regex: "^[a-z0-9_]+$",
};
pub(super) static SCRIPT_NAME: Pattern = Pattern {
    expected: "the name of a script in one folder, such as `lookup.js`",
    fits: |text| {
        text.strip_suffix(".js").is_some_and(|stem| {
            !stem.is_empty()
                && stem
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        })
    },
    regex: "^[A-Za-z0-9_-]+\\.js$",
};
pub(super) static WEB_ADDRESS: Pattern = Pattern {
    expected: "an address that begins with `https://` or `http://`",
    fits: |text| {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        rest.is_some_and(|rest| {
            !rest.is_empty() && !rest.chars().any(|it| it.is_whitespace() || it.is_control())
        })
    },
    regex: "^https?://[^\\s\\u0000-\\u001f\\u007f-\\u009f]+$",
};
pub(super) static DATE: Pattern = Pattern {
    expected: "a date such as `2026-01-31`",
    fits: is_date,
    regex: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
};

fn is_kebab(text: &str) -> bool {
    text.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

fn is_date(text: &str) -> bool {
    let digits = |part: &str, count: usize| {
        (part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let read = |part: Option<&str>, count| part.and_then(|part| digits(part, count));
    let (Some(year), Some(month), Some(day), None) =
        (read(year, 4), read(month, 2), read(day, 2), parts.next())
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_their_regular_expressions_agree() {
        let texts = [
            "",
            "a",
            "A",
            "a-b",
            "a--b",
            "-a",
            "a_b",
            "1a",
            "1.24",
            "1.24.3",
            "1.23",
            "1.9",
            "1.30",
            "1.100",
            "2.0",
            "1.024",
            "1.",
            "example.com/a",
            "example.com//a",
            "example.com/.a",
            "a.js",
            ".js",
            "a/b.js",
            "https://a",
            "https://",
            "http://a b",
            "ftp://a",
            "2026-01-31",
            "2026-1-31",
            "2026-13-01",
            "2026-01-31T00:00:00Z",
            "größe",
            "a-name-of-more-than-thirty-char",
            "a-name-of-exactly-thirty-chars",
        ];
        let patterns = [
            &GO_MODULE,
            &GO_VERSION,
            &KEBAB_NAME,
            &SHORT_SLUG,
            &IDENTIFIER,
            &ICON_NAME,
            &SCRIPT_NAME,
            &WEB_ADDRESS,
            &DATE,
        ];
        for pattern in patterns {
            let schema = serde_json::json!({ "pattern": pattern.regex });
            let schema = jsonschema::validator_for(&schema).unwrap();
            let mut fitting = 0;
            for text in texts {
                let fits = (pattern.fits)(text);
                let valid = schema.is_valid(&serde_json::json!(text));
                assert_eq!(fits, valid, "{text:?} as {}", pattern.expected);
                fitting += usize::from(fits);
            }
            assert!(fitting > 0, "no text is {}", pattern.expected);
        }
        assert!(is_date("2024-02-29") && !is_date("2023-02-29"));
    }
}
