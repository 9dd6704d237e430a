//! The resolved model: what every emitter and the site see. Dialect-free and always whole: names are legal, types
//! exist, defaults fit. It knows where things were written (spans only) and nothing of YAML.

mod operation;
mod plugin;
mod process;
mod settings;
mod types;
pub mod value;

pub use operation::{Field, FieldOrigin, Operation, OperationKind};
pub use plugin::{HistoryEntry, Icon, Plugin, PluginOrigin, Resources, Sdk, SpecFile};
pub use process::Process;
pub use settings::{Setting, SettingValue, Settings};
pub use types::{Credential, CustomType, Type, TypeId};

/// A JSON value: defaults, enum values and examples. Numbers keep every digit the author wrote.
pub type Value = serde_json::Value;
