//! The book's pages of keys are those that the key tables give.

use specc::dialect::DIALECTS;

use crate::support;
use crate::update::same_or_updated;

#[test]
fn the_book_lists_every_key() {
    let summary = std::fs::read_to_string(support::root().join("book/src/SUMMARY.md")).unwrap();
    for dialect in DIALECTS {
        let page = format!("reference/keys-{}.md", dialect.id);
        assert!(
            summary.contains(&page),
            "book/src/SUMMARY.md does not name {page}"
        );
        let path = support::root().join("book/src").join(&page);
        same_or_updated(path.as_std_path(), &(dialect.reference)());
    }
}
