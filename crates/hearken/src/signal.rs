//! Ctrl-C: the first asks the work to end, the second ends the program at once.

use std::time::Duration;

use anyhow::Context as _;
use hearken_pipeline::Cancel;
use tokio::runtime::{Builder, Runtime};

use crate::{
    error::{CommandError, CommandResult},
    exit::Exit,
};

/// Longest the work may take to end after Ctrl-C, under the two seconds the documents promise.
const GRACE: Duration = Duration::from_millis(1500);

/// Cancels `cancel` on the first Ctrl-C; ends the program on the second or after the grace.
pub(crate) fn watch(runtime: &Runtime, cancel: Cancel) {
    runtime.spawn(async move {
        if tokio::signal::ctrl_c().await.is_err() {
            tracing::warn!("Ctrl-C can not be listened for");
            return;
        }
        cancel.cancel();
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = tokio::time::sleep(GRACE) => {}
        }
        leave();
    });
}

/// As [`watch`], for work that needs no runtime of its own: listens as long as the value lives.
///
/// # Errors
///
/// Where the system gives no thread to listen on.
pub(crate) fn listen(cancel: &Cancel) -> CommandResult<Runtime> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .context("cannot start the thread that listens for Ctrl-C")
        .map_err(CommandError::cannot_run)?;
    watch(&runtime, cancel.clone());
    Ok(runtime)
}

/// Nothing stored is lost: the store commits whole transactions only.
#[expect(
    clippy::exit,
    reason = "a second Ctrl-C must end even work that does not listen"
)]
fn leave() -> ! {
    std::process::exit(Exit::Interrupted.code().into())
}
