//! `Spec` → `Plugin`: names, types, defaults and cycles. Uses `text`, `diagnostic`, `spec` and `model`; knows nothing
//! of YAML.

mod endless;
mod fields;
mod findings;
mod metadata;
mod names;
mod types;
mod values;

pub use findings::RULES;

use crate::diagnostic::Diagnostics;
use crate::model::{CustomType, Field, Operation, OperationKind, Plugin};
use crate::spec::{OperationDefinition, Parameter, Section, Spec};
use crate::text::Source;

use types::TypeTable;

/// Resolves a spec. `None` only where an error makes the model meaningless (no name, no version): the diagnostics say
/// which. With other errors the model is still whole: an unknown type is `any`, a default that does not fit is left
/// out.
pub fn resolve(source: &Source, spec: &Spec) -> (Option<Plugin>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut table = TypeTable::new(spec, &mut diagnostics);

    let mut types: Vec<CustomType> = spec
        .types
        .iter()
        .map(|definition| {
            table.enter_type();
            CustomType {
                name: definition.name.value.clone(),
                fields: fields::resolve(&definition.parameters, &mut table, &mut diagnostics),
                origin: definition.name.span,
            }
        })
        .collect();
    endless::end_types(&mut types, &mut diagnostics);
    // Values may be of any type, so they are judged once every type is known.
    for (index, definition) in spec.types.iter().enumerate() {
        let verdicts = values::judge(
            &definition.parameters,
            &types[index].fields,
            &types,
            &mut diagnostics,
        );
        values::apply(verdicts, &mut types[index].fields);
    }
    endless::end_defaults(&mut types, &mut diagnostics);

    table.enter_operations();
    let mut section = |section: Option<&Section>, diagnostics: &mut Diagnostics| -> Vec<Field> {
        let parameters: &[Parameter] = section.map_or(&[], |section| &section.parameters);
        let mut fields = fields::resolve(parameters, &mut table, diagnostics);
        let verdicts = values::judge(parameters, &fields, &types, diagnostics);
        values::apply(verdicts, &mut fields);
        fields
    };
    let connection = section(spec.connection.as_ref(), &mut diagnostics);
    let mut operations = |kind, definitions: &[OperationDefinition]| -> Vec<Operation> {
        names::check_operations(kind, definitions, &mut diagnostics);
        definitions
            .iter()
            .map(|definition| Operation {
                kind,
                name: definition.name.value.clone(),
                title: definition.title.as_ref().map_or_else(
                    || names::title_of(&definition.name.value),
                    |title| title.value.clone(),
                ),
                description: definition
                    .description
                    .as_ref()
                    .map_or_else(String::new, |text| text.value.clone()),
                input: section(definition.input.as_ref(), &mut diagnostics),
                output: section(definition.output.as_ref(), &mut diagnostics),
                state: section(definition.state.as_ref(), &mut diagnostics),
                schedule: definition
                    .schedule
                    .as_ref()
                    .map(|schedule| schedule.value.clone()),
                origin: definition.name.span,
            })
            .collect()
    };
    let actions = operations(OperationKind::Action, &spec.actions);
    let triggers = operations(OperationKind::Trigger, &spec.triggers);
    let tasks = operations(OperationKind::Task, &spec.tasks);
    if !spec.incomplete {
        table.report_unused(spec, &mut diagnostics);
    }

    let plugin = metadata::plugin(source, spec, &mut diagnostics).map(|plugin| Plugin {
        types,
        connection,
        actions,
        triggers,
        tasks,
        ..plugin
    });
    (plugin, diagnostics)
}
