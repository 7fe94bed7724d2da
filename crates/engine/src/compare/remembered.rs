//! Comparisons of values that were made lately. Pairs of one group of records compare the same few values again and again,
//! so that looking a comparison up costs less than making it.

use super::attribute::Outcome;
use crate::hashing::spread;

/// Comparisons that are remembered: as many as stay in the second-level cache.
const SLOTS: usize = 1 << 13;

/// The last comparisons of the values of some records; each place holds the last one that came there. By default nothing
/// is remembered.
#[derive(Debug, Default)]
pub struct Remembered {
    slots: Vec<Slot>,
}

/// Two values of one column with their outcome; no value at first, which is never compared. A quarter of a line of the cache.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The lesser and the greater number.
    values: u64,
    similarity: f32,
    of: u16,
    level: u8,
}

impl Remembered {
    /// A memory that is empty.
    pub fn new() -> Self {
        let empty = Slot {
            values: 0,
            similarity: 0.0,
            of: 0,
            level: 0,
        };
        Self {
            slots: vec![empty; SLOTS],
        }
    }

    /// How two different values compare, by their numbers in column `of`; which of them is first does not matter.
    #[inline]
    pub fn outcome(&mut self, of: usize, values: (u32, u32), compare: impl FnOnce() -> Outcome) -> Outcome {
        let Some(of) = u16::try_from(of).ok().filter(|_| !self.slots.is_empty()) else {
            return compare();
        };
        let (least, most) = (values.0.min(values.1), values.0.max(values.1));
        let values = u64::from(least) << 32 | u64::from(most);
        let hash = spread(values ^ u64::from(of) << 57);
        let slot = &mut self.slots[(hash >> (u64::BITS - SLOTS.trailing_zeros())) as usize];
        if (slot.values, slot.of) == (values, of) {
            return Outcome::new(slot.level, slot.similarity);
        }
        let outcome = compare();
        *slot = Slot {
            values,
            similarity: outcome.similarity,
            of,
            level: outcome.level,
        };
        outcome
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_remembered_is_what_comparing_gives(
            asked in prop::collection::vec((0usize..40, 1u32..60, 1u32..60), 1..3_000),
        ) {
            let compare = |of: usize, a: u32, b: u32| Outcome::new((of % 5) as u8, (a.min(b) * 100 + a.max(b)) as f32);
            let mut remembered = Remembered::new();
            for (of, a, b) in asked {
                prop_assert_eq!(remembered.outcome(of, (a, b), || compare(of, a, b)), compare(of, a, b));
            }
        }
    }

    #[test]
    fn a_comparison_is_made_once_and_always_again_without_memory() {
        let mut made = 0;
        let mut remembered = Remembered::new();
        for (a, b) in [(7, 9), (9, 7), (7, 9)] {
            remembered.outcome(3, (a, b), || {
                made += 1;
                Outcome::new(2, 0.5)
            });
        }
        assert_eq!(made, 1);
        for _ in 0..2 {
            Remembered::default().outcome(3, (7, 9), || {
                made += 1;
                Outcome::new(2, 0.5)
            });
        }
        assert_eq!(made, 3);
    }
}
