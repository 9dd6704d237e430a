//! A plugin as an item of a list.

use minijinja::value::Serde;
use minijinja::{Value, context};

use crate::model::OperationKind;
use crate::site::{Card, html};

/// Appends the item of a list that shows a plugin. `root` is the relative way to the root of the site.
///
/// `site/assets/facets.js` draws the same item in the browser.
pub fn push_card(out: &mut String, card: &Card, root: &str) {
    out.push_str("<li class=\"card\"><img alt=\"\" loading=\"lazy\" width=\"44\" height=\"44\"");
    out.push_str(" src=\"");
    html::push_text(out, root);
    out.push_str("icons/");
    html::push_text(out, &card.icon);
    out.push_str("\"><h3 class=\"card-title\"><a href=\"");
    html::push_text(out, root);
    html::push_text(out, &card.folder());
    out.push_str("\">");
    html::push_text(out, &card.title);
    out.push_str("</a></h3><p class=\"card-vendor\">");
    html::push_text(out, &card.vendor);
    out.push_str(" <span class=\"card-version\">");
    html::push_text(out, &card.version);
    out.push_str("</span></p>");
    if !card.summary.is_empty() {
        out.push_str("<p class=\"card-summary\">");
        html::push_text(out, &card.summary);
        out.push_str("</p>");
    }
    out.push_str("<ul class=\"card-facts\">");
    for kind in OperationKind::ALL {
        let count = card.count(kind);
        if count > 0 {
            let word = if count == 1 {
                kind.singular()
            } else {
                kind.plural()
            };
            out.push_str("<li class=\"fact-");
            out.push_str(kind.singular());
            out.push_str("\">");
            out.push_str(&count.to_string());
            out.push(' ');
            out.push_str(word);
            out.push_str("</li>");
        }
    }
    if card.cloud_ready {
        out.push_str("<li class=\"fact-cloud\">cloud</li>");
    }
    if card.deprecated {
        out.push_str("<li class=\"fact-deprecated\">deprecated</li>");
    }
    out.push_str("</ul></li>");
}

/// The items of several.
pub fn markup(cards: &[&Card], root: &str) -> String {
    let mut out = String::with_capacity(cards.len() * 640);
    for card in cards {
        push_card(&mut out, card, root);
    }
    out
}

/// A card as templates see it.
pub fn value(card: &Card) -> Value {
    context! {
        vendor => &card.vendor,
        name => &card.name,
        title => &card.title,
        summary => &card.summary,
        version => &card.version,
        support => card.support.as_deref(),
        cloud_ready => card.cloud_ready,
        deprecated => card.deprecated,
        product_vendor => card.product_vendor.as_deref(),
        use_cases => Value::from(Serde(&card.use_cases)),
        keywords => Value::from(Serde(&card.keywords)),
        actions => card.count(OperationKind::Action),
        triggers => card.count(OperationKind::Trigger),
        tasks => card.count(OperationKind::Task),
        icon => &card.icon,
        folder => card.folder(),
    }
}
