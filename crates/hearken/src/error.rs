//! Errors of commands: a chain for the person, a code for the shell, a hint on what to do.

use std::fmt::Display;

use crate::exit::Exit;

/// What a command ends with when it could not do its work.
#[derive(Debug)]
pub(crate) struct CommandError {
    /// Code for the shell.
    pub(crate) exit: Exit,
    /// What went wrong, outermost first.
    pub(crate) error: anyhow::Error,
    /// What the person can do about it.
    pub(crate) hint: Option<String>,
}

/// Result of a command.
pub(crate) type CommandResult<T = Exit> = Result<T, CommandError>;

impl CommandError {
    /// Wrong arguments or configuration.
    pub(crate) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self {
            exit: Exit::Usage,
            error: error.into(),
            hint: None,
        }
    }

    /// The surroundings do not let the command run.
    pub(crate) fn cannot_run(error: impl Into<anyhow::Error>) -> Self {
        Self {
            exit: Exit::CannotRun,
            error: error.into(),
            hint: None,
        }
    }

    /// Adds what the person can do.
    pub(crate) fn hint(mut self, hint: impl Display) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// One line: the error, its causes after colons, and the hint.
    pub(crate) fn render(&self) -> String {
        // A bare error of the system comes from writing results; all others bear their context.
        let bare = self.error.chain().len() == 1 && self.error.is::<std::io::Error>();
        let doing = if bare {
            "cannot write the results: "
        } else {
            ""
        };
        let mut line = format!("error: {doing}{:#}", self.error);
        if let Some(hint) = &self.hint {
            line.push_str("; ");
            line.push_str(hint);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_chain_and_hint() {
        let error = anyhow::anyhow!("file is not a database").context("cannot open `x.db`");
        let error = CommandError::cannot_run(error).hint("choose another file with --db");
        assert_eq!(
            error.render(),
            "error: cannot open `x.db`: file is not a database; choose another file with --db"
        );
    }
}
