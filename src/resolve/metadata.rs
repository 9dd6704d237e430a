//! What the plugin is: name, version, addresses, history, icon.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::findings::{INVALID_ICON, INVALID_VERSION};
use super::names::check_identifier;
use crate::diagnostic::{Applicability, Diagnostic, Diagnostics};
use crate::model::{HistoryEntry, Icon, Plugin, PluginOrigin, Resources, Sdk, Settings, SpecFile};
use crate::spec::{self, Metadata, Spec};
use crate::text::{Source, Span, Spanned};

/// The plugin without types, connection and operations; `connection` is the place of its key. `None` where name, vendor or version cannot be used.
pub fn plugin(
    source: &Source,
    spec: &Spec,
    connection: Option<Span>,
    diagnostics: &mut Diagnostics,
) -> Option<Plugin> {
    let data = &spec.metadata;
    let name = identifier("plugin name", data.name.as_ref(), diagnostics);
    let vendor = identifier("vendor", data.vendor.as_ref(), diagnostics);
    let version = data
        .version
        .as_ref()
        .and_then(|version| checked_version(version, diagnostics));
    let icon = data
        .icon
        .as_ref()
        .and_then(|icon| decoded_icon(icon, diagnostics));
    let (name, vendor, version) = (name?, vendor?, version?);
    let title = text(data.title.as_ref()).unwrap_or_else(|| super::names::title_of(&name));
    Some(Plugin {
        name,
        title,
        vendor,
        version,
        description: text(data.description.as_ref()).unwrap_or_default(),
        connection_version: data.connection_version.as_ref().map_or(1, |it| it.value),
        support: text(data.support.as_ref()),
        status: texts(&data.status),
        products: texts(&data.products),
        extension: text(data.extension.as_ref()),
        tags: texts(&data.tags),
        use_cases: texts(&data.use_cases),
        keywords: texts(&data.keywords),
        features: texts(&data.features),
        resources: Resources {
            source_url: text(data.source_url.as_ref()),
            license_url: text(data.license_url.as_ref()),
            vendor_url: text(data.vendor_url.as_ref()),
            docs_url: text(data.docs_url.as_ref()),
        },
        key_features: texts(&data.key_features),
        requirements: texts(&data.requirements),
        troubleshooting: texts(&data.troubleshooting),
        version_history: history(data),
        links: texts(&data.links),
        references: texts(&data.references),
        supported_versions: texts(&data.supported_versions),
        sdk: data.sdk.as_ref().map(|sdk| Sdk {
            kind: text(sdk.kind.as_ref()),
            version: text(sdk.version.as_ref()),
            user: text(sdk.user.as_ref()),
            packages: texts(&sdk.packages),
            custom_cmd: texts(&sdk.custom_cmd),
        }),
        language: text(data.language.as_ref()),
        author: text(data.author.as_ref()),
        cloud_ready: flag(data.cloud_ready.as_ref()),
        fedramp_ready: flag(data.fedramp_ready.as_ref()),
        enable_cache: flag(data.enable_cache.as_ref()),
        help: text(data.help.as_ref()),
        icon,
        types: Vec::new(),
        connection: Vec::new(),
        actions: Vec::new(),
        triggers: Vec::new(),
        tasks: Vec::new(),
        processes: Vec::new(),
        targets: Settings::default(),
        spec_file: SpecFile {
            name: spec.file_name,
            text: source.shared_text(),
        },
        origin: PluginOrigin {
            name: data.name.as_ref().map_or(spec.start, |it| it.span),
            version: data.version.as_ref().map_or(spec.start, |it| it.span),
            connection_version: data
                .connection_version
                .as_ref()
                .map_or(spec.start, |it| it.span),
            description: data.description.as_ref().map_or(spec.start, |it| it.span),
            connection: connection.unwrap_or(spec.start),
            version_history: data.version_history_key.unwrap_or(spec.start),
            sdk: image_part(data.sdk.as_ref()).unwrap_or(spec.start),
        },
    })
}

/// The first package or command of the image.
fn image_part(sdk: Option<&spec::Sdk>) -> Option<Span> {
    let sdk = sdk?;
    let parts = sdk.packages.iter().chain(&sdk.custom_cmd);
    parts.map(|part| part.span).min_by_key(|span| span.start)
}

fn text(text: Option<&Spanned<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

fn texts(list: &[Spanned<String>]) -> Vec<String> {
    list.iter().map(|text| text.value.clone()).collect()
}

fn flag(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

fn identifier(
    what: &str,
    name: Option<&Spanned<String>>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let name = name?;
    check_identifier(what, name, diagnostics).then(|| name.value.clone())
}

fn checked_version(
    version: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<semver::Version> {
    if let Ok(parsed) = semver::Version::parse(version) {
        return Some(parsed);
    }
    let mut diagnostic = Diagnostic::new(
        &INVALID_VERSION,
        version.span,
        format!("`{}` is not a semantic version", version.escape_debug()),
    )
    .at("three numbers with periods between them are expected");
    diagnostic = match mended(version) {
        Some(mended) => diagnostic
            .help(format!("write `{mended}` (MAJOR.MINOR.PATCH)"))
            .fix(
                Applicability::Unsafe,
                format!("write `{mended}`"),
                version.span,
                mended,
            ),
        None => diagnostic.help("write MAJOR.MINOR.PATCH, for example `1.0.0`"),
    };
    diagnostics.push(diagnostic);
    None
}

/// The version that was probably meant: a `v` dropped, zeros added or removed.
fn mended(version: &str) -> Option<String> {
    let numbers = version.trim().trim_start_matches(['v', 'V']);
    let mut parts: Vec<String> = numbers
        .split('.')
        .map(|part| part.parse::<u32>().ok().map(|number| number.to_string()))
        .collect::<Option<_>>()?;
    if parts.len() > 3 {
        return None;
    }
    parts.resize(3, "0".to_owned());
    Some(parts.join("."))
}

fn history(data: &Metadata) -> Vec<HistoryEntry> {
    data.version_history
        .iter()
        .map(|line| HistoryEntry {
            version: line
                .version
                .as_ref()
                .and_then(|version| semver::Version::parse(version).ok()),
            changes: line.changes.clone(),
            origin: line.span,
        })
        .collect()
}

fn decoded_icon(icon: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Icon> {
    let compact: String = icon
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    let problem = match compact
        .strip_prefix("data:")
        .and_then(|rest| rest.split_once(','))
    {
        None => "is not a data URI",
        Some((head, data)) => {
            let media_type = head.strip_suffix(";base64");
            match (media_type, STANDARD.decode(data)) {
                (None, _) => "does not say `;base64`",
                (Some(media_type), _) if !media_type.starts_with("image/") => "is not an image",
                (Some(_), Err(_)) => "does not hold valid base64",
                (Some(media_type), Ok(bytes)) => {
                    return Some(Icon {
                        media_type: media_type.to_owned(),
                        bytes: bytes.into(),
                    });
                }
            }
        }
    };
    diagnostics.push(
        Diagnostic::new(&INVALID_ICON, icon.span, format!("the icon {problem}"))
            .at("read as no icon")
            .help("write `data:image/png;base64,` and the image in base64, or put `icon.png` beside the spec"),
    );
    None
}
