//! Latin spellings of other scripts, and letters without accents.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Letters with accents, each followed by what stands for it in plain Latin.
const ACCENTS: &str = "áa àa âa äa ãa åa āa ăa ąa æae çc ćc čc ďd đd ðd ée èe êe ëe ēe ėe ęe ěe ğg íi ìi îi ïi īi ıi \
    łl ļl ľl ńn ñn ňn ņn óo òo ôo öo õo øo ōo őo œoe ŕr řr śs šs şs ßss ťt ţt úu ùu ûu üu ūu ůu űu ųu ýy ÿy źz žz żz \
    þth ạa ảa ấa ầa ẩa ậa ắa ặa ẹe ếe ềe ểe ệe ịi ĩi ọo ốo ồo ổo ộo ơo ớo ờo ợo ụu ủu ũu ưu ứu ừu ửu ựu ỳy ỹy";

/// Small letters of Cyrillic and Greek and their Latin spellings.
const ALPHABETS: &str = "аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe \
    юyu яya іi їyi єye ґg αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo άa έe ήi ίi όo \
    ύy ώo ϊi ϋy ΐi";

/// Consonants and signs of Devanagari; a consonant holds an a where no vowel sign follows.
const DEVANAGARI: &str = "कk खkh गg घgh चch छchh जj झjh टt ठth डd ढdh णn तt थth दd धdh नn पp फph बb भbh मm यy रr लl वv शsh \
    षsh सs हh ळl";
const DEVANAGARI_VOWELS: &str = "अa आa इi ईi उu ऊu एe ऐai ओo औau ऋri ाa िi ीi ुu ूu ेe ैai ोo ौau ृri ंn ँn ्";

/// Letters of Arabic; vowels are not written.
const ARABIC: &str = "اa أa إi آa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw ؤw يi ىa \
    ئy ةa ء";

/// Parts of Korean syllables.
const KOREAN_FIRST: [&str; 19] = [
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
];
const KOREAN_MIDDLE: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
    "yu", "eu", "ui", "i",
];
const KOREAN_LAST: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t",
    "ng", "t", "t", "k", "t", "p", "t",
];

/// Spellings by letter.
type Spellings = LazyLock<FxHashMap<char, &'static str>>;

static PLAIN: Spellings = LazyLock::new(|| spellings(&[ACCENTS]));
static CONSONANTS: Spellings = LazyLock::new(|| spellings(&[DEVANAGARI]));
static VOWELS: Spellings = LazyLock::new(|| spellings(&[DEVANAGARI_VOWELS]));
static LETTERS: Spellings = LazyLock::new(|| spellings(&[ACCENTS, ALPHABETS, DEVANAGARI_VOWELS, ARABIC]));

/// Reads lists of letters, each followed by its spelling.
fn spellings(lists: &[&'static str]) -> FxHashMap<char, &'static str> {
    lists
        .iter()
        .flat_map(|list| list.split_whitespace())
        .filter_map(|pair| {
            let letter = pair.chars().next()?;
            Some((letter, &pair[letter.len_utf8()..]))
        })
        .collect()
}

/// Text without accents; other scripts stay as they are.
pub(super) fn without_accents(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        // Latin letters with accents are in these two ranges.
        if matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') {
            push_as(&mut plain, letter, &PLAIN);
        } else {
            plain.push(letter);
        }
    }
    plain
}

/// Text in plain Latin letters, letter by letter. Signs without a spelling stay.
pub(super) fn in_latin(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut latin = String::with_capacity(text.len());
    for (at, &letter) in letters.iter().enumerate() {
        let code = letter as u32;
        if letter.is_ascii() {
            latin.push(letter);
        } else if (0xAC00..0xD7A4).contains(&code) {
            let part = code - 0xAC00;
            latin.push_str(KOREAN_FIRST[(part / 588) as usize]);
            latin.push_str(KOREAN_MIDDLE[(part % 588 / 28) as usize]);
            latin.push_str(KOREAN_LAST[(part % 28) as usize]);
        } else if let Some(consonant) = CONSONANTS.get(&letter) {
            latin.push_str(consonant);
            let next = letters.get(at + 1).copied().unwrap_or(' ');
            let is_vowel_sign = VOWELS.contains_key(&next) && next as u32 >= 0x93E;
            if !is_vowel_sign && next != ' ' {
                latin.push('a');
            }
        } else {
            push_as(&mut latin, letter, &LETTERS);
        }
    }
    latin
}

/// Adds the spelling of a letter, with a capital where the letter is one.
fn push_as(text: &mut String, letter: char, spellings: &FxHashMap<char, &str>) {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    match spellings.get(&small) {
        Some(found) if small == letter => text.push_str(found),
        Some(found) => text.push_str(&capital(found)),
        None => text.push(letter),
    }
}

/// The text with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Each word with a capital.
pub(super) fn titled(text: &str) -> String {
    text.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// Only the small Latin letters and digits of a text, as addresses of mails and sites hold.
pub(super) fn as_handle(text: &str) -> String {
    in_latin(text)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}
