//! `Spec` → `Plugin`: names, types, defaults and cycles. Uses `text`, `diagnostic`, `spec` and `model`.

use crate::diagnostic::Diagnostics;
use crate::model::Plugin;
use crate::spec::Spec;
use crate::text::Source;

/// Resolves a spec. `None` only where an error makes the model meaningless (no name, no version): the diagnostics say
/// which. With other errors the model is still whole: an unknown type is `any`, a default that does not fit is left
/// out.
pub fn resolve(source: &Source, spec: &Spec) -> (Option<Plugin>, Diagnostics) {
    let _ = (source, spec);
    (None, Diagnostics::new())
}
