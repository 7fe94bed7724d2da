//! Finds which columns of several tables mean the same: by their names, by what their values have in common, and by what
//! the values look like.
//!
//! Every source is compared with the columns of the sources before it. All candidates are scored, and the best are taken one
//! after the other: one column for one, or one column for several that are its parts.

use std::collections::HashMap;

use super::Source;
use super::names::{Meaning, are_parts, meanings, order_in};
use super::sample::Sample;
use crate::Error;

/// Least score of two columns that mean the same.
const LEAST: f64 = 0.35;
/// Another column fits nearly as well if its score is at most this much lower.
const NEAR: f64 = 0.05;
/// Score of columns with one name, whatever their values.
const SAME_NAME: f64 = 0.6;
/// Score of columns that are left over, alike, and alone with it.
const LEFT_OVER: f64 = 0.35;
/// Parts of a value; more columns are no parts of one.
const MOST_PARTS: usize = 6;

/// What the caller knows: `left=right`, where several columns are joined with `+`, and nothing on the right means that the left
/// column has no partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRule {
    /// Columns of an earlier source.
    pub left: Vec<String>,
    /// Columns of a later source.
    pub right: Vec<String>,
}

/// Columns with the same meaning.
#[derive(Debug, Clone)]
pub(super) struct Concept {
    pub name: String,
    /// What its name says in the first source that has it.
    meaning: Meaning,
    /// Positions in each source; several are parts of one value.
    pub parts: Vec<Vec<usize>>,
    pub score: f64,
    /// Other columns that fit nearly as well.
    pub or: Vec<String>,
    /// Other concepts that the column of the new source fits nearly as well.
    pub or_to: Vec<String>,
}

impl Concept {
    /// Whether at least two sources have it.
    pub fn is_shared(&self) -> bool {
        self.parts.iter().filter(|parts| !parts.is_empty()).count() > 1
    }

    fn sample(&self, sources: &[Source]) -> Sample {
        let first = self
            .parts
            .iter()
            .position(|parts| !parts.is_empty())
            .unwrap_or_default();
        let samples: Vec<&Sample> = self.parts[first]
            .iter()
            .map(|&column| &sources[first].samples[column])
            .collect();
        match samples.as_slice() {
            [one] => (*one).clone(),
            several => Sample::joined(several),
        }
    }

    fn is_single(&self) -> bool {
        self.parts.iter().all(|parts| parts.len() < 2)
    }
}

/// A way in which columns may belong together.
#[derive(Debug, Clone)]
struct Candidate {
    score: f64,
    /// Numbers of concepts, several if they are parts of the column.
    concepts: Vec<usize>,
    /// Columns of the new source, several if they are parts of the concept.
    columns: Vec<usize>,
}

/// Finds the concepts of all sources.
pub(super) fn find(sources: &[Source], rules: &[MapRule]) -> Result<Vec<Concept>, Error> {
    check(sources, rules)?;
    let mut concepts: Vec<Concept> = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let meanings = meanings(&source.columns);
        let mut search = Search {
            open: (0..concepts.len()).collect(),
            free: (0..source.columns.len())
                .filter(|&column| Some(column) != source.id)
                .collect(),
            concepts: &mut concepts,
            sources,
            meanings: &meanings,
            number,
        };
        if number > 0 {
            search.by_rules(rules);
            search.by_likeness();
        }
        let free = search.free;
        concepts.retain(|concept| concept.parts.iter().any(|parts| !parts.is_empty()));
        for column in free {
            let mut parts = vec![Vec::new(); sources.len()];
            parts[number].push(column);
            concepts.push(Concept {
                name: free_name(&concepts, &source.columns[column]),
                meaning: meanings[column].clone(),
                parts,
                score: 0.0,
                or: Vec::new(),
                or_to: Vec::new(),
            });
        }
    }
    Ok(concepts)
}

fn free_name(concepts: &[Concept], name: &str) -> String {
    let mut free = name.to_owned();
    while concepts.iter().any(|concept| concept.name == free) {
        free.push('_');
    }
    free
}

/// Refuses rules about columns that do not exist.
fn check(sources: &[Source], rules: &[MapRule]) -> Result<(), Error> {
    for rule in rules {
        let has = |source: &Source, names: &[String]| names.iter().all(|name| source.columns.contains(name));
        let sides = [&rule.left, &rule.right];
        for names in sides {
            if !sources.iter().any(|source| has(source, names)) {
                return Err(Error::UnknownMapColumns {
                    names: names.join("+"),
                    columns: sources
                        .iter()
                        .map(|source| format!("{}: {}", source.name, source.columns.join(", ")))
                        .collect(),
                });
            }
        }
    }
    Ok(())
}

/// The search for what the columns of one source are, among the concepts of those before it.
struct Search<'a> {
    concepts: &'a mut [Concept],
    sources: &'a [Source],
    /// What the names of the columns mean.
    meanings: &'a [Meaning],
    /// Which source.
    number: usize,
    /// Concepts without a column of the source so far.
    open: Vec<usize>,
    /// Columns without a concept so far.
    free: Vec<usize>,
}

impl Search<'_> {
    /// Takes what the caller said, and takes it off the lists of what is open.
    fn by_rules(&mut self, rules: &[MapRule]) {
        let source = &self.sources[self.number];
        for rule in rules {
            let left: Vec<usize> = rule
                .left
                .iter()
                .filter_map(|name| self.concepts.iter().position(|concept| concept.name == *name))
                .collect();
            let right: Vec<usize> = rule
                .right
                .iter()
                .filter_map(|name| source.columns.iter().position(|own| own == name))
                .collect();
            if left.len() != rule.left.len() || (right.len() != rule.right.len()) {
                continue;
            }
            if right.is_empty() {
                self.open.retain(|concept| !left.contains(concept));
                continue;
            }
            let candidate = Candidate {
                score: 1.0,
                concepts: left,
                columns: right,
            };
            self.take(&candidate);
        }
    }

    /// Takes the best candidates one after the other, and then what is left over.
    fn by_likeness(&mut self) {
        let columns = &self.sources[self.number].columns;
        let mut candidates = self.candidates();
        candidates.retain(|candidate| candidate.score >= LEAST);
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut taken = Vec::new();
        for candidate in &candidates {
            let is_open = candidate
                .concepts
                .iter()
                .all(|concept| self.open.contains(concept))
                && candidate.columns.iter().all(|column| self.free.contains(column));
            if is_open {
                self.take(candidate);
                taken.push(candidate);
            }
        }
        for candidate in taken {
            let near = candidates
                .iter()
                .filter(|other| other.score >= candidate.score - NEAR);
            let (mut or, mut or_to) = (Vec::new(), Vec::new());
            for other in near {
                // What found a better partner is no alternative.
                let are_free = other.columns.iter().all(|column| self.free.contains(column));
                let are_open = other.concepts.iter().all(|concept| self.open.contains(concept));
                if other.concepts == candidate.concepts && are_free {
                    let parts = other.columns.iter().map(|&column| columns[column].as_str());
                    or.push(parts.collect::<Vec<_>>().join(" + "));
                } else if other.columns == candidate.columns && are_open {
                    let parts = other.concepts.iter();
                    let parts = parts.map(|&concept| self.concepts[concept].name.as_str());
                    or_to.push(parts.collect::<Vec<_>>().join(" + "));
                }
            }
            let concept = &mut self.concepts[candidate.concepts[0]];
            concept.or = or;
            concept.or_to = or_to;
        }
        if let Some(last) = self.left_over() {
            self.take(&last);
        }
    }

    /// The two columns of text that alone have no partner, if nothing says that they mean different things.
    fn left_over(&self) -> Option<Candidate> {
        /// Least likeness of their values.
        const LEAST_LIKENESS: f64 = 0.4;
        let lefts: Vec<(usize, Sample)> = self
            .open
            .iter()
            .map(|&concept| (concept, self.concepts[concept].sample(self.sources)))
            .filter(|(_, sample)| sample.is_text())
            .collect();
        let rights: Vec<usize> = self
            .free
            .iter()
            .copied()
            .filter(|&column| self.sources[self.number].samples[column].is_text())
            .collect();
        let ([(concept, sample)], [column]) = (lefts.as_slice(), rights.as_slice()) else {
            return None;
        };
        let (left, right) = (&self.concepts[*concept].meaning, &self.meanings[*column]);
        let is_likely = !left.differs(right)
            && sample.looks_like(&self.sources[self.number].samples[*column]) >= LEAST_LIKENESS;
        is_likely.then(|| Candidate {
            score: LEFT_OVER,
            concepts: vec![*concept],
            columns: vec![*column],
        })
    }

    fn take(&mut self, candidate: &Candidate) {
        self.open.retain(|concept| !candidate.concepts.contains(concept));
        self.free.retain(|column| !candidate.columns.contains(column));
        let [first, others @ ..] = candidate.concepts.as_slice() else {
            return;
        };
        // Parts become one concept, in their order.
        for &other in others {
            let parts = std::mem::take(&mut self.concepts[other].parts);
            self.concepts[other].parts = vec![Vec::new(); parts.len()];
            for (own, more) in self.concepts[*first].parts.iter_mut().zip(parts) {
                own.extend(more);
            }
        }
        self.concepts[*first].parts[self.number].clone_from(&candidate.columns);
        self.concepts[*first].score = candidate.score;
    }

    /// What may belong together, with scores.
    fn candidates(&self) -> Vec<Candidate> {
        let source = &self.sources[self.number];
        let samples: Vec<Sample> = self
            .concepts
            .iter()
            .map(|concept| concept.sample(self.sources))
            .collect();
        let left: Vec<Seen<'_>> = self
            .open
            .iter()
            .map(|&at| Seen {
                at,
                meaning: &self.concepts[at].meaning,
                sample: &samples[at],
            })
            .collect();
        let right: Vec<Seen<'_>> = self
            .free
            .iter()
            .map(|&at| Seen {
                at,
                meaning: &self.meanings[at],
                sample: &source.samples[at],
            })
            .collect();
        let mut found = Vec::new();
        for concept in &left {
            for column in &right {
                found.push(Candidate {
                    score: alike(concept, column),
                    concepts: vec![concept.at],
                    columns: vec![column.at],
                });
            }
        }
        let single = |seen: &[Seen<'_>]| -> Vec<usize> { seen.iter().map(|seen| seen.at).collect() };
        let has_values = |seen: &&Seen<'_>| seen.sample.count > 0;
        let left_parts: Vec<Seen<'_>> = left
            .iter()
            .filter(|concept| self.concepts[concept.at].is_single())
            .filter(has_values)
            .copied()
            .collect();
        let right_parts: Vec<Seen<'_>> = right.iter().filter(has_values).copied().collect();
        let partners = |is_own: &dyn Fn(&Candidate) -> (usize, usize)| {
            let mut partners = Partners::default();
            for candidate in &found {
                let (own, other) = is_own(candidate);
                partners.add(own, other, candidate.score);
            }
            partners
        };
        let of_left = partners(&|candidate| (candidate.concepts[0], candidate.columns[0]));
        let of_right = partners(&|candidate| (candidate.columns[0], candidate.concepts[0]));
        for concept in &left_parts {
            for (score, columns) in wholes(concept, &right_parts, &of_right) {
                found.push(Candidate {
                    score,
                    concepts: vec![concept.at],
                    columns: single(&columns),
                });
            }
        }
        for column in &right_parts {
            for (score, parts) in wholes(column, &left_parts, &of_left) {
                found.push(Candidate {
                    score,
                    concepts: single(&parts),
                    columns: vec![column.at],
                });
            }
        }
        found
    }
}

/// The two best partners of each column, with their scores.
#[derive(Debug, Default)]
struct Partners(HashMap<usize, [(f64, usize); 2]>);

impl Partners {
    fn add(&mut self, own: usize, other: usize, score: f64) {
        let best = self.0.entry(own).or_insert([(0.0, usize::MAX); 2]);
        if score > best[0].0 {
            best[1] = best[0];
            best[0] = (score, other);
        } else if score > best[1].0 {
            best[1] = (score, other);
        }
    }

    /// Score of the best partner of a column that is not this one.
    fn best_but(&self, own: usize, other: usize) -> f64 {
        let best = self.0.get(&own).into_iter().flatten();
        best.filter(|(_, partner)| *partner != other)
            .map(|(score, _)| *score)
            .fold(0.0, f64::max)
    }
}

/// What is known of a column or concept.
#[derive(Debug, Clone, Copy)]
struct Seen<'a> {
    at: usize,
    meaning: &'a Meaning,
    sample: &'a Sample,
}

/// Columns that may be the parts of a whole, with their scores: neighbors, and what the names say wherever it is.
fn wholes<'a>(whole: &Seen<'_>, parts: &[Seen<'a>], partners: &Partners) -> Vec<(f64, Vec<Seen<'a>>)> {
    /// Parts that all have partners of their own, less likely by this at most, are left to them.
    const OWN: f64 = 0.12;
    /// How much more of the whole's words several parts must have than one that means the same.
    const LONGER: f64 = 0.1;
    /// How much more like the whole they must be otherwise.
    const LIKER: f64 = 0.03;
    /// What another part adds, so that none is left out that fits as well.
    const PART: f64 = 0.01;
    let mut found = Vec::new();
    if whole.sample.count == 0 || whole.sample.mean_words < 1.5 {
        return found;
    }
    for run in runs(parts).chain(named(whole, parts)) {
        let samples: Vec<&Sample> = run.iter().map(|part| part.sample).collect();
        let joined = Sample::joined(&samples);
        let ratio = ratio(joined.mean_words, whole.sample.mean_words);
        if ratio < 0.6 {
            continue;
        }
        let common = joined.words_in_common(whole.sample);
        let single = samples.iter().map(|sample| sample.words_in_common(whole.sample));
        let best = single.clone().fold(0.0, f64::max);
        let least = single.fold(1.0, f64::min);
        let more = PART * run.len() as f64;
        // A street alone is the whole, unless the others make it as long as that or more like it.
        let is_longer = |part: &Seen<'_>| {
            part.meaning.class != whole.meaning.class
                || ratio >= self::ratio(part.sample.mean_words, whole.sample.mean_words) + LONGER
                || common >= part.sample.words_in_common(whole.sample) + LIKER
        };
        let score = if run.iter().all(is_longer)
            && are_parts(whole.meaning.class, run.iter().map(|part| part.meaning.class))
        {
            0.45 + 0.4 * common + 0.15 * ratio + more
        } else if common >= 0.35 && common >= best + 0.08 && least >= 0.1 {
            0.9 * (0.8 * common + 0.2 * ratio) + more
        } else {
            continue;
        };
        let have_partners = run
            .iter()
            .all(|part| partners.best_but(part.at, whole.at) >= score - OWN);
        if !have_partners {
            found.push((score, run));
        }
    }
    found
}

/// Columns next to each other.
fn runs<'a>(parts: &[Seen<'a>]) -> impl Iterator<Item = Vec<Seen<'a>>> {
    (0..parts.len()).flat_map(move |start| {
        (start + 2..=parts.len().min(start + MOST_PARTS)).map(move |end| parts[start..end].to_vec())
    })
}

/// Columns whose names say that they are the parts of one whole, in their usual order.
fn named<'a>(whole: &Seen<'_>, parts: &[Seen<'a>]) -> Vec<Vec<Seen<'a>>> {
    let Some(class) = whole.meaning.class else {
        return Vec::new();
    };
    let mut found: Vec<Vec<Seen<'a>>> = Vec::new();
    for part in parts {
        let place = |part: &Seen<'a>| part.meaning.class.and_then(|own| order_in(class, own));
        if place(part).is_none() {
            continue;
        }
        let mates = found
            .iter_mut()
            .find(|mates| mates[0].meaning.has_owner_of(part.meaning));
        match mates {
            Some(mates) => {
                mates.push(*part);
                mates.sort_by_key(place);
            }
            None => found.push(vec![*part]),
        }
    }
    found.retain(|mates| mates.len() > 1 && !mates.is_sorted_by_key(|part| part.at));
    found
}

fn ratio(a: f64, b: f64) -> f64 {
    if a.max(b) == 0.0 { 0.0 } else { a.min(b) / a.max(b) }
}

/// How likely two columns mean the same, 0 to 1.
fn alike(left: &Seen<'_>, right: &Seen<'_>) -> f64 {
    let name = left.meaning.alike(right.meaning);
    if left.sample.count == 0 || right.sample.count == 0 {
        return match name {
            _ if name > 0.9 => SAME_NAME,
            _ if name > 0.5 => LEAST,
            _ => 0.0,
        };
    }
    let looks = left.sample.looks_like(right.sample);
    let value = 0.45 * left.sample.words_in_common(right.sample)
        + 0.25 * left.sample.values_in_common(right.sample)
        + 0.3 * looks;
    let by_value = if left.meaning.differs(right.meaning) {
        0.5 * value
    } else {
        0.9 * value
    };
    let score = (0.6 * name + 0.4 * value).max(by_value);
    if left.meaning.is_same(right.meaning) {
        score.max(SAME_NAME)
    } else if looks < 0.15 {
        0.5 * score
    } else {
        score
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use onefold_data::{ReadOptions, Watch};
    use proptest::prelude::*;

    use super::*;

    /// Two halves of a table of people.
    static HALVES: LazyLock<[Source; 2]> = LazyLock::new(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/febrl3/records.csv");
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines = text.lines();
        let header = lines.next().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let half = |first: usize| {
            let records: Vec<&str> = lines.clone().take(1_500).skip(first).step_by(2).collect();
            let path = folder.path().join("half.csv").display().to_string();
            std::fs::write(&path, format!("{header}\n{}\n", records.join("\n"))).unwrap();
            let table = onefold_data::read(&[path], &ReadOptions::default(), Watch::SILENT).unwrap();
            Source::of("half", &table, None).unwrap()
        };
        [half(0), half(1)]
    });

    /// The source with its columns in another order and under other names.
    fn changed(source: &Source, order: &[usize], names: &[String]) -> Source {
        Source {
            name: "other".to_owned(),
            columns: order.iter().map(|&column| names[column].clone()).collect(),
            id: order.iter().position(|&column| Some(column) == source.id),
            samples: order
                .iter()
                .map(|&column| source.samples[column].clone())
                .collect(),
        }
    }

    /// How a program writes names of several words.
    fn spelled(name: &str, spelling: usize) -> String {
        let words: Vec<&str> = name.split('_').collect();
        let capital = |word: &&str| word[..1].to_uppercase() + &word[1..];
        match spelling {
            0 => name.to_owned(),
            1 => name.to_uppercase(),
            2 => words.join(" "),
            3 => words.iter().map(capital).collect(),
            4 => format!("crm-{}", words.join("-")),
            _ => format!(" {} ", words.iter().map(capital).collect::<Vec<_>>().join(" ")),
        }
    }

    /// The columns of the second source by that of the first.
    fn pairs(sources: &[Source; 2]) -> Vec<(Vec<String>, Vec<String>)> {
        let name = |source: usize, parts: &[usize]| -> Vec<String> {
            parts
                .iter()
                .map(|&part| sources[source].columns[part].clone())
                .collect()
        };
        let mut pairs: Vec<_> = find(sources, &[])
            .unwrap()
            .iter()
            .map(|concept| (name(0, &concept.parts[0]), name(1, &concept.parts[1])))
            .collect();
        pairs.sort();
        pairs
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        /// Every column finds its partner, whatever the order and the spelling of the names.
        #[test]
        fn order_and_spelling_do_not_matter(
            order in Just((0..11).collect::<Vec<usize>>()).prop_shuffle(), spelling in 0_usize..6,
        ) {
            let [left, right] = &*HALVES;
            let names: Vec<String> = right.columns.iter().map(|name| spelled(name, spelling)).collect();
            let own = (0..11).collect::<Vec<usize>>();
            let sources = [changed(left, &own, &left.columns), changed(right, &order, &names)];
            let mut expected: Vec<_> = (0..11)
                .filter(|&column| Some(column) != left.id)
                .map(|column| (vec![left.columns[column].clone()], vec![names[column].clone()]))
                .collect();
            expected.sort();
            prop_assert_eq!(pairs(&sources), expected);
        }

        /// Names that say nothing leave the values, which are enough for most columns; and the order changes nothing.
        #[test]
        fn values_alone_find_most_columns(order in Just((0..11).collect::<Vec<usize>>()).prop_shuffle()) {
            let [left, right] = &*HALVES;
            let names: Vec<String> = (0..11).map(|column| format!("c{column}")).collect();
            let own = (0..11).collect::<Vec<usize>>();
            let sources = [changed(left, &own, &left.columns), changed(right, &order, &names)];
            let found = pairs(&sources);
            let right_ones = (0..11).filter(|&column| {
                found.contains(&(vec![left.columns[column].clone()], vec![names[column].clone()]))
            });
            prop_assert!(right_ones.count() >= 9, "{:?}", found);
            let same = pairs(&[changed(left, &own, &left.columns), changed(right, &own, &names)]);
            prop_assert_eq!(found, same);
        }
    }
}
