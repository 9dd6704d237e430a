//! Part of the YAML reader: what a plain scalar means under YAML 1.1, as PyYAML's resolver decides it.

use super::Resolved;

/// Most digits of a number that is not written in base ten; converting takes time that grows with their square.
/// Longer ones stay text, as Python too refuses them.
const MOST_DIGITS: usize = 4096;

/// What a scalar means.
pub(super) struct Meaning {
    pub resolved: Resolved,
    /// Of a number that is not written as JSON writes it, the digits.
    pub digits: Option<Box<str>>,
}

impl From<Resolved> for Meaning {
    fn from(resolved: Resolved) -> Self {
        Self {
            resolved,
            digits: None,
        }
    }
}

impl Meaning {
    /// That of a number with this text and these digits.
    pub(super) fn number(resolved: Resolved, text: &str, digits: String) -> Self {
        Self {
            resolved,
            digits: (digits != text).then(|| digits.into()),
        }
    }
}

/// What a plain scalar with this text means.
pub(super) fn resolve(text: &str) -> Meaning {
    let Some(first) = text.bytes().next() else {
        return Resolved::Null.into();
    };
    match first {
        b'~' | b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => {
            word(text).into()
        }
        b'1'..=b'9' if text.bytes().all(|byte| byte.is_ascii_digit()) => Resolved::Integer.into(),
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text),
        _ => Resolved::String.into(),
    }
}

/// Whether text without quotes is that text, a string, to readers of YAML 1.1 and of YAML 1.2, outside brackets.
/// Says no where it is not certain.
pub(super) fn is_plain_text(text: &str) -> bool {
    let special = [
        '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@',
        '`', '=', '<', '~',
    ];
    let hidden = |character: char| {
        character.is_control()
            || matches!(
                character,
                '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{a0}'
            )
    };
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with(special)
        && !text.starts_with("...")
        && !text.contains(": ")
        && !text.ends_with(':')
        && !text.contains(" #")
        && !text.contains(hidden)
        && resolve(text).resolved == Resolved::String
        && !may_be_other(text)
}

/// Whether some reader of YAML may take it for something other than text: `y`, `0o17`, `1e3`, a date, a time, in any
/// case.
fn may_be_other(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if matches!(
        lower.as_str(),
        "y" | "n"
            | "yes"
            | "no"
            | "on"
            | "off"
            | "true"
            | "false"
            | "null"
            | "nan"
            | "inf"
            | "infinity"
    ) {
        return true;
    }
    if !lower.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '.')) {
        return false;
    }
    // Versions and addresses have two points at least, and no number has.
    let is_version = lower.split('.').count() > 2
        && lower
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    !is_version
        && !lower.contains(|character: char| !"0123456789abcdefoxinfatz_.:+- ".contains(character))
}

fn word(text: &str) -> Resolved {
    match text {
        "~" | "null" | "Null" | "NULL" => Resolved::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Resolved::Bool(true)
        }
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Resolved::Bool(false)
        }
        _ => Resolved::String,
    }
}

fn number(text: &str) -> Meaning {
    if let Some(digits) = integer(text) {
        return Meaning::number(Resolved::Integer, text, digits);
    }
    if let Some(digits) = float(text) {
        return Meaning::number(Resolved::Float, text, digits);
    }
    if is_timestamp(text) {
        return Resolved::Timestamp.into();
    }
    Resolved::String.into()
}

/// Decimal digits with an optional `-`, if the text is a YAML 1.1 integer.
pub(super) fn integer(text: &str) -> Option<String> {
    let (negative, digits) = sign(text);
    let magnitude = magnitude(digits)?;
    Some(if negative && magnitude != "0" {
        format!("-{magnitude}")
    } else {
        magnitude
    })
}

fn magnitude(digits: &str) -> Option<String> {
    let all = |digits: &str, is_digit: fn(u8) -> bool| {
        digits.bytes().any(is_digit) && digits.bytes().all(|byte| is_digit(byte) || byte == b'_')
    };
    if let Some(binary) = digits.strip_prefix("0b") {
        return all(binary, |byte| matches!(byte, b'0' | b'1')).then(|| in_base(binary, 2))?;
    }
    if let Some(hex) = digits.strip_prefix("0x") {
        return all(hex, |byte| byte.is_ascii_hexdigit()).then(|| in_base(hex, 16))?;
    }
    if digits == "0" {
        return Some("0".into());
    }
    if let Some(octal) = digits.strip_prefix('0') {
        return all(octal, |byte| matches!(byte, b'0'..=b'7')).then(|| in_base(octal, 8))?;
    }
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if all(digits, |byte| byte.is_ascii_digit()) {
        return Some(digits.replace('_', ""));
    }
    sexagesimal(digits)
}

/// Base 60: `1:30` is 90. The first part has any number of digits, each other one or two below sixty.
fn sexagesimal(text: &str) -> Option<String> {
    let mut parts = text.split(':');
    let first = parts.next()?;
    let first_is_number = first.starts_with(|first: char| first.is_ascii_digit())
        && first
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_');
    if text.len() > MOST_DIGITS || !first_is_number {
        return None;
    }
    let mut value = Decimal::default();
    for digit in first.bytes().filter(u8::is_ascii_digit) {
        value.push(10, u32::from(digit - b'0'));
    }
    let mut count = 0;
    for part in parts {
        let small = match part.as_bytes() {
            [units] => units.is_ascii_digit(),
            [b'0'..=b'5', units] => units.is_ascii_digit(),
            _ => false,
        };
        if !small {
            return None;
        }
        value.push(60, part.parse().ok()?);
        count += 1;
    }
    (count > 0).then(|| value.to_string())
}

fn in_base(digits: &str, base: u32) -> Option<String> {
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let mut value = Decimal::default();
    for digit in digits.chars().filter_map(|digit| digit.to_digit(base)) {
        value.push(base, digit);
    }
    Some(value.to_string())
}

/// A whole number of any size: groups of nine decimal digits, the lowest first.
#[derive(Default)]
struct Decimal {
    groups: Vec<u32>,
}

impl Decimal {
    const GROUP: u64 = 1_000_000_000;

    /// Appends one digit in some base.
    fn push(&mut self, base: u32, digit: u32) {
        let mut carry = u64::from(digit);
        for group in &mut self.groups {
            let value = u64::from(*group) * u64::from(base) + carry;
            *group = u32::try_from(value % Self::GROUP).unwrap_or_default();
            carry = value / Self::GROUP;
        }
        if carry > 0 {
            self.groups.push(u32::try_from(carry).unwrap_or_default());
        }
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut groups = self.groups.iter().rev();
        write!(formatter, "{}", groups.next().unwrap_or(&0))?;
        groups.try_for_each(|group| write!(formatter, "{group:09}"))
    }
}

/// A number as JSON writes it, or `.inf`, `-.inf`, `.nan`, if the text is a YAML 1.1 float.
pub(super) fn float(text: &str) -> Option<String> {
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(".nan".into());
    }
    let (negative, unsigned) = sign(text);
    let minus = if negative { "-" } else { "" };
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some(format!("{minus}.inf"));
    }
    let (whole, rest) = unsigned.split_once('.')?;
    let (fraction, exponent) = match rest.find(['e', 'E']) {
        Some(index) => (&rest[..index], Some(&rest[index + 1..])),
        None => (rest, None),
    };
    if !fraction
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'_')
    {
        return None;
    }
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['+', '-'])?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
    }
    let whole = if whole.is_empty() {
        // A sign before a bare point is text to PyYAML, and so is a point without a digit after it.
        if unsigned.len() != text.len()
            || !fraction.starts_with(|first: char| first.is_ascii_digit())
        {
            return None;
        }
        "0".to_string()
    } else if whole.contains(':') {
        if exponent.is_some() {
            return None;
        }
        sexagesimal(whole)?
    } else {
        let digits = whole.starts_with(|first: char| first.is_ascii_digit())
            && whole
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'_');
        if !digits {
            return None;
        }
        let plain = whole.replace('_', "");
        match plain.trim_start_matches('0') {
            "" => "0".to_string(),
            digits => digits.to_string(),
        }
    };
    let mut fraction = fraction.replace('_', "");
    if fraction.is_empty() {
        fraction.push('0');
    }
    let exponent = exponent.map_or_else(String::new, |exponent| format!("e{exponent}"));
    Some(format!("{minus}{whole}.{fraction}{exponent}"))
}

fn sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

/// `2001-12-14`, or a date with a time of day and perhaps a zone.
pub(super) fn is_timestamp(text: &str) -> bool {
    let mut rest = Digits(text.as_bytes());
    let Some((year, month, day)) = rest.date() else {
        return false;
    };
    if rest.0.is_empty() {
        return year == 4 && month == 2 && day == 2;
    }
    let separated = rest.take(b'T') || rest.take(b't') || rest.blanks() > 0;
    separated && rest.time() && rest.0.is_empty()
}

/// What is left of a timestamp while it is read.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn take(&mut self, byte: u8) -> bool {
        let found = self.0.first() == Some(&byte);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    fn blanks(&mut self) -> usize {
        let before = self.0.len();
        self.0 = self.0.trim_ascii_start();
        before - self.0.len()
    }

    /// How many digits stood here, if they were from `least` to `most`.
    fn digits(&mut self, least: usize, most: usize) -> Option<usize> {
        let count = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.0 = &self.0[count..];
        (least..=most).contains(&count).then_some(count)
    }

    fn date(&mut self) -> Option<(usize, usize, usize)> {
        let year = self.digits(4, 4)?;
        let month = self.take(b'-').then(|| self.digits(1, 2))??;
        let day = self.take(b'-').then(|| self.digits(1, 2))??;
        Some((year, month, day))
    }

    fn time(&mut self) -> bool {
        let clock = self.digits(1, 2).is_some()
            && self.take(b':')
            && self.digits(2, 2).is_some()
            && self.take(b':')
            && self.digits(2, 2).is_some();
        if !clock {
            return false;
        }
        if self.take(b'.') {
            let _ = self.digits(0, usize::MAX);
        }
        self.blanks();
        if self.0.is_empty() || self.take(b'Z') {
            return true;
        }
        (self.take(b'+') || self.take(b'-'))
            && self.digits(1, 2).is_some()
            && (!self.take(b':') || self.digits(2, 2).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str, expected: Resolved) -> String {
        let meaning = resolve(text);
        match meaning.digits {
            _ if meaning.resolved != expected => format!("{:?}", meaning.resolved),
            Some(digits) => digits.into(),
            None => text.to_owned(),
        }
    }

    fn int(text: &str) -> String {
        digits(text, Resolved::Integer)
    }

    fn real(text: &str) -> String {
        digits(text, Resolved::Float)
    }

    #[test]
    fn integers_of_every_base_and_size_become_decimal() {
        for (text, digits) in [
            ("0", "0"),
            ("-0", "0"),
            ("+12", "12"),
            ("1_000", "1000"),
            ("0777", "511"),
            ("0x1F", "31"),
            ("-0b101", "-5"),
            ("1:30", "90"),
            ("190:20:30", "685230"),
            (
                "0xFFFFFFFFFFFFFFFFFFFFFFFF",
                "79228162514264337593543950335",
            ),
            (
                "123456789012345678901234567890",
                "123456789012345678901234567890",
            ),
            ("0xde0b6b3a7640000", "1000000000000000000"),
        ] {
            assert_eq!(int(text), digits, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_stays_text() {
        for text in [
            "08", "0o17", "1e5", "1:60", "0b", "0x_", "-", "+", ".", "1.2.3", "1.0e5", "-.5",
            "0b2", "1:3x", "12a", "..5", "::", "1:", "y", "n", "Y", "truE", "nUll",
        ] {
            assert_eq!(resolve(text).resolved, Resolved::String, "{text}");
        }
        assert_eq!(
            resolve(&format!("0x{}", "f".repeat(MOST_DIGITS + 1))).resolved,
            Resolved::String
        );
    }

    #[test]
    fn floats_become_what_json_accepts() {
        for (text, digits) in [
            ("1.0", "1.0"),
            ("-01.50", "-1.50"),
            (".5", "0.5"),
            ("5.", "5.0"),
            ("1_0.2_5", "10.25"),
            ("1.0e+5", "1.0e+5"),
            ("1:30.5", "90.5"),
            (".inf", ".inf"),
            ("-.INF", "-.inf"),
            (".NaN", ".nan"),
        ] {
            assert_eq!(real(text), digits, "{text}");
        }
    }

    #[test]
    fn dates_and_instants_are_timestamps() {
        for text in [
            "2001-12-14",
            "2001-12-14t21:59:43.10-05:00",
            "2001-1-4 1:59:43.10 -5",
            "2001-12-15 2:59:43.10",
            "2001-12-14T21:59:43Z",
        ] {
            assert_eq!(resolve(text).resolved, Resolved::Timestamp, "{text}");
        }
        for text in ["2001-1-4", "2001-12-14T", "2001-12-14x", "12-12-2001"] {
            assert_eq!(resolve(text).resolved, Resolved::String, "{text}");
        }
    }
}
