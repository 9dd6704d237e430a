//! RFC 3339 instants. Pure text; knows nothing of the model.

/// Whether a text is a `date-time` of RFC 3339, section 5.6: seconds and offset are there, the day exists, and a
/// 60th second stands only where a leap second can (23:59 UTC).
pub fn is_rfc3339(text: &str) -> bool {
    parse(text).is_some()
}

fn parse(text: &str) -> Option<()> {
    let mut rest = text.as_bytes();
    let year = number(&mut rest, 4)?;
    literal(&mut rest, b"-")?;
    let month = number(&mut rest, 2)?;
    literal(&mut rest, b"-")?;
    let day = number(&mut rest, 2)?;
    literal(&mut rest, b"Tt")?;
    let hour = number(&mut rest, 2)?;
    literal(&mut rest, b":")?;
    let minute = number(&mut rest, 2)?;
    literal(&mut rest, b":")?;
    let second = number(&mut rest, 2)?;
    if literal(&mut rest, b".").is_some() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        rest = rest.get(digits..).filter(|_| digits > 0)?;
    }
    let offset = offset_minutes(&mut rest)?;
    let day_exists = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    let utc_minute = (hour * 60 + minute - offset).rem_euclid(24 * 60);
    let second_exists = second < 60 || (second == 60 && utc_minute == 23 * 60 + 59);
    (rest.is_empty() && day_exists && hour < 24 && minute < 60 && second_exists).then_some(())
}

/// `Z` or `±hh:mm`, in minutes east of UTC.
fn offset_minutes(rest: &mut &[u8]) -> Option<i32> {
    let sign = match literal(rest, b"Zz+-")? {
        b'+' => 1,
        b'-' => -1,
        _ => return Some(0),
    };
    let hour = number(rest, 2)?;
    literal(rest, b":")?;
    let minute = number(rest, 2)?;
    (hour < 24 && minute < 60).then_some(sign * (hour * 60 + minute))
}

fn days_in(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Takes exactly so many digits.
fn number(rest: &mut &[u8], digits: usize) -> Option<i32> {
    let (taken, after) = rest.split_at_checked(digits)?;
    let value = taken.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i32::from(byte - b'0'))
    })?;
    *rest = after;
    Some(value)
}

/// Takes one byte out of a set.
fn literal(rest: &mut &[u8], set: &[u8]) -> Option<u8> {
    let (first, after) = rest.split_first()?;
    if !set.contains(first) {
        return None;
    }
    *rest = after;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::is_rfc3339;

    #[test]
    fn the_standards_examples_and_edges() {
        for good in [
            "1985-04-12T23:20:50.52Z",
            "1996-12-19T16:39:57-08:00",
            "1990-12-31T23:59:60Z",
            "1990-12-31T15:59:60-08:00",
            "1937-01-01T12:00:27.87+00:20",
            "2000-02-29t00:00:00z",
            "0001-01-01T00:00:00Z",
        ] {
            assert!(is_rfc3339(good), "{good}");
        }
        for bad in [
            "",
            "2020-01-01",
            "2020-01-01T10:00Z",
            "2020-01-01T10:00:00",
            "2020-01-01 10:00:00Z",
            "2020-01-01T10:00:00.Z",
            "2020-13-01T10:00:00Z",
            "2020-00-01T10:00:00Z",
            "2021-02-29T10:00:00Z",
            "1900-02-29T10:00:00Z",
            "2020-01-01T24:00:00Z",
            "2020-01-01T10:60:00Z",
            "2020-01-01T10:00:60Z",
            "2020-01-01T10:00:00+24:00",
            "2020-01-01T10:00:00+0100",
            "2020-01-01T10:00:00Zx",
            "２020-01-01T10:00:00Z",
            "+020-01-01T10:00:00Z",
        ] {
            assert!(!is_rfc3339(bad), "{bad}");
        }
    }
}
