//! Claimed addresses, one queue a host, so that no host holds up the others.

use std::{
    collections::{BTreeMap, VecDeque},
    ops::Bound,
};

use hearken_store::FrontierEntry;

/// Addresses of one host under way at once: one that is asked and one that waits its turn in the
/// fetcher, which keeps the gap between them.
const OF_A_HOST: usize = 2;

/// Queues by host. Files have the empty name for a host and no limit of their own.
#[derive(Debug, Default)]
pub(super) struct HostQueues {
    waiting: BTreeMap<String, VecDeque<FrontierEntry>>,
    under_way: BTreeMap<String, usize>,
    /// Host after which the next turn begins, so that all hosts come up in turn.
    turn: String,
}

impl HostQueues {
    /// Adds claimed addresses behind those that wait.
    pub(super) fn add(&mut self, entries: Vec<FrontierEntry>) {
        for entry in entries {
            self.waiting
                .entry(entry.authority.clone())
                .or_default()
                .push_back(entry);
        }
    }

    /// Addresses that wait.
    pub(super) fn len(&self) -> usize {
        self.waiting.values().map(VecDeque::len).sum()
    }

    /// Takes the next address whose host is free, hosts in turn; `None` where all are busy.
    pub(super) fn take(&mut self) -> Option<FrontierEntry> {
        let free = |host: &String| {
            host.is_empty()
                || self
                    .under_way
                    .get(host)
                    .is_none_or(|count| *count < OF_A_HOST)
        };
        let after = (Bound::Excluded(&self.turn), Bound::Unbounded);
        let until = (Bound::Unbounded, Bound::Included(&self.turn));
        let in_turn = self
            .waiting
            .range::<String, _>(after)
            .chain(self.waiting.range::<String, _>(until));
        let host = in_turn
            .map(|(host, _)| host)
            .find(|host| free(host))?
            .clone();
        let queue = self.waiting.get_mut(&host)?;
        let entry = queue.pop_front();
        if queue.is_empty() {
            self.waiting.remove(&host);
        }
        *self.under_way.entry(host.clone()).or_default() += 1;
        self.turn = host;
        entry
    }

    /// Notes that an address of `host` is done.
    pub(super) fn done(&mut self, host: &str) {
        if let Some(count) = self.under_way.get_mut(host) {
            *count -= 1;
            if *count == 0 {
                self.under_way.remove(host);
            }
        }
    }
}
