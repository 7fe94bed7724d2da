//! Explanations of many pairs of one run, small enough to be stored with its result and read again quickly.
//!
//! Of a pair there are its score, what each column adds and in which words, and the parts that are no column. Values of
//! records are not among them, so the file holds nothing that a result without it keeps secret. The file is a line that
//! names the format, a header in JSON and lists of numbers (docs/formats.md).

use std::io::{Read, Write};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Parts;
use crate::{
    Contribution, Error, ScoredPair,
    lists::{read_list, write_list},
    score::probability,
};

/// The first bytes of the file.
const FORMAT: &[u8] = b"onefold-pairs\n";
/// Version of the layout.
const VERSION: u32 = 1;
/// Most bytes of the header; it grows with the different things that comparisons find.
const MOST_HEADER: u64 = 256 << 20;
/// Parts of a score that are no column: what other candidates or the whole records say, and what labels taught.
const OTHER_PARTS: usize = 2;

/// Explanations of many pairs of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeptExplanations {
    header: Header,
    left: Vec<u32>,
    right: Vec<u32>,
    /// log2 odds of each pair's score.
    weights: Vec<f32>,
    /// log2 odds before any column.
    priors: Vec<f32>,
    /// What was found: a text for each column of each pair.
    found: Vec<u32>,
    /// What it adds, in bits.
    bits: Vec<f32>,
    /// Name and meaning of each other part of each pair.
    others: Vec<u32>,
    /// What it adds, in bits; 0 where there is none.
    other_bits: Vec<f32>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Header {
    version: u32,
    /// Records of the result.
    records: u64,
    /// The match threshold of the run.
    threshold: f32,
    pairs: u64,
    columns: Vec<String>,
    texts: Vec<String>,
    /// How the values relate that each text is about; empty in files of earlier versions.
    #[serde(default)]
    agreements: Vec<Agreement>,
}

/// How the values of two records in a column relate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Agreement {
    /// They were not compared.
    #[default]
    Unknown,
    /// The same value, whatever its format.
    Equal,
    /// Not the same value, and no sign of two things.
    Close,
    /// Another value.
    Different,
    /// One of them is missing.
    Missing,
}

/// Why a pair has its score: `prior` and all contributions add up to `match_weight`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptExplanation {
    /// Row number of the first record; always below `right`.
    pub left: u32,
    /// Row number of the second record.
    pub right: u32,
    /// Match score.
    pub score: f32,
    /// log2 odds of a match before any column is looked at.
    pub prior: f32,
    /// log2 odds of the score.
    pub match_weight: f32,
    /// What each column found and adds, in column order, and then what is no column.
    pub contributions: Vec<Contribution>,
}

/// A part of the explanations, with texts of its own.
#[derive(Default)]
pub(super) struct Builder {
    kept: KeptExplanations,
    numbers: FxHashMap<(String, Agreement), u32>,
}

impl Builder {
    pub fn new(columns: Vec<String>, records: usize, threshold: f32) -> Self {
        let mut builder = Self::default();
        builder.kept.header = Header {
            version: VERSION,
            records: records as u64,
            threshold,
            columns,
            ..Header::default()
        };
        builder
    }

    /// Adds a pair, the lower record first.
    pub fn add(&mut self, (left, right): (u32, u32), parts: &Parts) {
        let kept = &mut self.kept;
        kept.left.push(left);
        kept.right.push(right);
        kept.weights.push(parts.weight);
        kept.priors.push(parts.prior);
        for column in &parts.columns {
            let number = self.number(&column.found, column.agreement);
            self.kept.found.push(number);
            self.kept.bits.push(column.bits);
        }
        for at in 0..OTHER_PARTS {
            let (name, meaning, bits) = parts.others.get(at).copied().unwrap_or(("", "", 0.0));
            let texts = [name, meaning].map(|text| self.number(text, Agreement::Unknown));
            self.kept.others.extend(texts);
            self.kept.other_bits.push(bits);
        }
    }

    fn number(&mut self, text: &str, agreement: Agreement) -> u32 {
        let entry = (text.to_owned(), agreement);
        if let Some(&number) = self.numbers.get(&entry) {
            return number;
        }
        let header = &mut self.kept.header;
        let number = header.texts.len() as u32;
        header.texts.push(text.to_owned());
        header.agreements.push(agreement);
        self.numbers.insert(entry, number);
        number
    }

    /// Adds what another part has, after what is there.
    pub fn append(&mut self, part: Self) {
        let header = &part.kept.header;
        let texts: Vec<u32> = header
            .texts
            .iter()
            .zip(&header.agreements)
            .map(|(text, &agreement)| self.number(text, agreement))
            .collect();
        let part = part.kept;
        let kept = &mut self.kept;
        kept.left.extend(part.left);
        kept.right.extend(part.right);
        kept.weights.extend(part.weights);
        kept.priors.extend(part.priors);
        kept.bits.extend(part.bits);
        kept.other_bits.extend(part.other_bits);
        let renumbered = |list: Vec<u32>| {
            list.into_iter()
                .map(|text| texts[text as usize])
                .collect::<Vec<_>>()
        };
        kept.found.extend(renumbered(part.found));
        kept.others.extend(renumbered(part.others));
    }

    /// The explanations; pairs must have come in ascending order.
    pub fn finish(mut self) -> KeptExplanations {
        self.kept.header.pairs = self.kept.left.len() as u64;
        self.kept
    }
}

impl KeptExplanations {
    /// How many pairs are explained.
    pub fn len(&self) -> usize {
        self.left.len()
    }

    /// Whether no pair is explained.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Records of the result that the pairs are of.
    pub fn records(&self) -> u64 {
        self.header.records
    }

    /// The match threshold of the run.
    pub fn threshold(&self) -> f32 {
        self.header.threshold
    }

    /// Names of the compared columns.
    pub fn columns(&self) -> &[String] {
        &self.header.columns
    }

    /// The pairs with their scores, ordered by (left, right).
    pub fn pairs(&self) -> impl Iterator<Item = ScoredPair> + '_ {
        (0..self.len()).map(|at| self.scored(at))
    }

    /// The scored pairs of which both records are among these.
    pub fn among(&self, rows: &[u32]) -> Vec<ScoredPair> {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        let mut found = Vec::new();
        for &left in &rows {
            for at in self.of_left(left) {
                if rows.binary_search(&self.right[at]).is_ok() {
                    found.push(self.scored(at));
                }
            }
        }
        found
    }

    /// The explanation of two records, in either order; `None` if the run did not keep one.
    pub fn of(&self, a: u32, b: u32) -> Option<KeptExplanation> {
        self.place(a, b).map(|at| self.explanation(at))
    }

    fn place(&self, a: u32, b: u32) -> Option<usize> {
        let (left, right) = (a.min(b), a.max(b));
        let own = self.of_left(left);
        let place = self.right[own.clone()].binary_search(&right).ok()?;
        Some(own.start + place)
    }

    /// How the values of two records relate in each column, in column order; `None` if the run did not keep it.
    pub fn agreements(&self, a: u32, b: u32) -> Option<Vec<Agreement>> {
        let at = self.place(a, b)?;
        let columns = self.header.columns.len();
        let found = self.found[at * columns..(at + 1) * columns].iter();
        let agreements = &self.header.agreements;
        Some(
            found
                .map(|&text| agreements.get(text as usize).copied().unwrap_or_default())
                .collect(),
        )
    }

    /// All explanations, ordered by (left, right).
    pub fn iter(&self) -> impl Iterator<Item = KeptExplanation> + '_ {
        (0..self.len()).map(|at| self.explanation(at))
    }

    /// With other row numbers, in the same order.
    pub(crate) fn renumbered(mut self, records: usize, row: impl Fn(u32) -> u32) -> Self {
        self.header.records = records as u64;
        for own in self.left.iter_mut().chain(&mut self.right) {
            *own = row(*own);
        }
        self
    }

    fn of_left(&self, left: u32) -> std::ops::Range<usize> {
        let begin = self.left.partition_point(|&own| own < left);
        let count = self.left[begin..].partition_point(|&own| own == left);
        begin..begin + count
    }

    fn scored(&self, at: usize) -> ScoredPair {
        ScoredPair {
            left: self.left[at],
            right: self.right[at],
            score: probability(self.weights[at] * std::f32::consts::LN_2),
        }
    }

    fn text(&self, number: u32) -> &str {
        &self.header.texts[number as usize]
    }

    fn explanation(&self, at: usize) -> KeptExplanation {
        let ScoredPair { left, right, score } = self.scored(at);
        let columns = self.header.columns.len();
        let own = at * columns..(at + 1) * columns;
        let of_columns = self
            .header
            .columns
            .iter()
            .zip(&self.found[own.clone()])
            .zip(&self.bits[own]);
        let mut contributions: Vec<Contribution> = of_columns
            .map(|((name, &found), &bits)| Contribution {
                name: name.clone(),
                meaning: self.text(found).to_owned(),
                bits,
                is_column: true,
            })
            .collect();
        for part in at * OTHER_PARTS..(at + 1) * OTHER_PARTS {
            if self.other_bits[part] != 0.0 {
                contributions.push(Contribution {
                    name: self.text(self.others[2 * part]).to_owned(),
                    meaning: self.text(self.others[2 * part + 1]).to_owned(),
                    bits: self.other_bits[part],
                    is_column: false,
                });
            }
        }
        KeptExplanation {
            left,
            right,
            score,
            prior: self.priors[at],
            match_weight: self.weights[at],
            contributions,
        }
    }

    /// Writes the explanations.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let header = serde_json::to_vec(&self.header)?;
        out.write_all(FORMAT)?;
        out.write_all(&(header.len() as u64).to_le_bytes())?;
        out.write_all(&header)?;
        for list in [&self.left, &self.right, &self.found, &self.others] {
            write_list(out, list, u32::to_le_bytes)?;
        }
        for list in [&self.weights, &self.priors, &self.bits, &self.other_bits] {
            write_list(out, list, f32::to_le_bytes)?;
        }
        Ok(())
    }

    /// Reads explanations that [`KeptExplanations::write`] wrote; refuses everything else.
    pub fn read(from: &mut dyn Read) -> Result<Self, Error> {
        let mut start = [0; FORMAT.len()];
        let mut len = [0; 8];
        let damaged = |_: std::io::Error| bad("it is damaged: it ends too early");
        from.read_exact(&mut start).map_err(damaged)?;
        if start != FORMAT {
            return Err(bad("it holds no explanations"));
        }
        from.read_exact(&mut len).map_err(damaged)?;
        let len = u64::from_le_bytes(len);
        if len > MOST_HEADER {
            return Err(bad("it is damaged: its header is too long"));
        }
        let mut header = vec![0; len as usize];
        from.read_exact(&mut header).map_err(damaged)?;
        let header: Header =
            serde_json::from_slice(&header).map_err(|_| bad("it is damaged: its header cannot be read"))?;
        if header.version != VERSION {
            return Err(bad("another version of Onefold wrote it"));
        }
        let (pairs, columns) = (header.pairs, header.columns.len() as u64);
        let longest = pairs
            .checked_mul(columns.max(4))
            .filter(|longest| *longest < 1 << 40);
        if longest.is_none() {
            return Err(bad("it is damaged: its lists are too long"));
        }
        let parts = OTHER_PARTS as u64;
        let mut numbers = |len| read_list(from, len, u32::from_le_bytes).map_err(damaged);
        let (left, right) = (numbers(pairs)?, numbers(pairs)?);
        let (found, others) = (numbers(pairs * columns)?, numbers(2 * pairs * parts)?);
        let mut figures = |len| read_list(from, len, f32::from_le_bytes).map_err(damaged);
        let kept = Self {
            weights: figures(pairs)?,
            priors: figures(pairs)?,
            bits: figures(pairs * columns)?,
            other_bits: figures(pairs * parts)?,
            header,
            left,
            right,
            found,
            others,
        };
        if kept.is_sound() {
            Ok(kept)
        } else {
            Err(bad("it is damaged: its lists contradict each other"))
        }
    }

    fn is_sound(&self) -> bool {
        let texts = self.header.texts.len();
        let pairs = || self.left.iter().zip(&self.right);
        pairs().all(|(left, right)| left < right && u64::from(*right) < self.header.records)
            && pairs().is_sorted_by(|a, b| a < b)
            && [0, texts].contains(&self.header.agreements.len())
            && self
                .found
                .iter()
                .chain(&self.others)
                .all(|&text| (text as usize) < texts)
    }
}

fn bad(reason: &str) -> Error {
    Error::BadExplanations {
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        MatchRequest, MatchSettings, Model, Silent, explain, find_matches, incremental::tests::records,
    };

    const PEOPLE: [[&str; 4]; 8] = [
        ["1", "maria fernanda lopez", "springfield", "1980-02-11"],
        ["2", "maria fernanda lopes", "springfield", "1980-02-11"],
        ["3", "jonathan archer", "riverton", "1971-07-30"],
        ["4", "aisha okafor", "lakeside", "1990-12-01"],
        ["5", "maria f lopez", "springfield", "1980-11-02"],
        ["6", "chloe dubois", "fairview", "1988-08-08"],
        ["7", "jonathon archer", "riverton", "1971-07-30"],
        ["8", "chloe duboys", "", "1988-08-08"],
    ];

    fn kept() -> KeptExplanations {
        let records = records(&PEOPLE, 100);
        let settings = MatchSettings {
            min_score: 0.9,
            ..MatchSettings::default()
        };
        let request = MatchRequest::new(&records)
            .with_settings(&settings)
            .keeping_explanations();
        find_matches(&request, &Silent).unwrap().kept.unwrap()
    }

    #[test]
    fn kept_bits_sum_to_the_score_and_agree_with_an_explanation_of_the_pair() {
        let kept = kept();
        assert!(kept.len() >= 3, "{kept:?}");
        let records = records(&PEOPLE, 100);
        for own in kept.iter() {
            let sum = own.prior + own.contributions.iter().map(|part| part.bits).sum::<f32>();
            assert!((sum - own.match_weight).abs() < 0.02, "{own:?}");
            assert!((own.match_weight.exp2() / (1.0 + own.match_weight.exp2()) - own.score).abs() < 1e-4);
            let pair = [(own.left, own.right)];
            let whole = explain(
                &records,
                &MatchSettings::default(),
                &Model::cold_start(),
                &pair,
                &Silent,
            )
            .unwrap();
            assert_eq!((whole[0].score, whole[0].prior), (own.score, own.prior));
            for part in &whole[0].contributions {
                assert!(own.contributions.contains(part), "{part:?} {own:?}");
            }
            for (agreement, part) in kept
                .agreements(own.left, own.right)
                .unwrap()
                .iter()
                .zip(&own.contributions)
            {
                let word = part.meaning.split([',', ';']).next().unwrap();
                match agreement {
                    Agreement::Equal => assert_eq!(word, "equal"),
                    Agreement::Missing => assert_eq!(word, "missing"),
                    Agreement::Close => assert!(part.bits >= 0.0 && word != "different", "{part:?}"),
                    Agreement::Different => assert!(part.bits < 0.0 || word == "different", "{part:?}"),
                    Agreement::Unknown => assert!(word.starts_with("not used"), "{part:?}"),
                }
            }
        }
        assert_eq!(kept.of(1, 0), kept.of(0, 1));
        assert!(kept.of(0, 1).is_some() && kept.of(0, 3).is_none() && kept.of(7, 7).is_none());
        assert_eq!(kept.among(&[6, 2, 3]).len(), 1);
    }

    #[test]
    fn what_was_written_is_read_and_what_is_damaged_is_refused() {
        let kept = kept();
        let mut file = Vec::new();
        kept.write(&mut file).unwrap();
        assert_eq!(KeptExplanations::read(&mut file.as_slice()).unwrap(), kept);
        for len in [0, 5, FORMAT.len() + 4, file.len() / 2, file.len() - 1] {
            let read = KeptExplanations::read(&mut &file[..len]);
            assert!(matches!(read, Err(Error::BadExplanations { .. })), "{len}");
        }
        let mut header = file.clone();
        header[FORMAT.len() + 10] ^= 0x40;
        assert!(KeptExplanations::read(&mut header.as_slice()).is_err());
        // Row numbers come first after the header; a pair of a record with itself makes no sense.
        let begin = file.len() - 4 * (kept.len() * (2 + 2 + 2 * kept.columns().len() + 3 * OTHER_PARTS));
        file[begin..begin + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(KeptExplanations::read(&mut file.as_slice()).is_err());
    }
}
