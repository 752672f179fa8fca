//! A loaded plugin: the only place where a library is opened.

use std::{ffi::c_void, ptr, time::Duration};

use hearken_abi::{
    ENTRY_SYMBOL, HK_ABI_MAJOR, HK_ABI_MINOR, HK_CONFIG, HK_OK, HkPlugin, HkStr, read,
};
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW, Symbol};

use super::{
    call::{CallState, Seen},
    view::View,
};
use crate::wire::StartProblem;

/// The exported function.
type Entry = unsafe extern "C" fn(host_abi_minor: u32) -> *const HkPlugin;

/// A plugin's table and its instance.
pub(super) struct Loaded {
    table: HkPlugin,
    instance: *mut c_void,
}

impl Loaded {
    /// Opens the library and reads its table.
    #[expect(unsafe_code, reason = "loads foreign code, in a process made for that")]
    pub(super) fn open(path: &str) -> Result<Self, StartProblem> {
        let failed = |error: libloading::Error| StartProblem::Load(loader_words(&error));
        // All symbols are bound now, so that none is missing in the middle of a run; none is
        // lent to other plugins; and the library stays for ever, as threads may run in it.
        let flags = RTLD_NOW | RTLD_LOCAL | libc::RTLD_NODELETE;
        // SAFETY: initialisers of the library run here. They may do anything, which is why they
        // do it in a worker; the path is an absolute one of a read-only copy.
        let library = unsafe { Library::open(Some(path), flags) }.map_err(failed)?;
        // SAFETY: the host found the symbol in a library whose manifest names this ABI, which
        // gives it this type.
        let entry: Symbol<Entry> = unsafe { library.get(ENTRY_SYMBOL) }.map_err(failed)?;
        // SAFETY: the ABI has the function take any number and return a table that stays.
        let table = unsafe { entry(u32::from(HK_ABI_MINOR)) };
        // The library is never closed.
        std::mem::forget(library);
        // SAFETY: the ABI promises null or a table that begins with its size.
        let table: Option<HkPlugin> = unsafe { read(table) };
        let table = table.ok_or_else(|| StartProblem::Load("it gave no table".to_owned()))?;
        if table.abi_major != HK_ABI_MAJOR {
            let (found, wanted) = (table.abi_major, HK_ABI_MAJOR);
            let words = format!("its table is of ABI {found}, this hearken has ABI {wanted}");
            return Err(StartProblem::Load(words));
        }
        Ok(Self {
            table,
            instance: ptr::null_mut(),
        })
    }

    /// What the plugin says of itself, as JSON; empty where it says nothing.
    #[expect(unsafe_code, reason = "calls the plugin")]
    pub(super) fn describe(&self) -> Result<String, StartProblem> {
        let Some(describe) = self.table.describe else {
            return Ok(String::new());
        };
        let mut state = CallState::new(&[], Duration::ZERO);
        let call = state.call();
        // SAFETY: the table's function has this type; the call lives until it returns.
        let code = unsafe { describe(&raw const call) };
        let reply = state.take_reply();
        match state.seen(code).problem {
            None => Ok(reply),
            Some(words) => Err(StartProblem::Start(words)),
        }
    }

    /// Makes the instance.
    #[expect(unsafe_code, reason = "calls the plugin")]
    pub(super) fn create(&mut self, config: &str) -> Result<(), StartProblem> {
        let Some(create) = self.table.create else {
            return Ok(());
        };
        let mut state = CallState::new(&[], Duration::ZERO);
        let call = state.call();
        // SAFETY: the table's function has this type; call, configuration and place live until it
        // returns.
        let code = unsafe { create(&raw const call, HkStr::new(config), &raw mut self.instance) };
        let words = state.seen(code).problem;
        match (code, words) {
            (HK_OK, _) => Ok(()),
            (HK_CONFIG, Some(words)) => {
                let (pointer, problem) = words.split_once(": ").unwrap_or(("/", words.as_str()));
                Err(StartProblem::Config(pointer.to_owned(), problem.to_owned()))
            }
            (_, words) => Err(StartProblem::Start(words.unwrap_or_default())),
        }
    }

    /// Shows a post.
    #[expect(unsafe_code, reason = "calls the plugin")]
    pub(super) fn post(&mut self, view: &View<'_>, limit: Duration) -> Seen {
        let mut state = CallState::new(view.comment_keys(), limit);
        let Some(post) = self.table.post else {
            return state.seen(HK_OK);
        };
        let (call, raw) = (state.call(), view.raw());
        // SAFETY: the table's function has this type; the instance is the one it made; call and
        // post live until it returns.
        let code = unsafe { post(self.instance, &raw const call, &raw const raw) };
        state.seen(code)
    }

    /// Frees the instance.
    #[expect(unsafe_code, reason = "calls the plugin")]
    pub(super) fn destroy(self) {
        if let Some(destroy) = self.table.destroy
            && !self.instance.is_null()
        {
            // SAFETY: the instance is the one that `create` made, and is not used again.
            unsafe { destroy(self.instance) };
        }
    }
}

/// The loader's own words, and what to do about those that authors meet.
fn loader_words(error: &libloading::Error) -> String {
    let cause = std::error::Error::source(error);
    let words = cause.map_or_else(|| error.to_string(), ToString::to_string);
    let advice = if words.contains("static TLS block") {
        "; build its allocator with the option for dynamic libraries (`disable_initial_exec_tls`)"
    } else if words.contains("undefined symbol") {
        "; link the missing library into the plugin"
    } else if words.contains("GLIBC_") {
        "; build it on a system no newer than this one"
    } else {
        ""
    };
    format!("{words}{advice}")
}
