//! Nothing makes the pipeline panic or hang: arbitrary bytes, published specs with random damage, deep nesting, alias
//! bombs and lines of 16 MiB each end in time, with findings; and whatever model comes out of a damaged spec, every
//! target emits it.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use specc::dialect::Misspelt;
use specc::emit::{Options, TARGETS};
use specc::output::OutputTree;
use specc::text::{FileId, Source};
use specc::workspace::{Analysis, analyse};
use specc::yaml::Limits;

use crate::support;

/// Bound of the product (2 s). An unoptimised build is slower by an order of magnitude, and the tests beside this one
/// want their share of the processors; a hang is longer than any of that.
const BOUND: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 2 });

/// Time that this thread has worked, so that a busy machine fails no test; real time where the system does not tell.
enum Clock {
    Work(Duration),
    Real(Instant),
}

impl Clock {
    fn start() -> Self {
        Self::worked().map_or_else(|| Self::Real(Instant::now()), Self::Work)
    }

    fn elapsed(&self) -> Duration {
        match self {
            Self::Work(start) => Self::worked().unwrap_or_default().saturating_sub(*start),
            Self::Real(start) => start.elapsed(),
        }
    }

    /// Linux counts it, in nanoseconds.
    fn worked() -> Option<Duration> {
        let figures = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        figures
            .split_whitespace()
            .next()?
            .parse()
            .ok()
            .map(Duration::from_nanos)
    }
}

fn check(text: &str) -> Analysis {
    let source = Source::new(FileId(0), "plugin.spec.yaml", text);
    let start = Clock::start();
    let analysis = analyse(&source, &Limits::default(), Misspelt::ReadAsMeant);
    let took = start.elapsed();
    assert!(took < BOUND, "took {took:?}");
    for found in &analysis.diagnostics {
        let places = std::iter::once(&found.primary).chain(&found.labels);
        for span in places.map(|label| label.span) {
            assert!(
                span.start <= span.end && span.end as usize <= text.len(),
                "{found:?}"
            );
            assert!(text.is_char_boundary(span.start as usize), "{found:?}");
            assert!(text.is_char_boundary(span.end as usize), "{found:?}");
        }
        assert!(!found.message.contains('\n'), "{}", found.message);
    }
    analysis
}

fn emit_all(analysis: &Analysis) {
    if let Some(plugin) = &analysis.plugin {
        for target in TARGETS {
            let mut tree = OutputTree::new();
            (target.emit)(plugin, &Options::default(), &mut tree);
            assert!(!tree.is_empty(), "{} emitted nothing", target.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_is_read(text in "\\PC{0,400}|[ -~\n\t:{}\\[\\]&*!|>'\"%@`#-]{0,400}") {
        check(&text);
    }

    #[test]
    fn arbitrary_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(text) = String::from_utf8(bytes) {
            check(&text);
        }
    }
}

/// Changes a text at random places: bytes replaced, lines dropped, doubled, moved and indented.
fn damage(text: &str, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound.max(1) as u64) as usize
    };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=next(4) {
        if lines.is_empty() {
            break;
        }
        let at = next(lines.len());
        match next(8) {
            0 => {
                lines.remove(at);
            }
            1 => {
                let line = lines[at].clone();
                lines.insert(at, line);
            }
            2 => lines[at].insert(0, ' '),
            3 => lines[at] = lines[at].trim_start().to_owned(),
            4 => {
                let line = lines.swap_remove(at);
                let to = next(lines.len() + 1);
                lines.insert(to, line);
            }
            _ => {
                let characters: Vec<char> = lines[at].chars().collect();
                let place = next(characters.len() + 1);
                let odd = [
                    ':', '-', '"', '\'', '[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@',
                    '#', '\t', '\u{0}', '\u{2028}', '\u{feff}', '\u{85}', 'é', '🦀', '\r', '\\',
                    '~', ',',
                ];
                let mut line: String = characters[..place].iter().collect();
                line.push(odd[next(odd.len())]);
                line.extend(&characters[(place + next(2)).min(characters.len())..]);
                lines[at] = line;
            }
        }
    }
    lines.join("\n")
}

#[test]
fn damaged_specs_end_in_findings_and_what_is_whole_is_emitted() {
    let mut texts: Vec<String> = support::fixtures()
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a fixture"))
        .collect();
    if let Some(corpus) = support::corpus() {
        texts.extend(
            corpus
                .iter()
                .filter_map(|path| std::fs::read_to_string(path).ok())
                .filter(|text| text.len() < 40_000),
        );
    }
    let rounds = 600 / texts.len() + 1;
    let mut emitted = 0;
    for (index, text) in texts.iter().enumerate() {
        for round in 0..rounds {
            let analysis = check(&damage(text, (index * 1_000 + round) as u64));
            if round == 0 {
                emitted += usize::from(analysis.plugin.is_some());
                emit_all(&analysis);
            }
        }
    }
    assert!(emitted > 0, "no damaged spec had a model left");
}

#[test]
fn deep_nesting_ends_in_one_finding() {
    for open in ["[", "{a: ", "- ", "? "] {
        let text = format!("plugin_spec_version: v2\nname: {}\n", open.repeat(100_000));
        let analysis = check(&text);
        assert!(analysis.diagnostics.has_errors(), "{open}");
    }
    let mut stairs = String::from("plugin_spec_version: v2\nname:\n");
    for depth in 1..1_000 {
        let _ = writeln!(stairs, "{}a:", " ".repeat(depth));
    }
    assert!(check(&stairs).diagnostics.has_errors());
}

#[test]
fn alias_bombs_are_not_expanded() {
    let mut text =
        String::from("plugin_spec_version: v2\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let list = vec![format!("*a{}", level - 1); 10].join(", ");
        let _ = writeln!(text, "a{level}: &a{level} [{list}]");
    }
    assert!(check(&text).diagnostics.has_errors());
}

#[test]
fn lines_of_sixteen_mebibytes_are_read_or_refused_in_time() {
    const LENGTH: usize = 16 * 1024 * 1024 - 64;
    for text in [
        format!("name: {}", "a".repeat(LENGTH)),
        format!("name: \"{}", "a ".repeat(LENGTH / 2)),
        format!("name: [{}", "a,".repeat(LENGTH / 8)),
        "\t".repeat(LENGTH),
        "\u{0}".repeat(LENGTH),
    ] {
        assert!(!check(&text).diagnostics.is_empty());
    }
}

/// A spec of these types, each a name and fields of the form `name type default`.
fn types(types: impl IntoIterator<Item = (String, Vec<[String; 3]>)>) -> String {
    let mut text = String::from("plugin_spec_version: v2\ntypes:\n");
    for (name, fields) in types {
        let _ = writeln!(text, "  {name}:");
        for [name, ty, default] in fields {
            let _ = writeln!(text, "    {name}: {{type: {ty}, required: false{default}}}");
        }
    }
    text
}

#[test]
fn many_defaults_of_wide_types_are_walked_once() {
    const MANY: usize = 12_000;
    let field = |index: usize, ty: &str, default: &str| {
        [
            format!("f{index}"),
            ty.to_owned(),
            format!(", default: {default}"),
        ]
    };
    let wide = |ty: &str, default: &str| -> Vec<[String; 3]> {
        (0..MANY).map(|index| field(index, ty, default)).collect()
    };
    // Each default of the one type fills in every default of the other.
    let analysis = check(&types([
        ("wide".to_owned(), wide("string", "x")),
        ("holder".to_owned(), wide("wide", "{}")),
    ]));
    let endless = |analysis: &Analysis| {
        let of_rule = |rule: &str| rule == "endless-default";
        let found = analysis.diagnostics.iter();
        found.filter(|found| of_rule(found.rule.id)).count()
    };
    assert_eq!(endless(&analysis), 0);
    // Every type's first default leads to the next type and its second back to the first one.
    let chain = (0..MANY).map(|index| {
        let next = format!("t{}", (index + 1) % MANY);
        let fields = vec![field(0, &next, "{}"), field(1, "t0", "{}")];
        (format!("t{index}"), fields)
    });
    let analysis = check(&types(chain));
    assert!(endless(&analysis) > MANY);
    for found in &analysis.diagnostics {
        assert!(found.message.len() < 500, "{}", found.message);
    }
}

#[test]
fn long_circles_of_types_are_told_in_short() {
    const MANY: usize = 12_000;
    let mut text = String::from("plugin_spec_version: v2\ntypes:\n");
    for index in 0..MANY {
        let next = (index + 1) % MANY;
        let _ = write!(
            text,
            "  t{index}:\n    a: {{type: t{next}, required: true}}\n    b: {{type: t0, required: true}}\n"
        );
    }
    let analysis = check(&text);
    let endless = analysis.diagnostics.iter();
    let endless = endless.filter(|found| found.rule.id == "endless-type");
    assert!(endless.count() > MANY / 2);
    for found in &analysis.diagnostics {
        assert!(found.message.len() < 500, "{}", found.message);
    }
}
