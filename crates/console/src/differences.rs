//! Marks what differs between the values of a column: words that not all records have, and inside them the letters that
//! differ from the most similar word of another record.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use onefold_report::text::shown;

/// Number of words compared letter by letter; beyond it only whole words are marked.
const MOST_WORDS: usize = 200;

/// A word of at least this many bytes is compared letter by letter even if its value shares no other word.
const LONG_WORD: usize = 7;

/// The words of a column, over all records shown together.
pub(crate) struct Differences {
    /// Number of records that contain each word, by its folded form.
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

    /// A value with those words marked that not all records have. Nothing is marked if all values differ completely, as ids do.
    pub fn marked(&self, value: &str) -> Markup {
        let shares_some = self.counts.values().any(|&count| count > 1);
        let differs = |word: &str| (1..self.records).contains(&self.count(word));
        self.render(value, differs, |word| shares_some && differs(word))
    }

    /// The same for records that may be several things: marks what distinguishes a record from similar ones. These are
    /// words that no other record has, next to words that another one has, and the letters in which long similar words differ.
    pub fn marked_among_others(&self, value: &str) -> Markup {
        let shares_some = value.split_whitespace().any(|word| self.count(word) > 1);
        let is_own = |word: &str| self.count(word) == 1;
        self.render(
            value,
            |word| is_own(word) && (shares_some || word.len() >= LONG_WORD),
            |word| is_own(word) && shares_some,
        )
    }

    /// A value with words marked: by letters if `by_letters` says so and there is a similar word, otherwise as a whole if
    /// `as_a_whole` says so.
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

    /// Number of records that contain a word.
    fn count(&self, word: &str) -> usize {
        self.counts.get(&folded(word)).copied().unwrap_or(0)
    }

    /// Splits a word into the start it shares with a similar word of another record, the part that differs, and the shared end.
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

/// Number of letters that two words share at the start and, beyond those, at the end.
fn common(a: &[char], b: &[char]) -> (usize, usize) {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - start;
    let backwards = a.iter().rev().zip(b.iter().rev());
    (start, backwards.take(most).take_while(|(a, b)| a == b).count())
}

/// A word in lower case, without punctuation around it.
fn folded(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .map(lowercase)
        .collect()
}

/// Lower case, one letter for one letter, so positions do not change.
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
