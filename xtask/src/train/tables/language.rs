//! Languages of the generated tables: lists of common words from `words/`, and invented words of the same sound.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{draw::Draw, latin};

/// The files of `words/` and how often each language is drawn.
const FILES: &[(&str, u32)] = &[
    (include_str!("words/english.txt"), 30),
    (include_str!("words/german.txt"), 10),
    (include_str!("words/french.txt"), 8),
    (include_str!("words/spanish.txt"), 8),
    (include_str!("words/italian.txt"), 6),
    (include_str!("words/portuguese.txt"), 5),
    (include_str!("words/dutch.txt"), 4),
    (include_str!("words/nordic.txt"), 5),
    (include_str!("words/polish.txt"), 4),
    (include_str!("words/czech.txt"), 3),
    (include_str!("words/turkish.txt"), 3),
    (include_str!("words/indian.txt"), 5),
    (include_str!("words/russian.txt"), 6),
    (include_str!("words/greek.txt"), 2),
    (include_str!("words/arabic.txt"), 3),
    (include_str!("words/chinese.txt"), 6),
    (include_str!("words/japanese.txt"), 5),
    (include_str!("words/korean.txt"), 3),
    (include_str!("words/hindi.txt"), 2),
];

/// One language: lists by name, and what is asked for each record.
#[derive(Debug)]
pub(super) struct Language {
    lists: Vec<(&'static str, Vec<&'static str>)>,
    /// Code of the language that its columns are named in.
    pub(super) code: &'static str,
    /// What stands between words.
    pub(super) blank: &'static str,
    pub(super) is_family_first: bool,
    pub(super) has_other_script: bool,
    /// Whether the second name is made from the father's.
    pub(super) has_patronymic: bool,
    /// Endings of family names and those that women have in their place.
    feminine: Vec<(&'static str, &'static str)>,
    /// Given names and their short forms.
    short_forms: Vec<(&'static str, &'static str)>,
    /// Listed words with a Latin spelling, by their first letter.
    spellings: FxHashMap<char, Vec<(&'static str, &'static str)>>,
}

impl Language {
    /// A random language.
    pub(super) fn draw(d: &mut Draw) -> Self {
        let index = d.weighted(FILES.iter().map(|&(_, weight)| weight));
        Self::parse(FILES[index].0)
    }

    /// Reads a list file: `name: word word ...` a line; `_` stands for a blank.
    fn parse(text: &'static str) -> Self {
        let lists: Vec<(&str, Vec<&str>)> = text
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, words)| (name.trim(), words.split_whitespace().collect()))
            .collect();
        let words = |name: &str| {
            lists
                .iter()
                .find(|(own, _)| *own == name)
                .map(|(_, words)| words.as_slice())
        };
        let setting = |name: &str| words(name).and_then(|words| words.first().copied()).unwrap_or("");
        let pairs = |name: &str, between: char| -> Vec<_> {
            let words = words(name).unwrap_or_default();
            words.iter().filter_map(|pair| pair.split_once(between)).collect()
        };
        let mut spellings: FxHashMap<char, Vec<(&str, &str)>> = FxHashMap::default();
        if setting("script") == "other" {
            let spelled = lists.iter().filter(|(name, _)| *name != "nick");
            for (word, latin) in spelled
                .flat_map(|(_, words)| words)
                .filter_map(|word| word.split_once('='))
            {
                spellings
                    .entry(word.chars().next().unwrap_or(' '))
                    .or_default()
                    .push((word, latin));
            }
        }
        Self {
            code: setting("columns"),
            blank: if setting("blanks") == "no" { "" } else { " " },
            is_family_first: setting("order") == "family",
            has_other_script: setting("script") == "other",
            has_patronymic: setting("patronymic") == "yes",
            feminine: pairs("feminine", '>'),
            short_forms: pairs("nick", '='),
            spellings,
            lists,
        }
    }

    /// A list, which may be empty.
    pub(super) fn list(&self, name: &str) -> &[&'static str] {
        self.lists
            .iter()
            .find(|(own, _)| *own == name)
            .map_or(&[], |(_, words)| words)
    }

    /// Whether given names are composed of listed signs.
    pub(super) fn composes_given(&self) -> bool {
        self.list("given") == ["signs"]
    }

    /// The form of a family name for a woman.
    pub(super) fn feminine(&self, family: &str) -> String {
        self.feminine
            .iter()
            .find_map(|(ending, own)| Some(format!("{}{own}", family.strip_suffix(ending)?)))
            .unwrap_or_else(|| family.to_owned())
    }

    /// The short form of a given name, where one is listed.
    pub(super) fn short_form(&self, given: &str) -> Option<&'static str> {
        self.short_forms
            .iter()
            .find(|(name, _)| *name == given)
            .map(|&(_, short)| short)
    }

    /// A pool of `size` words: the words of a list, invented ones of the same sound, or both.
    pub(super) fn pool(&self, list: &str, size: usize, invented: f64, d: &mut Draw) -> Vec<String> {
        let mut known: Vec<String> = self.list(list).iter().map(|word| plain(word)).collect();
        d.shuffle(&mut known);
        let sound = Sound::of(&known, self.blank.is_empty());
        let mut seen = FxHashSet::default();
        let mut pool = Vec::with_capacity(size);
        let mut tries = 0;
        while pool.len() < size && tries < size * 8 {
            tries += 1;
            let word = if known.is_empty() || d.chance(invented) {
                sound.word(d)
            } else {
                known.pop().unwrap_or_default()
            };
            if !word.is_empty() && seen.insert(word.clone()) {
                pool.push(word);
            }
        }
        if pool.is_empty() {
            pool.push("Alpha".to_owned());
        }
        pool
    }

    /// At most `size` words of a list, none invented; the first spelling of each.
    pub(super) fn known(&self, list: &str, size: usize, d: &mut Draw) -> Vec<String> {
        let mut words: Vec<String> = self
            .list(list)
            .iter()
            .map(|word| plain(word.split('/').next().unwrap_or(word)))
            .collect();
        d.shuffle(&mut words);
        words.truncate(size);
        if words.is_empty() {
            words.push("Alpha".to_owned());
        }
        words
    }

    /// A text in Latin letters: by the spellings of the lists, else letter by letter.
    pub(super) fn in_latin(&self, text: &str) -> String {
        if !self.has_other_script || text.is_ascii() {
            return latin::without_accents(text);
        }
        if !self.blank.is_empty() {
            let words = text.split(' ').map(|word| match self.spelling(word) {
                Some((whole, own)) if whole == word => latin::capital(own),
                _ => latin::in_latin(word),
            });
            return words.collect::<Vec<_>>().join(" ");
        }
        let mut rest = text;
        let mut spelled = String::new();
        while let Some(letter) = rest.chars().next() {
            if let Some((word, own)) = self.spelling(rest) {
                if !spelled.is_empty() && !spelled.ends_with(' ') {
                    spelled.push(' ');
                }
                spelled.push_str(&latin::capital(own));
                rest = &rest[word.len()..];
            } else {
                spelled.push_str(&latin::in_latin(&rest[..letter.len_utf8()]));
                rest = &rest[letter.len_utf8()..];
            }
        }
        // A sign without a spelling leaves the text in its own script.
        if spelled.is_ascii() {
            spelled
        } else {
            text.to_owned()
        }
    }

    /// The longest listed word at the start of a text that has a Latin spelling.
    fn spelling(&self, text: &str) -> Option<(&'static str, &'static str)> {
        self.spellings
            .get(&text.chars().next()?)?
            .iter()
            .filter(|(word, _)| text.starts_with(word))
            .max_by_key(|(word, _)| word.len())
            .copied()
    }
}

/// A listed word as it is written: `_` is a blank, what follows `=` is its Latin spelling.
pub(super) fn plain(word: &str) -> String {
    word.split('=').next().unwrap_or(word).replace('_', " ")
}

/// Which letter follows which two, in a list of words.
struct Sound {
    words: Vec<Vec<char>>,
    is_composed: bool,
}

impl Sound {
    fn of(words: &[String], is_composed: bool) -> Self {
        Self {
            words: words.iter().map(|word| word.chars().collect()).collect(),
            is_composed,
        }
    }

    /// An invented word: the start of one word goes over into the end of another where both have the same letters.
    fn word(&self, d: &mut Draw) -> String {
        if self.words.is_empty() {
            return String::new();
        }
        if self.is_composed {
            // Signs of a script without blanks: the start of one word and the end of another.
            let (one, two) = (d.pick(&self.words), d.pick(&self.words));
            return one
                .iter()
                .take(one.len().div_ceil(2))
                .chain(&two[two.len() / 2..])
                .collect();
        }
        let mut word = d.pick(&self.words).clone();
        for _ in 0..2 {
            let other = d.pick(&self.words);
            let Some(keep) = (2..word.len().max(2)).nth(d.below(word.len().saturating_sub(2))) else {
                continue;
            };
            let last = word[keep - 1];
            let joints: Vec<usize> = (1..other.len()).filter(|&at| other[at - 1] == last).collect();
            if let Some(&joint) = joints.get(d.below(joints.len())) {
                word.truncate(keep);
                word.extend(&other[joint..]);
            }
        }
        if (3..=14).contains(&word.len()) {
            word.into_iter().collect()
        } else {
            String::new()
        }
    }
}
