//! Lints: the registry and the runner. A rule sees the document and the model, never an emitter.

mod acronyms;
mod active_html;
mod ambiguous_scalar;
mod awkward_name;
mod case_only_difference;
mod cloud_token_connection;
mod committed_secret;
mod comparison;
mod description_period;
mod duplicate_help_heading;
mod duplicate_title;
mod early_version;
mod empty_resource;
mod foreign_base_image;
mod foreign_extension;
mod foreign_field_key;
mod foreign_product;
mod help_page;
mod help_table;
mod implausible_address;
mod level;
mod long_description;
mod long_name;
mod long_title;
mod lowercase_acronym;
mod lowercase_description;
mod lowercase_help_acronym;
mod lowercase_title;
mod malformed_help_example;
mod misindented_help_example;
mod missing_cache;
mod missing_description;
mod missing_example;
mod missing_help;
mod missing_help_feature;
mod missing_help_heading;
mod missing_help_link;
mod missing_icon;
mod missing_initial_version;
mod missing_marketplace_key;
mod missing_plugin_file;
mod missing_required;
mod missing_supported_versions;
mod missing_use_case;
mod mistyped_example;
mod names;
mod needless_cache;
mod non_ascii_text;
mod old_cloud_image;
mod old_spec_version;
mod padded_text;
mod password_setting;
mod plain_http_link;
mod plain_secret;
mod privileged_container;
mod quoted_identifier;
mod reserved_name;
mod spec_left_out_of_image;
mod stale_checksum;
mod stale_help_history;
mod stale_help_table;
mod stale_version;
mod subject;
mod suppression;
mod system_package_in_cloud;
mod title_case;
mod title_period;
mod too_few_tags;
mod unconventional_name;
mod unconventional_plugin_name;
mod unconventional_vendor;
mod unfit_icon;
mod unhelped_operation;
mod uninitial_help_history;
mod unknown_support;
mod unknown_use_case;
mod unordered_history;
mod unpinned_requirement;
mod unsafe_integer;
mod untyped_value;
mod use_case_keyword;
mod use_cases;
mod written;

use crate::diagnostic::{Diagnostics, RuleInfo};

/// The folder of a spec, as far as lints may see it. Who runs them knows the disk.
pub trait Folder {
    /// The bytes of a file beside the spec, by its path from there; `None` where there is none or it cannot be read.
    fn read(&self, path: &str) -> Option<Vec<u8>>;

    /// The first bytes of such a file, zeros behind its end, and how many it has: not all are worth reading whole.
    fn begin(&self, path: &str) -> Option<([u8; 8], u64)> {
        let bytes = self.read(path)?;
        let mut first = [0; 8];
        first
            .iter_mut()
            .zip(&bytes)
            .for_each(|(to, from)| *to = *from);
        Some((first, bytes.len() as u64))
    }

    /// Whether a file is there.
    fn has(&self, path: &str) -> bool;

    /// Whether there is a folder to look at: a spec from standard input has none.
    fn is_known(&self) -> bool;
}

/// The folder of a text that is not on a disk.
#[derive(Debug, Clone, Copy)]
pub struct NoFolder;

impl Folder for NoFolder {
    fn read(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn has(&self, _: &str) -> bool {
        false
    }

    fn is_known(&self) -> bool {
        false
    }
}

/// Where a lint puts what it finds.
pub type Sink = Diagnostics;

/// A lint.
pub struct Rule {
    /// Id, level and documentation.
    pub info: &'static RuleInfo,
    /// What it is about.
    pub group: Group,
    /// Looks at one spec.
    pub check: fn(&Subject<'_>, &mut Sink),
}

/// Every lint of a file of its own, by id.
pub static RULES: &[&Rule] = &[
    &active_html::RULE,
    &ambiguous_scalar::RULE,
    &awkward_name::RULE,
    &comparison::BREAKING,
    &case_only_difference::RULE,
    &cloud_token_connection::RULE,
    &committed_secret::RULE,
    &comparison::COMPATIBLE,
    &description_period::RULE,
    &comparison::DOCUMENTATION,
    &duplicate_help_heading::RULE,
    &duplicate_title::RULE,
    &early_version::RULE,
    &empty_resource::RULE,
    &foreign_base_image::RULE,
    &foreign_extension::RULE,
    &foreign_field_key::RULE,
    &foreign_product::RULE,
    &implausible_address::RULE,
    &comparison::INCOMPARABLE,
    &long_description::RULE,
    &long_name::RULE,
    &long_title::RULE,
    &lowercase_acronym::RULE,
    &lowercase_description::RULE,
    &lowercase_help_acronym::RULE,
    &lowercase_title::RULE,
    &malformed_help_example::RULE,
    &misindented_help_example::RULE,
    &missing_cache::RULE,
    &comparison::CONNECTION_BUMP,
    &missing_description::RULE,
    &missing_example::RULE,
    &missing_help::RULE,
    &missing_help_feature::RULE,
    &missing_help_heading::RULE,
    &missing_help_link::RULE,
    &missing_icon::RULE,
    &missing_initial_version::RULE,
    &missing_marketplace_key::RULE,
    &missing_plugin_file::RULE,
    &missing_required::RULE,
    &missing_supported_versions::RULE,
    &missing_use_case::RULE,
    &comparison::VERSION_BUMP,
    &mistyped_example::RULE,
    &needless_cache::RULE,
    &non_ascii_text::RULE,
    &old_cloud_image::RULE,
    &old_spec_version::RULE,
    &padded_text::RULE,
    &password_setting::RULE,
    &plain_http_link::RULE,
    &plain_secret::RULE,
    &privileged_container::RULE,
    &quoted_identifier::RULE,
    &suppression::REASONLESS,
    &comparison::REMOVED,
    &reserved_name::RULE,
    &spec_left_out_of_image::RULE,
    &stale_checksum::RULE,
    &stale_help_history::RULE,
    &stale_help_table::RULE,
    &stale_version::RULE,
    &system_package_in_cloud::RULE,
    &title_case::RULE,
    &title_period::RULE,
    &too_few_tags::RULE,
    &unconventional_name::RULE,
    &unconventional_plugin_name::RULE,
    &unconventional_vendor::RULE,
    &unfit_icon::RULE,
    &unhelped_operation::RULE,
    &uninitial_help_history::RULE,
    &unknown_support::RULE,
    &unknown_use_case::RULE,
    &unordered_history::RULE,
    &unpinned_requirement::RULE,
    &unsafe_integer::RULE,
    &untyped_value::RULE,
    &suppression::UNUSED,
    &use_case_keyword::RULE,
];

pub use help_page::HELP;
pub use level::{ALL, Group, Level, Levels};
pub use subject::Subject;

/// The rule about suppression comments that cannot be read, and what the others allow.
pub use suppression::{Allowed, INVALID_SUPPRESSION};

/// The group of a lint.
pub fn group(id: &str) -> Option<Group> {
    let rule = RULES.iter().find(|rule| rule.info.id == id)?;
    Some(rule.group)
}

/// Runs the lints that `levels` lets run over one spec and adds what it finds to what the earlier phases found; then sorts the whole and
/// takes out what the spec's own comments allow, which comes back beside it. `known` tells whether a rule of an id exists and may
/// be allowed.
pub fn lint(
    subject: &Subject<'_>,
    levels: &Levels,
    mut diagnostics: Diagnostics,
    known: &dyn Fn(&str) -> Option<&'static RuleInfo>,
) -> (Diagnostics, Vec<Allowed>) {
    // Which rules would have looked at files that nobody can see matters to comments only.
    let blind = !subject.document.comments.is_empty() && !subject.folder.is_known();
    let mut asked_in_vain: Vec<&str> = Vec::new();
    let nothing = Watched::default();
    let alone = Subject::new(&nothing, subject.source, subject.document, subject.plugin)
        .after(subject.before);
    for rule in RULES {
        let Some(level) = levels.of(rule) else {
            continue;
        };
        let mut found = Diagnostics::new();
        let sink = match level {
            None => &mut diagnostics,
            Some(_) => &mut found,
        };
        if blind {
            (rule.check)(&alone, sink);
            // Both are to forget.
            if nothing.asked.take() | alone.was_asked() {
                asked_in_vain.push(rule.info.id);
            }
        } else {
            (rule.check)(subject, sink);
        }
        if let Some(level) = level {
            found.set_severity(level);
            diagnostics.append(found);
        }
    }
    let judged = |info: &'static RuleInfo| {
        let own = RULES.iter().find(|rule| rule.info.id == info.id);
        own.is_none_or(|rule| {
            let compared = rule.group != Group::Change || subject.before.is_some();
            compared && levels.of(rule).is_some()
        }) && !asked_in_vain.contains(&info.id)
    };
    diagnostics.unbreak();
    let allowed = suppression::apply(subject, levels, known, &judged, &mut diagnostics);
    diagnostics.sort();
    (diagnostics, allowed)
}

/// No folder, and whether somebody wanted one.
#[derive(Debug, Default)]
struct Watched {
    asked: std::cell::Cell<bool>,
}

impl Folder for Watched {
    fn read(&self, _: &str) -> Option<Vec<u8>> {
        self.asked.set(true);
        None
    }

    fn has(&self, _: &str) -> bool {
        self.asked.set(true);
        false
    }

    fn is_known(&self) -> bool {
        self.asked.set(true);
        false
    }
}
