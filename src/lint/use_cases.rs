//! The use cases of the marketplace, and the lists of `hub_tags`. No rule of its own.

use super::Subject;
use crate::yaml::Node;

/// Every use case, by name.
pub(super) const USE_CASES: [&str; 14] = [
    "alerting_and_notifications",
    "application_management",
    "asset_inventory",
    "cloud_security",
    "credential_management",
    "data_enrichment",
    "data_utility",
    "devops",
    "offensive_security",
    "remediation_management",
    "reporting_and_analytics",
    "threat_detection_and_response",
    "user_management",
    "vulnerability_management",
];

/// The items of a list within `hub_tags`.
pub(super) fn hub_tags<'a>(subject: &Subject<'a>, key: &str) -> &'a [Node<'a>] {
    subject
        .written()
        .and_then(|written| written.top("hub_tags")?.as_mapping()?.get(key))
        .and_then(|entry| entry.value.as_sequence())
        .unwrap_or_default()
}
