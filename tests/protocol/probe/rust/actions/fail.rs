//! Ends in the way that it is asked to.

use serde_json::json;

use crate::connection::Connection;
use crate::runtime::{Action, PluginError, Result};
use crate::schema::actions::fail::{Input, InputWay, Output, OutputColour};

/// Ends in the way that it is asked to.
#[derive(Debug, Default)]
pub struct Fail;

impl Action for Fail {
    type Connection = Connection;
    type Input = Input;
    type Output = Output;

    fn run(&self, _: &Connection, input: Input) -> Result<Output> {
        let refusal = "The server said no.";
        match input.way {
            InputWay::PluginError => {
                let error = PluginError::new(refusal, "Ask it nicely.");
                return Err(error.with_data(json!({"code": 418})).into());
            }
            InputWay::BareError => return Err(PluginError::new(refusal, "").into()),
            InputWay::Crash => panic!("something broke"),
            #[allow(clippy::print_stdout)]
            InputWay::Print => println!("this is no event"),
            InputWay::Log => {
                log::debug!("a detail");
                log::info!("a line");
                log::warn!("a warning");
            }
            // The types leave no way to give what is wrong, and a process may end itself.
            InputWay::Exit | InputWay::WrongType | InputWay::WrongEnum | InputWay::NotFinite => {}
        }
        let is_finite = input.way != InputWay::NotFinite;
        Ok(Output {
            colour: OutputColour::Green,
            count: 1,
            ratios: (!is_finite).then(|| vec![0.5, f64::NAN]),
            share: (!is_finite).then_some(f64::NEG_INFINITY),
        })
    }
}
