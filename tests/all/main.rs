//! The harnesses: each walks the fixtures, the corpus or values of its own making.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod layers;
mod yaml;
