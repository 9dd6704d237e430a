//! Small files that tell programs where things are: `robots.txt`, `opensearch.xml` and `llms.txt`.

use super::xml::{push_element, push_text};
use super::{record_path, text_path};
use crate::render::literal::markdown;
use crate::site::{Catalog, Site};

/// The longest `ShortName` that OpenSearch allows, in characters.
const SHORT: usize = 16;

/// Plugins that `llms.txt` names one by one. Beyond, it is longer than what reads it, and names the index instead.
const MOST: usize = 1_000;

/// `robots.txt`: everything may be read.
pub fn robots(base: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n")
}

/// As many words of a title as fit, or as much of its first.
fn short_name(title: &str) -> String {
    let mut short = String::new();
    for word in title.split_whitespace() {
        let length = short.chars().count() + 1 + word.chars().count();
        if !short.is_empty() && length > SHORT {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.extend(word.chars().take(SHORT));
    }
    let end = short.trim_end_matches([',', ';', ':', '-', '–', '—', '·']);
    end.trim_end().to_owned()
}

/// `opensearch.xml`: lets a browser search the site from its address bar.
pub fn opensearch(site: &Site, base: &str) -> String {
    let title = &site.settings.title;
    let short = short_name(title);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n",
    );
    push_element(&mut out, "ShortName", &short);
    let about: String = format!("Search {title}").chars().take(1024).collect();
    push_element(&mut out, "Description", &about);
    push_element(&mut out, "InputEncoding", "UTF-8");
    out.push_str("<Url type=\"text/html\" method=\"get\" template=\"");
    push_text(&mut out, &format!("{base}search/?q={{searchTerms}}"));
    out.push_str("\"/>\n</OpenSearchDescription>\n");
    out
}

/// `llms.txt`: the site for readers that are language models.
pub fn llms(site: &Site, catalog: &Catalog<'_>) -> String {
    let base = site.settings.base_url.as_deref().unwrap_or("/");
    let settings = &site.settings;
    let mut out = format!(
        "# {}\n\n> {}\n\n- [Index of all plugins]({base}api/v1/index.json): JSON, a line per plugin\n\
         - [Form of the index]({base}api/v1/schemas/index.json): JSON Schema\n",
        markdown(&settings.title),
        markdown(&settings.tagline)
    );
    if site.twins {
        out.push_str(&format!(
            "- [Form of a plugin's JSON]({base}api/v1/schemas/plugin.json): JSON Schema\n"
        ));
    }
    let listed = || catalog.cards.iter().filter(|card| !card.hidden);
    if listed().count() > MOST {
        return out;
    }
    out.push_str("\n## Plugins\n\n");
    for card in listed() {
        let path = if site.twins {
            text_path(card)
        } else {
            card.folder()
        };
        out.push_str(&format!(
            "- [{}]({base}{path}): {}",
            markdown(&card.title),
            markdown(&card.summary)
        ));
        if site.twins {
            out.push_str(&format!(" ([JSON]({base}{}))", record_path(card)));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_whole_words() {
        for (title, short) in [
            ("Plugin marketplace", "Plugin"),
            ("Plugins of Acme, the maker", "Plugins of Acme"),
            ("Automatisierungsbausteine von Acme", "Automatisierungs"),
            ("Acme", "Acme"),
        ] {
            assert_eq!(short_name(title), short);
        }
    }
}
