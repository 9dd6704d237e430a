//! Questions on a terminal. Part of the command; any reader and writer will do.

use std::io::{BufRead, Write};

use crate::cli::CliError;

/// Where questions are shown and answers come from.
pub(super) struct Prompt<R, W> {
    answers: R,
    questions: W,
}

impl<R: BufRead, W: Write> Prompt<R, W> {
    pub(super) fn new(answers: R, questions: W) -> Self {
        Self { answers, questions }
    }

    /// Asks until there is a good answer; an empty one takes the default, where there is one.
    pub(super) fn ask(
        &mut self,
        question: &str,
        default: Option<&str>,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Result<String, CliError> {
        loop {
            match default {
                Some(default) => write!(self.questions, "{question} [{default}]: ")?,
                None => write!(self.questions, "{question}: ")?,
            }
            self.questions.flush()?;
            let mut line = String::new();
            let read = self.answers.read_line(&mut line);
            // What is no text, or no answer at all, ends the questions.
            if !read.is_ok_and(|length| length > 0) {
                return Err(CliError::Usage(format!(
                    "no answer to `{question}`, so nothing was made; arguments can say it too, see `specc new --help`"
                )));
            }
            let answer = match (line.trim(), default) {
                ("", Some(default)) => default,
                (answer, _) => answer,
            };
            match check(answer) {
                Ok(()) => return Ok(answer.to_owned()),
                Err(problem) => writeln!(self.questions, "{problem}")?,
            }
        }
    }
}
