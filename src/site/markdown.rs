//! placeholder
/// x
pub fn inline(text: &str) -> String {
    super::html::text(text)
}
/// x
pub fn plain(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
