//! Text → the words that it is found by. `words` of `site/assets/match.js` is the same.

/// Calls `take` with each word of a text, in lower case.
pub fn words(text: &str, mut take: impl FnMut(&str)) {
    let lower = text.to_lowercase();
    for word in lower.split(|character: char| !character.is_alphanumeric()) {
        if !word.is_empty() {
            take(word);
        }
    }
}

/// The words of a text without what parts them.
pub fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    words(text, |word| squeezed.push_str(word));
    squeezed
}

/// A name as a title: `get_user` is `Get User`.
pub fn titled(name: &str) -> String {
    let mut title = String::with_capacity(name.len());
    for (index, word) in name.split('_').enumerate() {
        if index > 0 {
            title.push(' ');
        }
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            title.extend(first.to_uppercase());
            title.push_str(letters.as_str());
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits() {
        let mut found = Vec::new();
        words("Get_User's ÜBER-漢字 (v2)", |word| {
            found.push(word.to_owned())
        });
        assert_eq!(found, ["get", "user", "s", "über", "漢字", "v2"]);
        assert_eq!(squeezed("Palo Alto-Networks"), "paloaltonetworks");
        assert_eq!(titled("get_user_2"), "Get User 2");
        assert_eq!(titled("_x_"), " X ");
    }
}
