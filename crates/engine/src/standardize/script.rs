//! Scripts: which one a text is in, and how it is written in Latin letters.

use deunicode::{deunicode, deunicode_char};

/// Writing systems, as far as it matters to comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Latin, and digits.
    Latin,
    /// Han and Kana.
    Han,
    /// Scripts of South-East Asia that put no blanks between words.
    Thai,
    /// Hangul.
    Hangul,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic.
    Arabic,
    /// Any other.
    Other,
}

impl Script {
    /// The script of the first letter that is not Latin; Latin where there is none.
    pub fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Latin;
        }
        text.chars()
            .map(Self::of_char)
            .find(|script| *script != Self::Latin)
            .unwrap_or(Self::Latin)
    }

    fn of_char(c: char) -> Self {
        match c {
            '\0'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Self::Arabic,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Self::Thai,
            '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Han,
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Self::Hangul,
            c if c.is_alphabetic() => Self::Other,
            _ => Self::Latin,
        }
    }

    /// Whether its words are not divided by blanks.
    pub const fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Thai)
    }
}

/// Whether a letter is of a script that puts no blanks between words.
pub fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}' && Script::of_char(c).is_unspaced()
}

/// Digits of any script as those of ASCII; other characters as they are.
pub fn plain_digit(c: char) -> char {
    if c.is_ascii() || !c.is_numeric() {
        return c;
    }
    match deunicode_char(c).map(str::as_bytes) {
        Some([digit]) if digit.is_ascii_digit() => char::from(*digit),
        _ => c,
    }
}

/// A text in lower-case Latin letters; words stay words.
pub fn romanize(text: &str) -> String {
    let latin = deunicode(text);
    let mut out = String::with_capacity(latin.len());
    for c in latin.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_whitespace() && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The consonants of a Latin word, those that languages write in different ways taken as one: enough to recognize a name
/// that was carried from one script to another.
pub fn skeleton(word: &str) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let (taken, sound) = sound(rest, c);
        rest = &rest[taken..];
        if let Some(sound) = sound
            && !out.ends_with(sound)
        {
            out.push(sound);
        }
    }
    out
}

/// The sound that a word begins with, and how many letters write it.
fn sound(rest: &str, c: char) -> (usize, Option<char>) {
    const SEVERAL: [(&str, char); 14] = [
        ("shch", 'j'),
        ("tsch", 'j'),
        ("sch", 'j'),
        ("tch", 'j'),
        ("dzh", 'j'),
        ("sh", 'j'),
        ("ch", 'j'),
        ("zh", 'j'),
        ("kh", 'h'),
        ("ph", 'f'),
        ("th", 't'),
        ("ck", 'k'),
        ("ts", 's'),
        ("tz", 's'),
    ];
    for (letters, sound) in SEVERAL {
        if rest.starts_with(letters) {
            return (letters.len(), Some(sound));
        }
    }
    let one = match c {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' => None,
        'c' | 'q' | 'x' => Some('k'),
        'w' => Some('v'),
        'z' => Some('s'),
        other => Some(other),
    };
    (c.len_utf8(), one)
}

/// The words of a stretch without blanks: its letters where it is short, and each two neighbors.
pub fn unspaced_words(stretch: &str, mut found: impl FnMut(&str)) {
    /// Letters of a stretch, such as a name, that count one by one as well.
    const SHORT: usize = 4;
    let starts: Vec<usize> = stretch.char_indices().map(|(at, _)| at).collect();
    let end_of = |at: usize| starts.get(at).copied().unwrap_or(stretch.len());
    if starts.len() <= SHORT {
        for at in 0..starts.len() {
            found(&stretch[starts[at]..end_of(at + 1)]);
        }
    }
    for at in 1..starts.len() {
        found(&stretch[starts[at - 1]..end_of(at + 1)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_apart() {
        for (text, wanted) in [
            ("smith", Script::Latin),
            ("müller", Script::Latin),
            ("иванов", Script::Cyrillic),
            ("παπασ", Script::Greek),
            ("محمد", Script::Arabic),
            ("王梦", Script::Han),
            ("やまだ", Script::Han),
            ("สมชาย", Script::Thai),
            ("김철수", Script::Hangul),
        ] {
            assert_eq!(Script::of(text), wanted, "{text}");
        }
    }

    #[test]
    fn names_keep_their_consonants_from_script_to_script() {
        for (native, latin) in [
            ("иванов", "ivanov"),
            ("щукин", "shchukin"),
            ("محمد", "mohammed"),
            ("παπαδοπουλοσ", "papadopoulos"),
        ] {
            assert_eq!(skeleton(&romanize(native)), skeleton(latin), "{native}");
        }
        assert_eq!(romanize("王梦"), "wang meng");
    }

    #[test]
    fn stretches_without_blanks_give_letters_and_pairs() {
        let words = |text| {
            let mut found = Vec::new();
            unspaced_words(text, |word| found.push(word.to_owned()));
            found
        };
        assert_eq!(words("王梦"), ["王", "梦", "王梦"]);
        assert_eq!(words("北京市朝阳"), ["北京", "京市", "市朝", "朝阳"]);
    }
}
