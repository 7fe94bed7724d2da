//! Weigh: pairs that blocking did not propose in, the same with their weights out.

use super::{Given, Messages, TableStatistics, surround::Near};
use crate::{Error, compare::word_cosine, pair::Candidate};

impl TableStatistics {
    /// Gives pairs the weight that their words have in common.
    pub fn weigh(&self, part: u32, shipments: &[&[u8]]) -> Result<Given, Error> {
        let shipped = self.read_shipments(shipments)?;
        let near = Near::new(shipped.pairs.iter().map(|own| own.paired.pair));
        let mut given = Messages::new(self.parts());
        if near.rows.is_empty() {
            return Ok(Vec::new());
        }
        let standard = self.standardize_shipped(&shipped, &near.rows)?;
        for (own, pair) in shipped.pairs.iter().zip(&near.candidates.pairs) {
            let mut paired = own.paired;
            paired.pair = Candidate {
                weight: word_cosine(&standard, pair.left, pair.right),
                ..paired.pair
            };
            self.write_pair(paired, &mut given);
        }
        Ok(given.given(part))
    }
}
