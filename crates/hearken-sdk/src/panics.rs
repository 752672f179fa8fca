//! Panics stop here: no unwinding leaves the plugin.

use std::{
    cell::{Cell, RefCell},
    mem,
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    sync::Once,
};

thread_local! {
    static WITHIN: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes panics within [`caught`] keep their words in place of printing them.
///
/// The hook is that of the plugin's own copy of the standard library; others' are not touched.
pub(crate) fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if WITHIN.get() {
                LAST.set(Some(words_of(info)));
            } else {
                before(info);
            }
        }));
    });
}

/// Calls `body`; where it panics, gives the words and the place of the panic.
pub(crate) fn caught<T>(body: impl FnOnce() -> T) -> Result<T, String> {
    WITHIN.set(true);
    // What a panic leaves half done is not used again: the caller makes the instance anew.
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    WITHIN.set(false);
    result.map_err(|payload| {
        // The payload's own destructor may panic, so it is never run.
        mem::forget(payload);
        LAST.take().unwrap_or_else(|| "panicked".to_owned())
    })
}

fn words_of(info: &PanicHookInfo<'_>) -> String {
    let words = info.payload_as_str().unwrap_or("panicked");
    match info.location() {
        Some(place) => format!("{words} ({}:{})", place.file(), place.line()),
        None => words.to_owned(),
    }
}
