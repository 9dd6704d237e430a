//! Whole-file templates. A text reaches the output only through a filter that makes it safe for the language around
//! it: a bare `{{ text }}` is refused.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind};

use super::{literal, python};

/// An environment of templates by name, with the filters of this folder.
///
/// # Panics
///
/// When a template has a syntax error, which is a bug of ours.
pub fn environment(templates: &[(&'static str, &'static str)]) -> Environment<'static> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().keep_trailing_newline(true).build();
    match syntax {
        Ok(syntax) => environment.set_syntax(syntax),
        Err(error) => panic!("bug in specc: the template syntax is not accepted: {error}"),
    }
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(|out, _, value| {
        let safe = value.is_safe() || value.kind() == ValueKind::Number;
        if !safe {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                format!("{value:?} was not made safe by a filter"),
            ));
        }
        write!(out, "{value}").map_err(Error::from)
    });
    for (filter, make) in [
        ("literal", python::string as fn(&str) -> String),
        ("toml", literal::toml),
        ("shell", literal::shell),
        ("docker", literal::docker),
        ("yaml", literal::yaml),
    ] {
        environment.add_filter(filter, move |text: String| code(make(&text)));
    }
    environment.add_filter("docstring", |text: String, indent: usize| {
        code(python::docstring(&text, indent))
    });
    for (name, text) in templates {
        if let Err(error) = environment.add_template(name, text) {
            panic!("bug in specc: the template {name} does not parse: {error}");
        }
    }
    environment
}

/// Marks text that is code already: made by a writer of this folder, or by an emitter out of such parts.
pub fn code(text: impl Into<String>) -> Value {
    Value::from_safe_string(text.into())
}

/// Marks a name that stands bare in code, a path or a command.
///
/// # Panics
///
/// When it holds anything but ASCII letters, digits and `_ . - + / : ~`, which is a bug of ours.
pub fn name(text: &str) -> Value {
    assert!(
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_.-+/:~".contains(&byte)),
        "bug in specc: {text:?} is no name that may stand bare in code"
    );
    code(text)
}

/// A template filled in.
///
/// # Panics
///
/// When the template and the values do not fit each other, which is a bug of ours.
pub fn render(environment: &Environment<'_>, template: &str, values: Value) -> String {
    environment
        .get_template(template)
        .and_then(|template| template.render(values))
        .unwrap_or_else(|error| panic!("bug in specc: {error:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    #[test]
    #[should_panic(expected = "was not made safe")]
    fn text_without_a_filter_is_refused() {
        let environment = environment(&[("t", "{{ text }}")]);
        render(&environment, "t", context! { text => "x" });
    }

    #[test]
    fn filters_make_text_safe() {
        let environment = environment(&[("t", "x = {{ text | literal }}, {{ place }}\n")]);
        let values = context! { text => "a\n{{ b }}", place => name("a.b") };
        assert_eq!(
            render(&environment, "t", values),
            "x = \"a\\n{{ b }}\", a.b\n"
        );
    }
}
