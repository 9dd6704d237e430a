//! Emits three events and waits.

use std::time::Duration;

use serde_json::Value;

use crate::connection::Connection;
use crate::runtime::{Events, Result, Trigger};
use crate::schema::triggers::count::{Input, Output};

/// Emits three events and waits.
#[derive(Debug, Default)]
pub struct Count;

impl Trigger for Count {
    type Connection = Connection;
    type Input = Input;
    type Output = Output;

    fn run(&self, _: &Connection, input: Input, events: &Events<'_, Output>) -> Result<()> {
        let next = events.state().get("next").and_then(Value::as_i64);
        let first = next.unwrap_or(input.first);
        for number in first..first + 3 {
            log::info!("number {number}");
            events.send(&Output { number })?;
            events
                .state()
                .insert("next".to_owned(), (number + 1).into());
        }
        while events.wait(Duration::from_secs(60)) {}
        Ok(())
    }

    fn stop(&self) {
        log::info!("stopping");
    }
}
