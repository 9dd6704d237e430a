//! The emitted schemas against those that the published plugins of the corpus carry: the same properties, types,
//! required lists and enums. Where they differ, the published file must be known to be stale or wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use camino::Utf8Path;
use serde_json::{Map, Value};
use specc::emit::{self, Options};
use specc::model::Plugin;
use specc::model::value::same_value;
use specc::output::OutputTree;
use specc::render::file_name::FileNames;

use crate::support;

const ARRAY: &str =
    "the type `array`, which specc reads as `[]any`, has no `type` at all in the published file";
const TASK_OUTPUT: &str =
    "the published schema of a task's output is one list without the names of the output's fields";
const PYTHON: &str = "the published file says `format: python`, which no JSON Schema defines";

/// Every difference, with the reason why the emitted schema is the one that is right: plugin, schema, place, reason.
const EXPLAINED: &[(&str, &str, &str, &str)] = &[
    (
        "duo_admin",
        "tasks/monitor_logs/Output",
        ".logs",
        TASK_OUTPUT,
    ),
    ("jira", "actions/create_user/Input", ".products", ARRAY),
    (
        "pagerduty",
        "actions/send_acknowledge_event/Output",
        "incident_output.acknowledgements",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_acknowledge_event/Output",
        "incident_output.assignments",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_acknowledge_event/Output",
        "incident_output.pending_actions",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_acknowledge_event/Output",
        "incident_output.teams",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_resolve_event/Output",
        "incident_output.acknowledgements",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_resolve_event/Output",
        "incident_output.assignments",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_resolve_event/Output",
        "incident_output.pending_actions",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_resolve_event/Output",
        "incident_output.teams",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_trigger_event/Output",
        "incident_output.acknowledgements",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_trigger_event/Output",
        "incident_output.assignments",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_trigger_event/Output",
        "incident_output.pending_actions",
        ARRAY,
    ),
    (
        "pagerduty",
        "actions/send_trigger_event/Output",
        "incident_output.teams",
        ARRAY,
    ),
    (
        "proofpoint_tap",
        "tasks/monitor_events/Output",
        ".events",
        TASK_OUTPUT,
    ),
    ("python_3_script", "actions/run/Input", ".function", PYTHON),
    (
        "rapid7_insightcloudsec",
        "actions/list_clouds/Input",
        "filters.filter_list_value",
        ARRAY,
    ),
    (
        "zoom",
        "tasks/monitor_sign_in_out_activity/Output",
        ".activity_logs",
        TASK_OUTPUT,
    ),
];

/// One difference between an emitted and a published schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    plugin: String,
    schema: String,
    place: String,
    what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            plugin,
            schema,
            place,
            what,
        } = self;
        write!(formatter, "{plugin} {schema} {place}: {what}")
    }
}

/// A property, reduced to what must agree.
#[derive(Debug, PartialEq)]
struct Shape {
    ty: String,
    definition: Option<String>,
    allowed: Vec<Value>,
}

/// How a published schema file came about.
struct Published {
    generator: String,
    in_step: bool,
    schemas: Map<String, Value>,
}

impl Published {
    fn read(spec: &Utf8Path) -> Option<Self> {
        let text = std::fs::read_to_string(spec.with_file_name("schemas.json")).ok()?;
        let file: Value = serde_json::from_str(&text).unwrap();
        Some(Self {
            generator: file["generator"].as_str().unwrap().to_owned(),
            in_step: file["in_step"].as_bool().unwrap(),
            schemas: file["schemas"].as_object().unwrap().clone(),
        })
    }
}

/// The emitted files of one plugin, read as the published ones are keyed.
struct Emitted {
    files: BTreeMap<String, Value>,
    schemas: BTreeMap<String, Value>,
}

impl Emitted {
    fn new(plugin: &Plugin) -> Self {
        let mut tree = OutputTree::new();
        let target = emit::target("jsonschema").expect("the target is registered");
        (target.emit)(plugin, &Options::default(), &mut tree);
        let files: BTreeMap<String, Value> = tree
            .iter()
            .map(|(path, file)| {
                (
                    path.to_string(),
                    serde_json::from_slice(&file.bytes).unwrap(),
                )
            })
            .collect();
        let mut schemas = BTreeMap::new();
        schemas.insert(
            "connection/Input".to_owned(),
            files["connection.json"].clone(),
        );
        for kind in ["actions", "triggers", "tasks"] {
            let mut names = FileNames::new();
            for operation in plugin.operations().filter(|one| one.kind.plural() == kind) {
                let stem = names.add(&operation.name);
                for (side, key) in [("input", "Input"), ("output", "Output"), ("state", "State")] {
                    if let Some(file) = files.get(&format!("{kind}/{stem}.{side}.json")) {
                        schemas.insert(format!("{kind}/{}/{key}", operation.name), file.clone());
                    }
                }
            }
        }
        Self { files, schemas }
    }

    /// The type file that a reference of ours leads to.
    fn type_file(&self, reference: &str) -> &Value {
        let name = reference.rsplit('/').next().unwrap();
        &self.files[&format!("types/{name}")]
    }

    fn shape(&self, property: &Value) -> Shape {
        if let Some(reference) = property["$ref"].as_str() {
            let name = self.type_file(reference)["title"]
                .as_str()
                .unwrap()
                .to_owned();
            return Shape {
                ty: format!("ref {name}"),
                definition: Some(reference.to_owned()),
                allowed: allowed(property),
            };
        }
        shape(property, |items| self.shape(items))
    }
}

fn allowed(property: &Value) -> Vec<Value> {
    property["enum"].as_array().cloned().unwrap_or_default()
}

/// The shape of a property that is no reference, in either kind of schema.
fn shape(property: &Value, of_items: impl Fn(&Value) -> Shape) -> Shape {
    let text = |key: &str| property[key].as_str();
    let mut found = Shape {
        ty: text("type").unwrap_or("any").to_owned(),
        definition: None,
        allowed: allowed(property),
    };
    let is_base64 = text("contentEncoding") == Some("base64");
    match (found.ty.as_str(), text("format").filter(|_| !is_base64)) {
        ("array", _) => match property.get("items") {
            Some(items) => {
                let items = of_items(items);
                found.ty = format!("array of {}", items.ty);
                found.definition = items.definition;
                found.allowed.extend(items.allowed);
            }
            None => found.ty = "array of anything".to_owned(),
        },
        ("string", Some(format)) => found.ty = format!("string {format}"),
        ("string", None) if is_base64 => found.ty = "string bytes".to_owned(),
        _ => {}
    }
    found
}

fn published_shape(property: &Value, definitions: &Value) -> Shape {
    if let Some(name) = property["$ref"]
        .as_str()
        .and_then(|it| it.strip_prefix("#/definitions/"))
    {
        // Strings with a meaning are definitions there and formats here.
        let definition = &definitions[name];
        if definition["type"] == "string" {
            let mut shape = published_shape(definition, definitions);
            shape.allowed = allowed(property);
            return shape;
        }
        return Shape {
            ty: format!("ref {name}"),
            definition: Some(name.to_owned()),
            allowed: allowed(property),
        };
    }
    shape(property, |items| published_shape(items, definitions))
}

/// What came of comparing one plugin.
#[derive(Default)]
struct Comparison {
    differences: Vec<Difference>,
    properties: usize,
}

impl Comparison {
    fn new(name: &str, plugin: &Plugin, published: &Published) -> Self {
        let emitted = Emitted::new(plugin);
        let mut comparison = Self::default();
        let published_keys = published.schemas.keys();
        let keys: BTreeSet<&String> = emitted.schemas.keys().chain(published_keys).collect();
        for key in keys {
            let mut found = |place: &str, what: String| {
                comparison.differences.push(Difference {
                    plugin: name.to_owned(),
                    schema: key.clone(),
                    place: place.to_owned(),
                    what,
                });
            };
            match (emitted.schemas.get(key), published.schemas.get(key)) {
                (Some(ours), Some(theirs)) => {
                    comparison.properties += compare(&emitted, ours, theirs, &mut found);
                }
                (Some(_), None) => found("", "no published file".to_owned()),
                (None, _) => found("", "only a published file".to_owned()),
            }
        }
        comparison
    }
}

/// Compares one schema and every definition it reaches; calls `found` with place and difference. Returns the number of
/// properties that were compared.
fn compare(
    emitted: &Emitted,
    ours: &Value,
    theirs: &Value,
    found: &mut impl FnMut(&str, String),
) -> usize {
    let definitions = &theirs["definitions"];
    let mut properties = 0;
    let mut seen = BTreeSet::new();
    let mut queue = vec![(String::new(), ours, theirs)];
    while let Some((place, ours, theirs)) = queue.pop() {
        let none = Map::new();
        let our_properties = ours["properties"].as_object().unwrap_or(&none);
        let their_properties = theirs["properties"].as_object().unwrap_or(&none);
        let their_names = their_properties.keys();
        let names: BTreeSet<&String> = our_properties.keys().chain(their_names).collect();
        for name in names {
            properties += 1;
            let place = format!("{place}.{name}");
            let pair = (our_properties.get(name), their_properties.get(name));
            let (Some(our), Some(their)) = pair else {
                let who = if pair.0.is_some() { "not" } else { "only" };
                found(&place, format!("{who} in the published file"));
                continue;
            };
            let our = emitted.shape(our);
            let their = published_shape(their, definitions);
            if our.ty != their.ty {
                found(&place, format!("{} here, {} there", our.ty, their.ty));
            } else if let (Some(reference), Some(name)) = (&our.definition, &their.definition)
                && seen.insert(name.clone())
            {
                let ours = emitted.type_file(reference);
                queue.push((name.clone(), ours, &definitions[name]));
            }
            let same = our.allowed.len() == their.allowed.len()
                && (our.allowed.iter().zip(&their.allowed))
                    .all(|(our, their)| same_value(our, their));
            if !same {
                let (our, their) = (our.allowed, their.allowed);
                found(&place, format!("enum {our:?} here, {their:?} there"));
            }
        }
        let (our, their) = (required(ours), required(theirs));
        if our != their {
            found(&place, format!("required {our:?} here, {their:?} there"));
        }
    }
    properties
}

fn required(schema: &Value) -> BTreeSet<String> {
    let list = schema["required"].as_array().cloned().unwrap_or_default();
    let names = list.iter().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

#[test]
fn every_difference_from_the_published_schemas_is_explained() {
    let Some(paths) = support::corpus() else {
        return;
    };
    let mut unexplained = Vec::new();
    let mut used = BTreeSet::new();
    let mut figures: BTreeMap<(String, bool), [usize; 4]> = BTreeMap::new();
    for path in paths {
        let Some(published) = Published::read(&path) else {
            continue;
        };
        let name = path.parent().and_then(Utf8Path::file_name).unwrap();
        let comparison = Comparison::new(name, &support::model(&path), &published);
        let found = comparison.differences;
        let schemas: BTreeSet<&str> = found.iter().map(|one| one.schema.as_str()).collect();
        let of_plugin = [
            1,
            published.schemas.len(),
            comparison.properties,
            schemas.len(),
        ];
        let figure = figures
            .entry((published.generator, published.in_step))
            .or_default();
        for (sum, number) in figure.iter_mut().zip(of_plugin) {
            *sum += number;
        }
        for one in found {
            let key = (one.plugin.as_str(), one.schema.as_str(), one.place.as_str());
            let reason = EXPLAINED
                .iter()
                .position(|(plugin, schema, place, _)| key == (*plugin, *schema, *place));
            match reason {
                Some(index) => drop(used.insert(index)),
                None => unexplained.push(one.to_string()),
            }
        }
    }
    for ((generator, in_step), [plugins, schemas, properties, different]) in figures {
        println!(
            "{generator}, in step {in_step}: {plugins} plugins, {schemas} schemas, \
             {properties} properties, {different} schemas differ"
        );
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    for (index, explained) in EXPLAINED.iter().enumerate() {
        assert!(
            used.contains(&index),
            "{explained:?} does not occur any more"
        );
    }
}
