//! What a worker gets from its host, and what it may use.

use std::os::{
    fd::{AsFd, BorrowedFd, FromRawFd, OwnedFd},
    unix::net::UnixStream,
};

use rustix::{
    fs::{FileType, fstat},
    io::{Errno, FdFlags, fcntl_setfd},
    process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit},
};

use super::page::Page;
use crate::wire::{PAGE_FD, SOCKET_FD};

/// Most memory a worker may map: a plugin that eats more ends its worker, not the machine.
const MEMORY_LIMIT: u64 = 2 << 30;
/// Most bytes a plugin may print between two calls, or write to any file.
const FILE_LIMIT: u64 = 16 << 20;
/// Most open files.
const OPEN_LIMIT: u64 = 64;

/// The socket and the page that the host handed over as file descriptors 3 and 4.
///
/// # Errors
///
/// Where they are not there: the program was not started by a host.
pub(super) fn inherited() -> Result<(UnixStream, Page), Errno> {
    let socket = descriptor(SOCKET_FD, FileType::Socket)?;
    let page = descriptor(PAGE_FD, FileType::RegularFile)?;
    Ok((UnixStream::from(socket), Page::map(page.as_fd())?))
}

#[expect(
    unsafe_code,
    reason = "takes over descriptors that only their number tells of"
)]
fn descriptor(number: i32, wanted: FileType) -> Result<OwnedFd, Errno> {
    // SAFETY: `fstat` and `fcntl` fail on a number that is not open; it is borrowed for them alone.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    if FileType::from_raw_mode(fstat(borrowed)?.st_mode) != wanted {
        return Err(Errno::BADF);
    }
    fcntl_setfd(borrowed, FdFlags::CLOEXEC)?;
    // SAFETY: it is open, the host opened it for this process alone, and `inherited` is called
    // once, before anything else is opened.
    Ok(unsafe { OwnedFd::from_raw_fd(number) })
}

/// Ends with the host, leaves no core files, and takes no more than its share.
///
/// Each limit guards the machine against a faulty plugin; a system that refuses one still gets
/// the others.
pub(super) fn apply() {
    // The host ends its workers itself; this is for a host that was killed.
    set_parent_process_death_signal(Some(Signal::KILL)).ok();
    for (resource, limit) in [
        (Resource::Core, 0),
        (Resource::As, MEMORY_LIMIT),
        (Resource::Fsize, FILE_LIMIT),
        (Resource::Nofile, OPEN_LIMIT),
    ] {
        let both = Rlimit {
            current: Some(limit),
            maximum: Some(limit),
        };
        setrlimit(resource, both).ok();
    }
}
