//! `Spec` → `Plugin`: names, types, defaults and cycles. Uses `text`, `diagnostic`, `spec` and `model`; knows nothing
//! of YAML.

mod endless;
mod fields;
mod findings;
mod metadata;
mod names;
mod targets;
mod types;
mod values;

pub use findings::RULES;

use crate::diagnostic::Diagnostics;
use crate::model::{CustomType, Field, Operation, OperationKind, Plugin, Process};
use crate::spec::{OperationDefinition, Parameter, ProcessDefinition, Section, Spec};
use crate::text::{Source, Spanned};

use types::TypeTable;

/// Resolves a spec. `None` only where an error makes the model meaningless (no name, no version): the diagnostics say
/// which. With other errors the model is still whole: an unknown type is `any`, a default that does not fit is left
/// out.
pub fn resolve(source: &Source, mut spec: Spec) -> (Option<Plugin>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let (names, mut parameters): (Vec<Spanned<String>>, Vec<Vec<Parameter>>) =
        std::mem::take(&mut spec.types)
            .into_iter()
            .map(|definition| (definition.name, definition.parameters))
            .unzip();
    let mut table = TypeTable::new(&names, spec.types_incomplete, &mut diagnostics);

    let mut types: Vec<CustomType> = names
        .iter()
        .zip(&mut parameters)
        .map(|(name, parameters)| {
            table.enter_type();
            CustomType {
                name: name.value.clone(),
                fields: fields::resolve(parameters, &mut table, &mut diagnostics),
                origin: name.span,
            }
        })
        .collect();
    endless::end_types(&mut types, &mut diagnostics);
    // Values may be of any type, so they are judged once every type is known.
    for (index, parameters) in parameters.into_iter().enumerate() {
        let verdicts = values::judge(&parameters, &types[index].fields, &types, &mut diagnostics);
        values::apply(verdicts, &mut types[index].fields);
    }
    endless::end_defaults(&mut types, &mut diagnostics);

    table.enter_operations();
    let mut section = |section: Option<Section>, diagnostics: &mut Diagnostics| -> Vec<Field> {
        let mut parameters = section.map_or_else(Vec::new, |section| section.parameters);
        let mut fields = fields::resolve(&mut parameters, &mut table, diagnostics);
        let verdicts = values::judge(&parameters, &fields, &types, diagnostics);
        values::apply(verdicts, &mut fields);
        fields
    };
    let connection_key = spec.connection.as_ref().map(|section| section.key);
    let connection = section(spec.connection.take(), &mut diagnostics);
    let mut operations =
        |kind: OperationKind, definitions: Vec<OperationDefinition>| -> Vec<Operation> {
            let names = definitions.iter().map(|definition| &definition.name);
            names::check_operations(kind.singular(), names, &mut diagnostics);
            definitions
                .into_iter()
                .map(|definition| Operation {
                    kind,
                    title: definition.title.map_or_else(
                        || names::title_of(&definition.name.value),
                        |title| title.value,
                    ),
                    name: definition.name.value,
                    description: definition
                        .description
                        .map_or_else(String::new, |text| text.value),
                    input: section(definition.input, &mut diagnostics),
                    output: section(definition.output, &mut diagnostics),
                    state: section(definition.state, &mut diagnostics),
                    schedule: definition.schedule.map(|schedule| schedule.value),
                    origin: definition.name.span,
                })
                .collect()
        };
    let actions = operations(OperationKind::Action, std::mem::take(&mut spec.actions));
    let triggers = operations(OperationKind::Trigger, std::mem::take(&mut spec.triggers));
    let tasks = operations(OperationKind::Task, std::mem::take(&mut spec.tasks));
    let names = spec.processes.iter().map(|definition| &definition.name);
    names::check_operations("process", names, &mut diagnostics);
    let text = |text: Option<Spanned<String>>| text.map(|text| text.value);
    let flag = |flag: Option<Spanned<bool>>| flag.is_some_and(|flag| flag.value);
    let processes = std::mem::take(&mut spec.processes)
        .into_iter()
        .map(|definition: ProcessDefinition| Process {
            title: text(definition.title)
                .unwrap_or_else(|| names::title_of(&definition.name.value)),
            name: definition.name.value,
            description: text(definition.description).unwrap_or_default(),
            input: section(definition.input, &mut diagnostics),
            outcome: section(definition.outcome, &mut diagnostics),
            update: flag(definition.update),
            close: flag(definition.close),
            webhook: flag(definition.webhook),
            origin: definition.name.span,
        })
        .collect();
    if !spec.incomplete {
        table.report_unused(&mut diagnostics);
    }
    let settings = targets::settings(std::mem::take(&mut spec.targets));

    let plugin =
        metadata::plugin(source, &spec, connection_key, &mut diagnostics).map(|plugin| Plugin {
            types,
            connection,
            actions,
            triggers,
            tasks,
            processes,
            targets: settings,
            ..plugin
        });
    if let (Some(plugin), false) = (&plugin, spec.incomplete) {
        targets::check_names(plugin, &mut diagnostics);
    }
    (plugin, diagnostics)
}
