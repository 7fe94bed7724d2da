//! All steps in one process, one part after the other: what a cluster does on many machines.

use std::collections::BTreeMap;

use super::{Given, MatchedRows, TableStatistics, row_keys, sample_below};
use crate::{Error, MatchSettings, Records};

/// Matches records in so many parts, with statistics of a sample of about so many records. Gives a match id and a confidence
/// for each record. It finds nearly the groups of [`find_matches`](crate::find_matches), and the same ones in every run. Groups
/// form in one place from up to `most_pairs`, and in every part from more.
pub fn run_in_parts(
    records: &Records,
    settings: &MatchSettings,
    parts: usize,
    sample: usize,
    most_pairs: u64,
) -> Result<MatchedRows, Error> {
    let below = sample_below(sample, records.len());
    let keys = row_keys(records);
    let sampled = (0u32..).zip(keys).filter(|(_, key)| *key <= below);
    let sampled: Vec<u32> = sampled.map(|(row, _)| row).collect();
    let bases: Vec<u32> = (0..=parts)
        .map(|part| (part * records.len() / parts) as u32)
        .collect();
    let homes: Vec<Records> = bases
        .windows(2)
        .map(|ends| records.subset(&(ends[0]..ends[1]).collect::<Vec<u32>>()))
        .collect();
    let mut statistics = TableStatistics::of_sample(&records.subset(&sampled), bases, settings, &[])?;

    let mut kept = Vec::new();
    let mut asked = Mail::default();
    for (part, records) in (0u32..).zip(&homes) {
        let described = statistics.describe(part, records)?;
        asked.post(described.asked);
        kept.push((described.kept, described.keys));
    }
    let (mut answers, mut told) = (Mail::default(), Vec::new());
    for part in 0..parts as u32 {
        let (given, sums) = statistics.tally(part, &asked.to(part))?;
        answers.post(given);
        told.push(sums);
    }
    statistics.count(&slices(&told))?;
    let mut placed = Mail::default();
    for (part, (kept, _)) in (0u32..).zip(&mut kept) {
        let (counted, given) = statistics.place(part, kept, &answers.to(part))?;
        *kept = counted;
        placed.post(given);
    }
    let lists = Mail::by(parts, |part| statistics.gather(part, &placed.to(part)))?;
    let (mut pairs, mut equal) = (Mail::default(), Vec::new());
    for part in 0..parts as u32 {
        let walked = statistics.walk(part, &lists.to(part))?;
        pairs.post(walked.given);
        equal.push(walked.equal);
    }
    let ship = |statistics: &TableStatistics, pairs: &Mail| {
        let (mut shipments, mut count) = (Mail::default(), 0);
        for ((part, records), (kept, _)) in (0u32..).zip(&homes).zip(&kept) {
            let surrounded = statistics.surround(part, records, kept, &pairs.to(part))?;
            count += surrounded.pairs;
            shipments.post(surrounded.given);
        }
        Ok::<_, Error>((shipments, count))
    };
    let (mut shipments, candidates) = ship(&statistics, &pairs)?;
    statistics.with_candidates(candidates);
    let score = |statistics: &mut TableStatistics, shipments: &Mail| {
        let (mut scored, mut told) = (Mail::default(), Vec::new());
        for part in 0..parts as u32 {
            let compared = statistics.compare(part, &shipments.to(part), None)?;
            scored.post(compared.given);
            told.push(compared.told);
        }
        statistics.learn_scores(&slices(&told))?;
        let (mut shown, mut told) = (Mail::default(), Vec::new());
        for part in 0..parts as u32 {
            let (given, sums) = statistics.survey(part, &scored.to(part))?;
            shown.post(given);
            told.push(sums);
        }
        statistics.learn_context(&slices(&told))?;
        let (mut edges, mut told) = (Mail::default(), Vec::new());
        for part in 0..parts as u32 {
            let own = (kept[part as usize].1.as_slice(), equal[part as usize].as_slice());
            let (given, sums) = statistics.conclude(part, own, &scored.to(part), &shown.to(part), None)?;
            edges.post(given);
            told.push(sums);
        }
        let is_spread = statistics.learn_edges(&slices(&told), most_pairs)?;
        Ok::<_, Error>((edges, is_spread))
    };
    let (mut edges, mut is_spread) = score(&mut statistics, &shipments)?;
    if statistics.completes() {
        let missing = Mail::by(1, |_| statistics.complete(&edges.all()))?;
        let (unweighed, _) = ship(&statistics, &missing)?;
        for part in 0..parts as u32 {
            pairs.post(statistics.weigh(part, &unweighed.to(part))?);
        }
        (shipments, _) = ship(&statistics, &pairs)?;
        (edges, is_spread) = score(&mut statistics, &shipments)?;
    }
    let groups = if is_spread {
        let places = settle(&statistics, &edges)?;
        Mail::by(parts, |place| statistics.group(&places.to(place)))?
    } else {
        Mail::by(1, |_| statistics.group(&edges.all()))?
    };
    let mut matched = MatchedRows::default();
    for (part, (_, keys)) in (0u32..).zip(&kept) {
        let own = statistics.ids(part, keys, &groups.to(part))?;
        matched.ids.extend(own.ids);
        matched.confidence.extend(own.confidence);
    }
    Ok(matched)
}

/// The edges of each connected component, at one of the parts.
fn settle(statistics: &TableStatistics, edges: &Mail) -> Result<Mail, Error> {
    let parts = statistics.parts();
    let links = Mail::by(parts, |part| statistics.link(part, &edges.to(part)))?;
    let mut labels = Mail::default();
    loop {
        let (mut next, mut sent) = (Mail::default(), 0);
        for part in 0..parts as u32 {
            let (given, own) = statistics.spread(part, &links.to(part), &labels.to(part))?;
            next.post(given);
            sent += own;
        }
        labels = next;
        if sent == 0 {
            break;
        }
    }
    Mail::by(parts, |part| {
        statistics.settle(part, &edges.to(part), &links.to(part), &labels.to(part))
    })
}

fn slices(told: &[Vec<u8>]) -> Vec<&[u8]> {
    told.iter().map(Vec::as_slice).collect()
}

/// Messages on their way, by the part that they are for.
#[derive(Default)]
struct Mail(BTreeMap<u32, Vec<Vec<u8>>>);

impl Mail {
    fn by(parts: usize, step: impl Fn(u32) -> Result<Given, Error>) -> Result<Self, Error> {
        let mut mail = Self::default();
        for part in 0..parts as u32 {
            mail.post(step(part)?);
        }
        Ok(mail)
    }

    fn post(&mut self, given: Given) {
        for (part, message) in given {
            self.0.entry(part).or_default().push(message);
        }
    }

    fn all(&self) -> Vec<&[u8]> {
        self.0.values().flatten().map(Vec::as_slice).collect()
    }

    fn to(&self, part: u32) -> Vec<&[u8]> {
        self.0
            .get(&part)
            .into_iter()
            .flatten()
            .map(Vec::as_slice)
            .collect()
    }
}
