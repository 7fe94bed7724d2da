//! What differs between the values of one column: words that not all records have, and in them the letters that differ
//! from the most similar word of another record.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use onefold_report::text::shown;

/// Words of similar ones that are looked at; long texts have no letters marked beyond.
const MOST_WORDS: usize = 200;

/// A word of so many bytes is compared letter by letter even where it stands alone.
const LONG_WORD: usize = 7;

/// The words of a column, over all records that are shown together.
pub(crate) struct Differences {
    /// In how many records each word stands, by its folded form.
    counts: BTreeMap<String, usize>,
    records: usize,
}

impl Differences {
    pub fn of<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut records = 0;
        for value in values {
            records += 1;
            let own: BTreeSet<String> = value.split_whitespace().map(folded).collect();
            for word in own {
                *counts.entry(word).or_default() += 1;
            }
        }
        Self { counts, records }
    }

    /// A value with the words marked that not all records have. Where all differ and no two are alike, as in ids, nothing is.
    pub fn marked(&self, value: &str) -> Markup {
        let shares_some = self.counts.values().any(|&count| count > 1);
        let differs = |word: &str| (1..self.records).contains(&self.count(word));
        self.render(value, differs, |word| shares_some && differs(word))
    }

    /// The same where the records may be several things: what sets a record apart from those that are like it. Marked are
    /// words that no other record has, beside words that another one has, and the letters in which long similar words differ.
    pub fn marked_among_others(&self, value: &str) -> Markup {
        let shares_some = value.split_whitespace().any(|word| self.count(word) > 1);
        let is_own = |word: &str| self.count(word) == 1;
        self.render(
            value,
            |word| is_own(word) && (shares_some || word.len() >= LONG_WORD),
            |word| is_own(word) && shares_some,
        )
    }

    /// A value whose words are marked: by letters where those are asked for and a similar word is there, else as a whole
    /// where that is asked for.
    fn render(
        &self,
        value: &str,
        by_letters: impl Fn(&str) -> bool,
        as_a_whole: impl Fn(&str) -> bool,
    ) -> Markup {
        html! {
            @for (at, word) in value.split_whitespace().enumerate() {
                @if at > 0 { " " }
                @match by_letters(word).then(|| self.letters(word)).flatten() {
                    Some((same, other, rest)) => mark { (shown(same)) b { (shown(other)) } (shown(rest)) },
                    None if as_a_whole(word) => mark { (shown(word)) },
                    None => (shown(word)),
                }
            }
        }
    }

    /// In how many records a word stands.
    fn count(&self, word: &str) -> usize {
        self.counts.get(&folded(word)).copied().unwrap_or(0)
    }

    /// A word as what it has in common with a similar word of another record, what it has not, and the common rest.
    fn letters<'a>(&self, word: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
        let own: Vec<(usize, char)> = word.char_indices().collect();
        let lower: Vec<char> = own.iter().map(|&(_, letter)| lowercase(letter)).collect();
        if lower.len() < 3 {
            return None;
        }
        let own_form = folded(word);
        let (start, end) = self
            .counts
            .keys()
            .filter(|other| **other != own_form)
            .take(MOST_WORDS)
            .map(|other| common(&lower, &other.chars().collect::<Vec<char>>()))
            .max_by_key(|(start, end)| start + end)?;
        if (start + end) * 3 < lower.len() * 2 {
            return None;
        }
        let place = |at: usize| own.get(at).map_or(word.len(), |&(place, _)| place);
        let (from, to) = (place(start), place(lower.len() - end));
        Some((&word[..from], &word[from..to], &word[to..]))
    }
}

/// Letters that two words have in common at the start and, beyond those, at the end.
fn common(a: &[char], b: &[char]) -> (usize, usize) {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - start;
    let backwards = a.iter().rev().zip(b.iter().rev());
    (start, backwards.take(most).take_while(|(a, b)| a == b).count())
}

/// A word without case and without punctuation around it.
fn folded(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .map(lowercase)
        .collect()
}

/// One letter for one, so that places stay.
fn lowercase(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(values: &[&str]) -> Vec<String> {
        let differences = Differences::of(values.iter().copied());
        values
            .iter()
            .map(|value| differences.marked(value).into_string())
            .collect()
    }

    #[test]
    fn words_and_letters_that_differ_are_marked() {
        assert_eq!(
            marked(&["Jonathan Archer", "jonathon archer,"]),
            [
                "<mark>Jonath<b>a</b>n</mark> Archer",
                "<mark>jonath<b>o</b>n</mark> archer,"
            ]
        );
        assert_eq!(
            marked(&["Maria Lopez", "Maria Dubois"]),
            ["Maria <mark>Lopez</mark>", "Maria <mark>Dubois</mark>"]
        );
        assert_eq!(marked(&["a17", "b93"]), ["a17", "b93"]);
    }

    #[test]
    fn among_several_things_only_what_sets_like_ones_apart_is_marked() {
        let values = ["ritz carlton cafe", "ritz carlton dining", "stars"];
        let differences = Differences::of(values.into_iter());
        let marked = values.map(|value| differences.marked_among_others(value).into_string());
        assert_eq!(
            marked,
            [
                "ritz carlton <mark>cafe</mark>",
                "ritz carlton <mark>dining</mark>",
                "stars"
            ]
        );
    }

    #[test]
    fn hostile_text_stays_text_whatever_is_marked() {
        for text in marked(&["<script>alert(1)</script> x", "<script>alert(2)</script> x"]) {
            assert!(!text.contains("<script"), "{text}");
        }
        // Letters that grow when their case changes, and that take several bytes.
        for text in marked(&["İstanbul Straße", "istanbul strasse", "ﬀÄÖ"]) {
            assert!(!text.is_empty());
        }
    }
}
