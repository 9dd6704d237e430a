//! Plugins that try to run a script in the browser of who looks at them: one for each text of
//! `fixtures/hostile/xss.txt`, which stands in every place that an author writes.

use camino::Utf8Path;
use serde_json::{Value, json};

use crate::site_markdown::vectors;

/// Writes a folder of them: `x000` has a harmless text, the others one attack each.
pub fn write(folder: &Utf8Path) {
    let harmless = "Harmless text".to_owned();
    for (index, text) in std::iter::once(harmless).chain(vectors()).enumerate() {
        let name = format!("x{index:03}");
        let plugin = folder.join(&name);
        std::fs::create_dir_all(&plugin).unwrap();
        let put = |file: &str, content: String| std::fs::write(plugin.join(file), content).unwrap();
        // JSON is YAML, but for characters that YAML wants escaped.
        put("plugin.spec.yaml", escaped(&spec(&name, &text)));
        put("help.md", format!("# Help\n\n{text}\n"));
        put("icon.svg", icon(&text));
    }
    // Names that would lead out of the site's folder.
    for (index, name) in [
        "..",
        "../../out",
        "a/../../../out",
        "/tmp/out",
        "a\\..\\out",
    ]
    .into_iter()
    .enumerate()
    {
        let plugin = folder.join(format!("path{index}"));
        std::fs::create_dir_all(&plugin).unwrap();
        let mut spec = spec("out", "Leads out");
        spec["name"] = name.into();
        spec["vendor"] = name.into();
        std::fs::write(plugin.join("plugin.spec.yaml"), escaped(&spec)).unwrap();
    }
}

fn spec(name: &str, text: &str) -> Value {
    let field = json!({
        "title": text, "description": text, "type": "string", "required": false,
        "default": text, "example": text, "enum": [text, "other"], "placeholder": text,
    });
    let fields = json!({
        "plain": field,
        text: field,
        "object": { "title": text, "type": "object", "example": { text: text } },
        "nested": { "title": text, "type": "[]odd", "description": text },
    });
    let operation =
        json!({ "title": text, "description": text, "input": fields, "output": fields });
    json!({
        "plugin_spec_version": "v2", "extension": "plugin", "products": ["insightconnect", text],
        "name": name, "title": text, "description": text, "version": "1.0.0", "connection_version": 1,
        "vendor": "xss", "support": text, "author": text, "status": [text], "cloud_ready": true,
        "supported_versions": [text], "language": "python", "tags": [text, "attack"],
        "sdk": { "type": "slim", "version": text, "user": text },
        "hub_tags": { "use_cases": [text, "attack"], "keywords": [text, "attack"], "features": [text] },
        "resources": { "source_url": text, "license_url": text, "vendor_url": text, "docs_url": text },
        "key_features": [text], "requirements": [text], "troubleshooting": [text],
        "version_history": [format!("1.0.0 - {text} | {text}"), text],
        "links": [text, format!("[{text}]({text})")], "references": [text],
        "types": { "odd": fields, text: fields },
        "connection": fields,
        "actions": { "act": operation, text: operation },
        "triggers": { "watch": operation },
        "tasks": { "work": {
            "title": text, "description": text, "input": fields, "output": fields, "state": fields,
        } },
    })
}

/// The text as the content, an attribute and the address of a link of a drawing.
fn icon(text: &str) -> String {
    let attribute = text.replace('"', "&quot;");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\" \
         onload=\"alert(1)\"><title>{text}</title><script>alert(1)</script><a xlink:href=\"{attribute}\"><rect width=\"9\" \
         height=\"9\" style=\"fill:url({attribute})\" onclick=\"{attribute}\"/></a>{text}</svg>"
    )
}

fn escaped(value: &Value) -> String {
    let mut out = String::new();
    for character in value.to_string().chars() {
        let code = u32::from(character);
        if code > 0x7e {
            out.push_str(&if code > 0xffff {
                format!("\\U{code:08x}")
            } else {
                format!("\\u{code:04x}")
            });
        } else {
            out.push(character);
        }
    }
    out
}
