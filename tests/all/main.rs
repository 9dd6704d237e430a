//! The harnesses: each walks the fixtures, the corpus or values of its own making.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod broken;
mod cli;
mod corpus_findings;
mod corpus_schemas;
mod emit_command;
mod emit_engine;
mod go;
mod golden;
mod jsonschema;
mod key_reference;
mod layers;
mod oracle;
mod pages;
mod protocol;
mod python;
mod robust;
mod rules;
mod rust;
mod samples;
mod seeded;
mod skeleton;
mod spec_schema;
mod support;
mod update;
mod yaml;
