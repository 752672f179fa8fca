//! The page of progress: what the worker was doing, told even after its death.
//!
//! A page of shared memory with two numbers. The worker writes the place (phase, plugin, post),
//! then counts the step; the host reads them whenever it likes. It costs two stores a call.

/// Bytes of the page.
pub(crate) const PAGE_BYTES: usize = 4096;

/// What the worker is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Its own work.
    Idle,
    /// The loader runs, and the library's initialisers.
    Load,
    /// The plugin makes an instance.
    Start,
    /// The plugin looks at a post.
    Post,
}

/// A reading of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Counts the steps.
    pub(crate) step: u64,
    /// What the worker is doing.
    pub(crate) phase: Phase,
    /// With which plugin, by index in the run.
    pub(crate) plugin: u32,
    /// With which post, by number in the batch.
    pub(crate) post: u32,
}

impl Progress {
    /// The place as one number: two bits of phase, thirty of plugin, thirty-two of post.
    pub(crate) const fn place(phase: Phase, plugin: u32, post: u32) -> u64 {
        let phase = match phase {
            Phase::Idle => 0_u64,
            Phase::Load => 1,
            Phase::Start => 2,
            Phase::Post => 3,
        };
        phase << 62 | (plugin as u64 & 0x3fff_ffff) << 32 | post as u64
    }

    /// Reads the first sixteen bytes of the page.
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Self {
        let (mut step, mut place) = ([0; 8], [0; 8]);
        step.copy_from_slice(&bytes[..8]);
        place.copy_from_slice(&bytes[8..]);
        let place = u64::from_ne_bytes(place);
        Self {
            step: u64::from_ne_bytes(step),
            phase: match place >> 62 {
                0 => Phase::Idle,
                1 => Phase::Load,
                2 => Phase::Start,
                _ => Phase::Post,
            },
            plugin: (place >> 32 & 0x3fff_ffff) as u32,
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the lower half is the post"
            )]
            post: place as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back() {
        for phase in [Phase::Idle, Phase::Load, Phase::Start, Phase::Post] {
            let place = Progress::place(phase, 0x3fff_fffe, u32::MAX - 1);
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&9_u64.to_ne_bytes());
            bytes[8..].copy_from_slice(&place.to_ne_bytes());
            let wanted = Progress {
                step: 9,
                phase,
                plugin: 0x3fff_fffe,
                post: u32::MAX - 1,
            };
            assert_eq!(Progress::from_bytes(bytes), wanted);
        }
    }
}
