//! Asking running work to end.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::Notify;

/// A request to end, shared by all parts of a run. Once made it stays.
#[derive(Debug, Clone, Default)]
pub struct Cancel {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    asked: AtomicBool,
    notify: Notify,
}

impl Cancel {
    /// Asks the work to end.
    pub fn cancel(&self) {
        self.shared.asked.store(true, Ordering::SeqCst);
        self.shared.notify.notify_waiters();
    }

    /// Whether the work was asked to end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.shared.asked.load(Ordering::SeqCst)
    }

    /// The flag itself, for code that polls it without knowing of this type.
    #[must_use]
    pub fn flag(&self) -> &AtomicBool {
        &self.shared.asked
    }

    /// Waits until the work is asked to end.
    pub async fn cancelled(&self) {
        loop {
            let notified = self.shared.notify.notified();
            if self.is_cancelled() {
                return;
            }
            notified.await;
        }
    }
}
