//! Gives back what it was given.

use crate::connection::Connection;
use crate::runtime::{Action, Result};
use crate::schema::actions::echo::{Input, Output};

/// Gives back what it was given.
#[derive(Debug, Default)]
pub struct Echo;

impl Action for Echo {
    type Connection = Connection;
    type Input = Input;
    type Output = Output;

    fn run(&self, _: &Connection, input: Input) -> Result<Output> {
        // Field by field, through the types: their enums are equal on the wire alone.
        let same = serde_json::to_value(input.colour)?;
        let weight = serde_json::to_value(input.weight)?;
        let sizes = serde_json::to_value(input.sizes)?;
        Ok(Output {
            text: Some(input.text),
            secret: input.secret,
            integer: input.integer,
            number: input.number,
            flag: input.flag,
            date: input.date,
            bytes: input.bytes,
            file: input.file,
            object: input.object,
            any: input.any,
            list: input.list,
            grid: input.grid,
            colour: serde_json::from_value(same)?,
            weight: serde_json::from_value(weight)?,
            sizes: serde_json::from_value(sizes)?,
            level: input.level,
            vector: input.vector,
            person: input.person,
        })
    }
}
