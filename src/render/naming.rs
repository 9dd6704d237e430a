//! Names in code for any text: legal in the language, in its casing, and distinct from each other. One engine for all
//! languages; what differs stands in a [`Language`]. Pure text.

use std::collections::BTreeSet;

use heck::{ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Longest name in characters. Lines stay readable, and file names stay legal.
const LONGEST: usize = 40;

/// How the words of a name are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// `first_name`
    Snake,
    /// `FirstName`
    Pascal,
    /// `firstName`
    Camel,
    /// `FIRST_NAME`
    Shouty,
}

impl Case {
    /// Joins the words of a text, whose letters and digits are those of ASCII.
    fn join(self, text: &str) -> String {
        if !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return self.join_small(text);
        }
        let ascii: String = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
            .collect();
        match self {
            Self::Snake => ascii.to_snake_case(),
            Self::Pascal => ascii.to_upper_camel_case(),
            Self::Camel => ascii.to_lower_camel_case(),
            Self::Shouty => ascii.to_shouty_snake_case(),
        }
    }

    /// The same for a text without capitals, as most names are: its words are told by what is between them alone.
    fn join_small(self, text: &str) -> String {
        let mut joined = String::with_capacity(text.len());
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        for word in words.filter(|word| !word.is_empty()) {
            let is_first = joined.is_empty();
            let start = joined.len();
            if !is_first && matches!(self, Self::Snake | Self::Shouty) {
                joined.push('_');
            }
            joined.push_str(word);
            match self {
                Self::Shouty => joined[start..].make_ascii_uppercase(),
                Self::Pascal => joined[start..=start].make_ascii_uppercase(),
                Self::Camel if !is_first => joined[start..=start].make_ascii_uppercase(),
                Self::Snake | Self::Camel => {}
            }
        }
        joined
    }

    /// The name with a number, as this casing writes it.
    fn numbered(self, name: &str, number: usize) -> String {
        match self {
            Self::Snake | Self::Shouty => format!("{name}_{number}"),
            Self::Pascal | Self::Camel => format!("{name}{number}"),
        }
    }
}

/// What a programming language forbids.
#[derive(Debug)]
pub struct Language {
    /// Words that may not be names, in any casing that they are reserved in.
    pub reserved: &'static [&'static str],
}

/// The names of one scope: the fields of a class, the classes of a module, the modules of a package.
#[derive(Debug, Clone)]
pub struct Scope {
    language: &'static Language,
    case: Case,
    taken: BTreeSet<String>,
}

impl Scope {
    /// An empty scope whose names have one casing.
    pub fn new(language: &'static Language, case: Case) -> Self {
        Self {
            language,
            case,
            taken: BTreeSet::new(),
        }
    }

    /// The same scope with names that are already used in it.
    #[must_use]
    pub fn with(mut self, names: &[&str]) -> Self {
        self.taken.extend(names.iter().map(|name| fold(name)));
        self
    }

    /// One name for each text, in order. A text that is a legal name already keeps it whatever stands before it; of
    /// others that would be equal, the later ones are numbered. `noun` says what is named: it stands in for a text
    /// without letters, and before one that begins with a digit.
    pub fn assign<'a>(
        &mut self,
        noun: &str,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Vec<String> {
        let texts: Vec<&str> = texts.into_iter().collect();
        let wanted: Vec<String> = texts.iter().map(|text| self.wanted(noun, text)).collect();
        let mut names: Vec<Option<String>> = texts
            .iter()
            .zip(&wanted)
            .map(|(text, wanted)| {
                let keeps = text == wanted && self.taken.insert(fold(wanted));
                keeps.then(|| wanted.clone())
            })
            .collect();
        for (name, wanted) in names.iter_mut().zip(wanted) {
            if name.is_none() {
                *name = Some(self.distinct(wanted));
            }
        }
        names.into_iter().flatten().collect()
    }

    /// The name for one text; see [`Scope::assign`].
    pub fn add(&mut self, noun: &str, text: &str) -> String {
        let wanted = self.wanted(noun, text);
        self.distinct(wanted)
    }

    /// The name that a text would have if it stood alone.
    fn wanted(&self, noun: &str, text: &str) -> String {
        let mut name = self.case.join(text);
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name = self.case.join(&format!("{noun} {text}"));
        }
        name.truncate(LONGEST);
        let name = name.trim_end_matches('_');
        if self.language.reserved.contains(&name) {
            format!("{name}_")
        } else {
            name.to_owned()
        }
    }

    /// Takes the name, numbered where it is taken. Names that differ only by case count as equal: some become files.
    fn distinct(&mut self, wanted: String) -> String {
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.taken.insert(fold(&name)) {
            name = self.case.numbered(wanted.trim_end_matches('_'), number);
            number += 1;
        }
        name
    }
}

fn fold(name: &str) -> String {
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    static LANGUAGE: Language = Language {
        reserved: &["class", "self", "None"],
    };

    fn assign(case: Case, texts: &[&str]) -> Vec<String> {
        Scope::new(&LANGUAGE, case).assign("field", texts.iter().copied())
    }

    #[test]
    fn any_text_gets_a_legal_name() {
        let texts = [
            "name",
            "@odata.type",
            "Domain Name",
            "class",
            "self",
            "2fa",
            "名前",
            "",
            "$id",
            "None",
        ];
        assert_eq!(
            assign(Case::Snake, &texts),
            [
                "name",
                "odata_type",
                "domain_name",
                "class_",
                "self_",
                "field_2fa",
                "field",
                "field_2",
                "id",
                "none"
            ]
        );
        assert_eq!(
            assign(Case::Pascal, &texts),
            [
                "Name",
                "OdataType",
                "DomainName",
                "Class",
                "Self",
                "Field2fa",
                "Field",
                "Field2",
                "Id",
                "None_"
            ]
        );
    }

    #[test]
    fn small_texts_are_joined_as_all_others_are() {
        let texts = [
            "a b", "a1b2", "1a", "__a--b__", "a  b", "", "é", "aé b", "x_1_y", "2fa a3",
        ];
        for text in texts {
            let ascii = text.replace(|c: char| !c.is_ascii_alphanumeric(), " ");
            assert_eq!(Case::Snake.join(text), ascii.to_snake_case());
            assert_eq!(Case::Pascal.join(text), ascii.to_upper_camel_case());
            assert_eq!(Case::Camel.join(text), ascii.to_lower_camel_case());
            assert_eq!(Case::Shouty.join(text), ascii.to_shouty_snake_case());
        }
    }

    #[test]
    fn a_text_that_is_a_name_keeps_it_and_others_are_numbered() {
        assert_eq!(
            assign(
                Case::Snake,
                &[
                    "content-type",
                    "content_type",
                    "contentType",
                    "content_type_2"
                ]
            ),
            [
                "content_type_3",
                "content_type",
                "content_type_4",
                "content_type_2"
            ]
        );
        assert_eq!(
            assign(Case::Snake, &["class_", "class"]),
            ["class_", "class_2"]
        );
    }

    #[test]
    fn names_in_use_are_left_alone() {
        let mut scope = Scope::new(&LANGUAGE, Case::Pascal).with(&["Connection"]);
        assert_eq!(scope.add("action", "connection"), "Connection2");
        assert_eq!(scope.add("action", "CONNECTION"), "Connection3");
    }

    #[test]
    fn long_names_are_cut_and_stay_distinct() {
        let names = assign(
            Case::Snake,
            &["x".repeat(300).as_str(), "x".repeat(301).as_str()],
        );
        assert_ne!(names[0], names[1]);
        assert!(names.iter().all(|name| name.len() <= LONGEST + 4));
    }
}
