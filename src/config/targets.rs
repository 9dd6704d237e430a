//! `[targets]` of a `specc.toml`: what `specc emit` takes for the options that its command line does not give.

use super::form::{Fault, Form};
use super::reader::{Entry, Reader};
use crate::emit::{TARGETS, check_option, target};
use crate::text::Spanned;

/// An option of a target.
#[derive(Debug, Clone)]
pub struct TargetOption {
    /// The target's id.
    pub target: &'static str,
    /// The option.
    pub key: Spanned<String>,
    /// What it is set to.
    pub value: Spanned<String>,
}

pub(super) fn read<'a>(reader: &mut Reader<'a>, table: &Entry<'a>) -> Vec<TargetOption> {
    let mut options = Vec::new();
    for (name, table) in reader.named_tables(table) {
        let Some(target) = target(&name.value) else {
            let known: Vec<&str> = TARGETS.iter().map(|target| target.id).collect();
            let help = format!("the targets are: {}", known.join(", "));
            let message = format!("no target is called `{}`", name.value);
            reader.unknown_name(&name, message, known, &help);
            continue;
        };
        for (key, value) in reader.named_texts(&table, Form::Any) {
            let known: Vec<&str> = target.options.iter().map(|(key, _)| *key).collect();
            if !known.contains(&key.value.as_str()) {
                let help = if known.is_empty() {
                    format!("`{}` has no options", target.id)
                } else {
                    format!("its options are: {}", known.join(", "))
                };
                let message = format!("no option of `{}` is called `{}`", target.id, key.value);
                reader.unknown_name(&key, message, known, &help);
            } else if let Err(expected) = check_option(target, &key.value, &value.value) {
                let help = format!("write {expected}");
                reader.unfit(
                    &value,
                    Form::Any,
                    &Fault::new(format!("`{}` cannot use it", target.id), help),
                );
            } else {
                options.push(TargetOption {
                    target: target.id,
                    key,
                    value,
                });
            }
        }
    }
    options.sort_by_key(|option| option.key.span);
    options
}
