//! Gives three pages, one after the other.

use crate::connection::Connection;
use crate::runtime::{Result, Task, TaskResult};
use crate::schema::tasks::pages::{Input, Output, State};

/// Gives three pages, one after the other.
#[derive(Debug, Default)]
pub struct Pages;

impl Task for Pages {
    type Connection = Connection;
    type Input = Input;
    type State = State;
    type Output = Output;

    fn run(&self, _: &Connection, input: Input, state: State) -> Result<TaskResult<Output, State>> {
        let first = state.page * input.size;
        let output = Output {
            numbers: (first..first + input.size).collect(),
        };
        let next = State {
            page: state.page + 1,
        };
        let page = TaskResult::new(output, next);
        Ok(if state.page < 2 {
            page.with_more_pages()
        } else {
            page
        })
    }
}
