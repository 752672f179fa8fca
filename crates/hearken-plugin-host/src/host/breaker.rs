//! Switches off a plugin that keeps killing its workers.

use std::collections::VecDeque;

use crate::Breaker;

/// What a breaker has seen of one plugin, post by post in the order of the jobs.
#[derive(Debug, Clone)]
pub(super) struct BreakerState {
    breaker: Breaker,
    row: u32,
    recent: VecDeque<bool>,
}

impl BreakerState {
    pub(super) const fn new(breaker: Breaker) -> Self {
        Self {
            breaker,
            row: 0,
            recent: VecDeque::new(),
        }
    }

    /// Takes the next post in; gives the reason once the plugin is to be switched off.
    pub(super) fn push(&mut self, died: bool) -> Option<String> {
        let Breaker {
            in_a_row,
            recent,
            window,
        } = self.breaker;
        self.row = if died { self.row + 1 } else { 0 };
        self.recent.push_back(died);
        if self.recent.len() > window as usize {
            self.recent.pop_front();
        }
        if self.row >= in_a_row {
            return Some(format!(
                "switched off: it killed its worker on {in_a_row} posts in a row"
            ));
        }
        let deaths = self.recent.iter().filter(|died| **died).count();
        (deaths >= recent as usize)
            .then(|| format!("switched off: it killed its worker on {recent} of {window} posts"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trips_at(breaker: Breaker, deaths: &[usize], posts: usize) -> Option<usize> {
        let mut state = BreakerState::new(breaker);
        (0..posts).find(|post| state.push(deaths.contains(post)).is_some())
    }

    #[test]
    fn trips_on_a_row_and_on_many_among_the_last() {
        let breaker = Breaker::default();
        assert_eq!(trips_at(breaker, &[4, 5, 6], 100), Some(6));
        assert_eq!(trips_at(breaker, &[4, 5, 7], 100), None);
        assert_eq!(trips_at(breaker, &[0, 50, 100, 150, 199], 300), Some(199));
        assert_eq!(trips_at(breaker, &[0, 50, 100, 150, 200], 300), None);
        assert_eq!(
            trips_at(Breaker::OFF, &(0..300).collect::<Vec<_>>(), 300),
            None
        );
    }
}
