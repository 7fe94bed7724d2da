//! Puts parts of standardized records out of memory while no stage reads them.

use super::{CompactRows, Lists, RowPart, StandardRecords, TextArena};
use crate::{
    Error,
    scratch::{Aside, Put},
};

/// Parts of standardized records that are not in memory.
#[derive(Debug, Default)]
pub struct PutRecords {
    dictionaries: Option<(Vec<PutAttribute>, PutTexts)>,
    cells: Option<Put<u32>>,
    words: Option<PutLists>,
    rows: Option<Vec<(Put<u32>, Put<u8>)>>,
}

/// The values of an attribute.
#[derive(Debug)]
struct PutAttribute {
    texts: PutTexts,
    counts: Put<u32>,
    words: PutLists,
    compared: Put<u8>,
    parsed: Put<u32>,
}

#[derive(Debug)]
struct PutTexts {
    all: Put<u8>,
    ends: Put<u32>,
}

#[derive(Debug)]
struct PutLists {
    starts: Put<u32>,
    items: Put<u32>,
}

impl StandardRecords {
    /// Puts the values of all attributes and the texts of words aside: blocks and pairs are made of numbers alone, once it is
    /// known how to block.
    pub fn put_dictionaries(&mut self, aside: Aside<'_>) -> Result<PutRecords, Error> {
        let mut put = PutRecords::default();
        if aside.is_away() {
            put.dictionaries = Some(self.take_dictionaries(aside)?);
        }
        Ok(put)
    }

    /// Puts the value numbers aside too: choosing pairs reads blocks and words only.
    pub fn put_cells(&mut self, put: &mut PutRecords, aside: Aside<'_>) -> Result<(), Error> {
        if aside.is_away() {
            put.cells = Some(aside.put(std::mem::take(&mut self.cells))?);
        }
        Ok(())
    }

    /// Puts the words of each record aside too.
    pub fn put_words(&mut self, put: &mut PutRecords, aside: Aside<'_>) -> Result<(), Error> {
        if aside.is_away() {
            put.words = Some(PutLists::put(std::mem::take(&mut self.words), aside)?);
        }
        Ok(())
    }

    /// Puts aside all that comparing reads.
    pub fn put_compared(&mut self, aside: Aside<'_>) -> Result<PutRecords, Error> {
        let mut put = PutRecords::default();
        self.put_words(&mut put, aside)?;
        if aside.is_away() {
            put.dictionaries = Some(self.take_dictionaries(aside)?);
            let parts = std::mem::take(&mut self.rows.parts);
            let parts = parts.into_iter().map(|part| {
                let bytes = aside.put(part.bytes.into_vec())?;
                Ok((aside.put(part.starts)?, bytes))
            });
            put.rows = Some(parts.collect::<Result<_, Error>>()?);
        }
        Ok(put)
    }

    /// Gives up all values; what is known of the columns stays.
    pub fn forget_values(&mut self) {
        for attribute in &mut self.attributes {
            attribute.texts = TextArena::default();
            attribute.counts = Vec::new();
            attribute.words = Lists::default();
            attribute.compared = Vec::new();
            attribute.parsed = Vec::new();
        }
        self.vocabulary.texts = TextArena::default();
        self.cells = Vec::new();
        self.words = Lists::default();
        self.rows = CompactRows::default();
    }

    /// Takes back what was put aside, but for the words of each record: comparing attributes alone does not need them.
    pub fn take_back_attributes(
        &mut self,
        mut put: PutRecords,
        aside: Aside<'_>,
    ) -> Result<PutRecords, Error> {
        let words = put.words.take();
        self.take_back(put, aside)?;
        Ok(PutRecords {
            words,
            ..PutRecords::default()
        })
    }

    /// Takes all back that was put aside.
    pub fn take_back(&mut self, put: PutRecords, aside: Aside<'_>) -> Result<(), Error> {
        if let Some((attributes, words)) = put.dictionaries {
            for (own, put) in self.attributes.iter_mut().zip(attributes) {
                own.texts = put.texts.take(aside)?;
                own.counts = aside.take(put.counts)?;
                own.words = put.words.take(aside)?;
                own.compared = aside.take(put.compared)?;
                own.parsed = aside.take(put.parsed)?;
            }
            self.vocabulary.texts = words.take(aside)?;
        }
        if let Some(cells) = put.cells {
            self.cells = aside.take(cells)?;
        }
        if let Some(words) = put.words {
            self.words = words.take(aside)?;
        }
        if let Some(parts) = put.rows {
            let parts = parts.into_iter().map(|(starts, bytes)| {
                Ok(RowPart {
                    starts: aside.take(starts)?,
                    bytes: aside.take(bytes)?.into(),
                })
            });
            self.rows = CompactRows {
                width: self.attributes.len(),
                parts: parts.collect::<Result<_, Error>>()?,
            };
        }
        Ok(())
    }

    fn take_dictionaries(&mut self, aside: Aside<'_>) -> Result<(Vec<PutAttribute>, PutTexts), Error> {
        let attributes = self.attributes.iter_mut().map(|attribute| {
            Ok(PutAttribute {
                texts: PutTexts::put(std::mem::take(&mut attribute.texts), aside)?,
                counts: aside.put(std::mem::take(&mut attribute.counts))?,
                words: PutLists::put(std::mem::take(&mut attribute.words), aside)?,
                compared: aside.put(std::mem::take(&mut attribute.compared))?,
                parsed: aside.put(std::mem::take(&mut attribute.parsed))?,
            })
        });
        let attributes = attributes.collect::<Result<_, Error>>()?;
        let words = PutTexts::put(std::mem::take(&mut self.vocabulary.texts), aside)?;
        Ok((attributes, words))
    }
}

impl PutTexts {
    fn put(texts: TextArena, aside: Aside<'_>) -> Result<Self, Error> {
        Ok(Self {
            all: aside.put(texts.all.into_bytes())?,
            ends: aside.put(texts.ends)?,
        })
    }

    fn take(self, aside: Aside<'_>) -> Result<TextArena, Error> {
        let all = String::from_utf8(aside.take(self.all)?).map_err(|_| Error::Scratch {
            reason: "what was put into the temporary folder has changed there".to_owned(),
        })?;
        Ok(TextArena {
            all,
            ends: aside.take(self.ends)?,
        })
    }
}

impl PutLists {
    fn put(lists: Lists, aside: Aside<'_>) -> Result<Self, Error> {
        Ok(Self {
            starts: aside.put(lists.starts)?,
            items: aside.put(lists.items)?,
        })
    }

    fn take(self, aside: Aside<'_>) -> Result<Lists, Error> {
        Ok(Lists {
            starts: aside.take(self.starts)?,
            items: aside.take(self.items)?,
        })
    }
}
