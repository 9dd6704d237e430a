//! What the spec says to single targets: every key of their tables is known to a target and stands in the fixture that
//! has everything, and every target tells of what it loses.

use std::collections::BTreeSet;

use specc::dialect::keys::{KeyTable, Kind};
use specc::dialect::komand;
use specc::emit::{self, Options, TARGETS};
use specc::model::{SettingValue, Settings};

use crate::skeleton::fixture;
use crate::support::model;

/// The paths of all keys of a table: `actions.*.icon`.
fn keys(table: &KeyTable, path: &str, into: &mut BTreeSet<String>) {
    for key in table.keys {
        let path = format!("{path}.{}", key.name);
        match key.kind {
            Kind::Table(inner) => keys(inner, &path, into),
            Kind::Named(inner) => keys(inner, &format!("{path}.*"), into),
            _ => {
                into.insert(path);
            }
        }
    }
}

/// The paths of all settings that are given, with `*` for names of the author's own.
fn given(settings: &Settings, table: &KeyTable, path: &str, into: &mut BTreeSet<String>) {
    for setting in settings.iter() {
        let key = table
            .keys
            .iter()
            .find(|key| key.name == setting.key)
            .unwrap();
        let path = format!("{path}.{}", setting.key);
        match (&setting.value, key.kind) {
            (SettingValue::Section(inner), Kind::Table(table)) => given(inner, table, &path, into),
            (SettingValue::Section(named), Kind::Named(table)) => {
                for entry in named.iter() {
                    if let SettingValue::Section(inner) = &entry.value {
                        given(inner, table, &format!("{path}.*"), into);
                    }
                }
            }
            _ => {
                into.insert(path);
            }
        }
    }
}

#[test]
fn the_fixture_of_everything_uses_every_setting() {
    let mut known = BTreeSet::new();
    keys(&komand::TARGETS, "targets", &mut known);
    assert!(known.len() > 30, "{known:?}");
    let plugin = model(&fixture("everything"));
    let mut used = BTreeSet::new();
    given(&plugin.targets, &komand::TARGETS, "targets", &mut used);
    // A key is used where one kind of operation has it.
    let of_any_kind = |paths: BTreeSet<String>| -> BTreeSet<String> {
        let kinds = [".triggers.", ".tasks.", ".processes."];
        let one = |path: String| {
            kinds
                .iter()
                .fold(path, |path, kind| path.replace(kind, ".actions."))
        };
        paths.into_iter().map(one).collect()
    };
    let (known, used) = (of_any_kind(known), of_any_kind(used));
    // Where a spec has several actions, these stand at each of them.
    const OF_ONE_ACTION: [&str; 3] = [
        "targets.conforma.code",
        "targets.conforma.file",
        "targets.conforma.function_name",
    ];
    let missing: Vec<&String> = known
        .difference(&used)
        .filter(|path| !OF_ONE_ACTION.contains(&path.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_section_of_settings_is_a_target() {
    for key in komand::TARGETS.keys {
        assert!(emit::target(key.name).is_some(), "`targets.{}`", key.name);
    }
}

#[test]
fn nothing_is_lost_without_a_word() {
    for name in ["everything", "hostile"] {
        let plugin = model(&fixture(name));
        for target in TARGETS {
            let losses = (target.losses)(&plugin);
            for loss in &losses {
                assert!(
                    !loss.consequence.trim().is_empty(),
                    "{}: {loss:?}",
                    target.id
                );
                assert!(!loss.consequence.ends_with('.'), "{}: {loss:?}", target.id);
            }
            let (_, found) = specc::emit(&plugin, target, &Options::default());
            let told = found.iter().filter(|it| it.rule.id == "lossy").count();
            assert_eq!(told, losses.len(), "{name} as {}", target.id);
            let keeps_all = ["help", "jsonschema", "metagov"].contains(&target.id);
            let tells_of_processes = losses.iter().any(|it| it.lacks == "governance processes");
            assert_eq!(tells_of_processes, !keeps_all, "{name} as {}", target.id);
        }
    }
}
