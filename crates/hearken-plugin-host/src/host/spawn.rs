//! Starts the process of a worker.

use std::{
    io,
    os::{
        fd::{AsRawFd, OwnedFd},
        unix::process::CommandExt,
    },
    process::{Child, Command, Stdio},
};

use rustix::{
    fs::{MemfdFlags, memfd_create},
    io::{Errno, fcntl_dupfd_cloexec},
};

use crate::{
    HostError, WorkerCommand,
    wire::{PAGE_FD, SOCKET_FD},
};

/// A file in memory, not inherited.
pub(super) fn memory_file(name: &str) -> Result<OwnedFd, Errno> {
    memfd_create(name, MemfdFlags::CLOEXEC)
}

/// Starts the program with socket and page as descriptors 3 and 4.
pub(super) fn start(
    command: &WorkerCommand,
    socket: &OwnedFd,
    page: &OwnedFd,
    output: &OwnedFd,
) -> Result<Child, HostError> {
    let failed = |source| HostError::Spawn {
        program: command.program.clone(),
        source,
    };
    let again = |file: &OwnedFd| fcntl_dupfd_cloexec(file, 10).map_err(|e| failed(e.into()));
    // Numbers from 10 on, so that putting one at its place does not overwrite the other.
    let (socket, page) = (again(socket)?, again(page)?);
    let mut starting = Command::new(&command.program);
    starting
        .args(&command.args)
        .env_clear()
        // With backtraces, a caught panic costs a thousand times as much.
        .env("RUST_BACKTRACE", "0")
        .current_dir("/")
        // Keys pressed in the terminal are for the host alone.
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::from(again(output)?))
        .stderr(Stdio::from(again(output)?));
    let (from_socket, from_page) = (socket.as_raw_fd(), page.as_raw_fd());
    let place = move || {
        put(from_socket, SOCKET_FD)?;
        put(from_page, PAGE_FD)
    };
    #[expect(unsafe_code, reason = "hands two descriptors over at fixed numbers")]
    // SAFETY: between fork and exec the closure only calls `dup2`, which may be called there.
    unsafe {
        starting.pre_exec(place);
    }
    starting.spawn().map_err(failed)
}

/// Duplicates descriptor `from` at the number `to`, to be kept by the program that is started.
#[expect(
    unsafe_code,
    reason = "the safe form wants to own what stands at the number"
)]
fn put(from: i32, to: i32) -> io::Result<()> {
    // SAFETY: in the child of a fork, which is about to become another program, nobody uses the
    // descriptor that is replaced.
    match unsafe { libc::dup2(from, to) } {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}
