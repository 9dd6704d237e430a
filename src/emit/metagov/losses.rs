//! What Metagov has no counterpart for. Part of the emitter.

use super::inline::{Inlining, given_and_made, innermost};
use super::names::{LONGEST_NAME, OnHost, full_slug};
use super::schemas::is_configured;
use super::{Api, hears_webhooks};
use crate::emit::Loss;
use crate::model::{OperationKind, Plugin};

/// The losses, in spec order.
pub(super) fn losses(plugin: &Plugin) -> Vec<Loss> {
    let api = Api::of(plugin);
    let names = OnHost::new(plugin);
    let settings = plugin.targets.section("metagov");
    let mut losses = Vec::new();
    if settings.get("name").is_none() && full_slug(&plugin.name).len() > LONGEST_NAME {
        let loss = Loss::new(
            "names of more than 30 characters",
            format!("`{}`", plugin.name),
            format!("becomes `{}`", names.plugin),
            plugin.origin.name,
        );
        losses.push(loss.advice("set `targets.metagov.name` to a name of your own"));
    }
    types(plugin, &mut losses);
    for kind in [OperationKind::Trigger, OperationKind::Task] {
        operations(plugin, &names, kind, api, &mut losses);
    }
    for (process, on_host) in plugin.processes.iter().zip(&names.processes) {
        if full_slug(&process.name).len() > LONGEST_NAME {
            let loss = Loss::new(
                "names of more than 30 characters",
                quoted(&process.name),
                format!("becomes `{on_host}`"),
                process.origin,
            );
            losses.push(loss.advice("give it a shorter name"));
        }
    }
    if api == Api::Of2021 {
        of_2021(plugin, &mut losses);
    }
    losses
}

/// Types that the host's schemas cannot describe in full.
fn types(plugin: &Plugin, losses: &mut Vec<Loss>) {
    let inlining = Inlining::new(plugin);
    let mut used = vec![false; plugin.types.len()];
    let mut waiting: Vec<_> = given_and_made(plugin).collect();
    while let Some(field) = waiting.pop() {
        if let Some(id) = innermost(&field.ty).custom()
            && !std::mem::replace(&mut used[id.0], true)
        {
            waiting.extend(&plugin.custom(id).fields);
        }
    }
    for (index, custom) in plugin.types.iter().enumerate().filter(|it| used[it.0]) {
        let id = crate::model::TypeId(index);
        let (lacks, until) = if inlining.is_large(id) {
            ("schemas of any size", "is described as an object")
        } else if inlining.is_recursive(id) {
            (
                "recursive types",
                "is described with plain objects where it leads back to itself",
            )
        } else {
            continue;
        };
        let consequence = format!("{until}; the plugin itself checks all of it");
        losses.push(Loss::new(
            lacks,
            quoted(&custom.name),
            consequence,
            custom.origin,
        ));
    }
}

/// Inputs that nobody gives, schedules, and what hosts of 2021 do not run.
fn operations(
    plugin: &Plugin,
    names: &OnHost,
    kind: OperationKind,
    api: Api,
    losses: &mut Vec<Loss>,
) {
    for (operation, names) in plugin.operations_of(kind).iter().zip(names.of(kind)) {
        let is_task = kind == OperationKind::Task || !hears_webhooks(plugin, &operation.name);
        let element = quoted(&operation.name);
        if names.on_host != operation.name {
            losses.push(Loss::new(
                "events of tasks apart from those of triggers",
                format!("the event of the {} {element}", kind.singular()),
                format!("is called {}", quoted(&names.on_host)),
                operation.origin,
            ));
        }
        if is_configured(operation) {
            losses.push(Loss::new(
                match kind {
                    OperationKind::Task => "inputs of tasks",
                    _ => "inputs of triggers",
                },
                format!("the input of {element}"),
                format!(
                    "becomes {} in the configuration of each community",
                    quoted(&names.key)
                ),
                operation.origin,
            ));
        }
        if is_task && api == Api::Of2021 {
            let loss = Loss::new(
                "tasks before 2025",
                &element,
                "runs only where something calls `run_tasks` of the plugin",
                operation.origin,
            );
            losses.push(loss.advice("for a host of today, leave out `targets.metagov.api`"));
        } else if operation.schedule.is_some() {
            losses.push(Loss::new(
                "schedules of single tasks",
                element,
                "runs as often as all tasks of the host",
                operation.origin,
            ));
        }
    }
}

/// Settings that hosts of 2021 do not know.
fn of_2021(plugin: &Plugin, losses: &mut Vec<Loss>) {
    let settings = plugin.targets.section("metagov");
    if let Some(setting) = settings.get("auth_type") {
        losses.push(Loss::new(
            "kinds of authentication before 2025",
            "`auth_type`",
            "is left out",
            setting.origin,
        ));
    }
    for action in settings.section("actions").iter() {
        let of_action = settings.section("actions").section(&action.key);
        if let Some(setting) = of_action.get("is_public")
            && of_action.boolean("is_public") == Some(true)
        {
            losses.push(Loss::new(
                "public actions before 2025",
                quoted(&action.key),
                "can be called with the host's key alone",
                setting.origin,
            ));
        }
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", text.escape_debug())
}
