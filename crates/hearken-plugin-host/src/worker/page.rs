//! The worker's side of the page of progress.

use std::{
    os::fd::BorrowedFd,
    ptr,
    sync::atomic::{AtomicU64, Ordering},
};

use rustix::{
    io::Errno,
    mm::{MapFlags, ProtFlags, mmap},
};

use crate::wire::{PAGE_BYTES, Phase, Progress};

/// The mapped page; never unmapped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    numbers: &'static [AtomicU64; 2],
}

impl Page {
    /// Maps the host's page.
    ///
    /// # Errors
    ///
    /// What the system says.
    #[expect(unsafe_code, reason = "maps shared memory")]
    pub(super) fn map(file: BorrowedFd<'_>) -> Result<Self, Errno> {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping at a place of the system's choice; nothing else is there.
        let start = unsafe {
            mmap(
                ptr::null_mut(),
                PAGE_BYTES,
                access,
                MapFlags::SHARED,
                file,
                0,
            )
        }?;
        // SAFETY: the mapping is a page long, aligned to one, never unmapped, and both sides use
        // these numbers as atomics or by reading the file.
        let numbers = unsafe { &*start.cast::<[AtomicU64; 2]>() };
        Ok(Self { numbers })
    }

    /// Notes what is about to be done.
    pub(super) fn note(self, phase: Phase, plugin: u32, post: u32) {
        let [step, place] = self.numbers;
        place.store(Progress::place(phase, plugin, post), Ordering::Relaxed);
        step.fetch_add(1, Ordering::Release);
    }

    /// Notes that no plugin runs.
    pub(super) fn idle(self) {
        self.note(Phase::Idle, 0, 0);
    }
}
