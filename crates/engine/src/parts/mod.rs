//! Parts: the stages over records that are spread over several places, for tables that one place cannot hold.
//!
//! A cluster runs each step on many machines; this module is what runs there. A step takes bytes and gives bytes: some that
//! its part keeps, and messages to other parts. Who moves them (Spark, or a loop in [`run_in_parts`]) is not its concern.
//! Each step gives the same bytes for the same input, so one that was lost can be repeated.
//!
//! | Step | Takes | Gives |
//! |---|---|---|
//! | [`TableStatistics::of_sample`] | a sample of the records | how columns are read, how records meet, what comparisons say |
//! | [`describe`](TableStatistics::describe) | the records of a part | hashes of values and terms; questions: how many records have them? |
//! | [`tally`](TableStatistics::tally) | the questions about some hashes | answers, counted over all parts |
//! | [`place`](TableStatistics::place) | answers | the terms under which each record can be found |
//! | [`gather`](TableStatistics::gather) | records by term | blocks, to the parts whose records look through them |
//! | [`walk`](TableStatistics::walk) | blocks | the best candidates of each record |
//! | [`surround`](TableStatistics::surround) | all candidates of a part's records | where pairs stand among them; records for those who compare |
//! | [`compare`](TableStatistics::compare) | records and pairs | first scores |
//! | [`survey`](TableStatistics::survey) | first scores around a part's records | sums over all pairs; neighborhoods of open pairs |
//! | [`conclude`](TableStatistics::conclude) | the same with neighborhoods | final scores |
//! | [`complete`](TableStatistics::complete) and [`weigh`](TableStatistics::weigh) | the likely pairs of a small table | pairs that blocking did not propose; then the steps from [`surround`](TableStatistics::surround) on are done again |
//! | [`link`](TableStatistics::link), [`spread`](TableStatistics::spread) in rounds, and [`settle`](TableStatistics::settle) | likely pairs, if they are too many for one place | the pairs of each connected component, at one of several places |
//! | [`group`](TableStatistics::group) | all likely pairs, or those of some components | match groups |
//! | [`TableStatistics::ids`] | the groups of a part's records | a match id and a confidence for each record |
//!
//! Between steps, the driver adds up what steps told and gives all of them the statistics anew. A record has one number
//! in all parts, that of its row in the whole table; each part holds the rows of a stretch.

mod compare;
mod complete;
mod connect;
mod context;
mod describe;
mod edges;
mod group;
mod home;
mod place;
mod run;
mod statistics;
mod surround;
mod tally;
mod terms;
mod walk;
mod wire;

pub use compare::Compared;
pub use describe::DescribedPart;
pub use group::{MOST_PAIRS, MatchedRows};
pub use home::{fingerprint, row_keys, sample_below};
pub use run::run_in_parts;
pub use statistics::TableStatistics;
pub use surround::Surrounded;
pub use walk::Walked;

use wire::Writer;

use crate::hashing::mix;

/// Messages by the part that they are for; the first number of each is the part that they come from.
pub type Given = Vec<(u32, Vec<u8>)>;

/// A message for each part, as they are written.
struct Messages(Vec<Writer>);

impl Messages {
    fn new(parts: usize) -> Self {
        Self(vec![Writer::default(); parts])
    }

    /// The part that looks after a hash.
    fn part_of(&self, hash: u64) -> usize {
        ((u128::from(mix(hash)) * self.0.len() as u128) >> 64) as usize
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Writer> {
        self.0.iter_mut()
    }

    fn to(&mut self, part: usize) -> &mut Writer {
        &mut self.0[part]
    }

    /// The messages with their sender; empty ones need not travel.
    fn given(self, from: u32) -> Given {
        let messages = (0u32..).zip(self.0).filter(|(_, message)| !message.is_empty());
        messages
            .map(|(part, message)| {
                let mut whole = from.to_le_bytes().to_vec();
                whole.extend(message.into_bytes());
                (part, whole)
            })
            .collect()
    }
}

/// Messages of several parts, in the order of their senders, however they arrived.
fn in_order<'a>(messages: &[&'a [u8]]) -> Result<Vec<(u32, wire::Reader<'a>)>, crate::Error> {
    let mut all = Vec::with_capacity(messages.len());
    for message in messages {
        let mut reader = wire::Reader::new(message);
        all.push((reader.u32()?, reader));
    }
    all.sort_by_key(|(from, _)| *from);
    Ok(all)
}
