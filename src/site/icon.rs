//! placeholder
/// x
pub fn monogram(title: &str, _key: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{}</text></svg>",
        super::html::text(&title.chars().take(2).collect::<String>())
    )
}
