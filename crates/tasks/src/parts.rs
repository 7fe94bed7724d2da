//! Records of a table that is spread over several places: how each place reads its own, and what a sample says of all.

use onefold_data::{Frame, Watch};
use onefold_engine::{MatchSettings, Records, parts::TableStatistics};

use crate::input::without_values;
use crate::observer::Steps;
use crate::{Error, Silent, Source};

impl Source {
    /// The records of a frame, read as those of this source.
    pub fn part(&self, frame: &Frame) -> Result<Records, Error> {
        let source = self.clone().with_frames(std::slice::from_ref(frame));
        let table = onefold_data::read(&[frame.name().to_owned()], &source.options, Watch::SILENT)?;
        Ok(Records::try_new(without_values(&table.batches, &self.blanks))?.keeping(&self.kept))
    }

    /// The statistics of a table, from this sample of it. `bases` has the number of the first record of each part, and that of
    /// all records.
    pub fn statistics(&self, settings: &MatchSettings, bases: Vec<u32>) -> Result<TableStatistics, Error> {
        let input = self.read(settings, &mut Steps::new(&Silent))?;
        let own = input.settings(settings);
        Ok(TableStatistics::of_sample(
            input.records(),
            bases,
            &own,
            &self.kept,
        )?)
    }
}
