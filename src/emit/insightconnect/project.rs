//! The files around the package: program, setup, image. Part of the emitter.

use minijinja::context;

use super::{Emission, HEADER, INCUMBENT, TEMPLATES};
use crate::model::{Icon, OperationKind};
use crate::output::Ownership;
use crate::render::template::{code, name, render};

/// Version of the runtime's images where a spec names none.
const SDK_VERSION: &str = "6.6.1";

impl Emission<'_> {
    /// Everything that is no part of the package.
    pub(super) fn project(&mut self) {
        let plugin = self.plugin;
        let package = self.names.package.clone();
        let sdk = plugin.sdk.clone().unwrap_or_default();
        let classes = |kind: OperationKind| {
            let names = self.names.of(kind).iter();
            names.map(|names| code(&names.class)).collect::<Vec<_>>()
        };
        let image = if sdk.kind.as_deref() == Some("full") {
            "rapid7/insightconnect-python-3-plugin"
        } else {
            "rapid7/insightconnect-python-3-slim-plugin"
        };
        let user = sdk.user.as_deref().filter(|user| is_word(user));
        let default_user = if plugin.cloud_ready { "nobody" } else { "root" };
        let version = sdk.version.as_deref().filter(|version| is_word(version));
        let values = context! {
            package => name(&package),
            class => code(&self.names.class),
            distribution => format!("{}-{}-plugin", plugin.name, plugin.vendor),
            title => plugin.title.as_str(),
            vendor => plugin.vendor.as_str(),
            vendor_name => name(&plugin.vendor),
            version => plugin.version.to_string(),
            description => plugin.description.as_str(),
            actions => classes(OperationKind::Action),
            triggers => classes(OperationKind::Trigger),
            tasks => classes(OperationKind::Task),
            image => name(&format!("{image}:{}", version.unwrap_or(SDK_VERSION))),
            slim => !image.ends_with("3-plugin"),
            user => name(user.unwrap_or(default_user)),
            cache => plugin.enable_cache,
            temporary => !plugin.triggers.is_empty(),
            packages => sdk.packages.iter().filter(|it| !it.trim().is_empty()).cloned().collect::<Vec<_>>(),
            commands => sdk.custom_cmd.iter().map(|command| code(command.trim())).collect::<Vec<_>>(),
        };
        let of = |template: &str| render(&TEMPLATES, template, values.clone());
        let (bin, setup, dockerfile) = (of("bin"), of("setup.py"), of("Dockerfile"));
        let path = format!("bin/{package}");
        self.tree.executable(&path, bin, Ownership::Generated);
        self.tree.adopt(&path, INCUMBENT);
        self.tree.generated("setup.py", setup);
        self.tree.adopt("setup.py", INCUMBENT);
        // Nothing in a Dockerfile tells whether it was made or written: one that is there already stays its author's.
        let known = self.options.file("Dockerfile");
        if known.is_none_or(is_ours) {
            self.tree.generated("Dockerfile", dockerfile);
        } else {
            self.tree.scaffold("Dockerfile", dockerfile);
        }
        for (path, text) in [
            (
                "Makefile",
                include_str!("../../../templates/insightconnect/Makefile"),
            ),
            (
                "requirements.txt",
                include_str!("../../../templates/insightconnect/requirements.txt"),
            ),
            (
                ".dockerignore",
                include_str!("../../../templates/insightconnect/dockerignore"),
            ),
            ("unit_test/__init__.py", ""),
        ] {
            self.tree.scaffold(path, text);
        }
        if let Some(Icon { media_type, bytes }) = &plugin.icon
            && media_type == "image/png"
        {
            self.tree.scaffold("icon.png", &**bytes);
            // The same at the size of a page, in colour; until there is another, the icon stands in.
            self.tree.scaffold("extension.png", &**bytes);
        }
        let text = plugin.spec_file.text.as_bytes();
        self.tree.generated(plugin.spec_file.name, text);
    }
}

/// Whether a Dockerfile was generated. The line that says so is its second one: tools of the host look for the image in
/// the first.
fn is_ours(dockerfile: &str) -> bool {
    let mut start = dockerfile.lines().take(2);
    start.any(|line| line == HEADER.trim_end())
}

/// Whether a text can stand bare in a Dockerfile.
fn is_word(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    !text.is_empty() && text.bytes().all(legal)
}
