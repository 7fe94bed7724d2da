//! The features by name and meaning, in the order in which they are written.

/// One number of a feature vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Short name.
    pub name: &'static str,
    /// What it measures, for people.
    pub meaning: &'static str,
    /// 1 where more of it can only speak for a match, -1 where it can only speak against one, 0 where it depends.
    pub direction: i8,
}

pub(crate) const fn feature(name: &'static str, meaning: &'static str, direction: i8) -> Feature {
    Feature {
        name,
        meaning,
        direction,
    }
}

/// Writes features one after the other.
pub(crate) struct FeatureWriter<'a> {
    pub out: &'a mut [f32],
    pub at: usize,
}

impl FeatureWriter<'_> {
    pub fn push(&mut self, value: f32) {
        self.out[self.at] = value;
        self.at += 1;
    }
}

/// Features of a pair that are the same for every table.
pub const PLAIN_FEATURES: [Feature; 63] = [
    feature(
        "evidence",
        "bits for a match over all attributes, beyond what chance pairs reach in data of this size",
        1,
    ),
    feature(
        "evidence share",
        "share of the evidence that equal values would give",
        1,
    ),
    feature(
        "evidence for",
        "bits of the attributes that speak for a match, beyond what chance pairs reach",
        1,
    ),
    feature(
        "evidence against",
        "bits of the attributes that speak against a match",
        1,
    ),
    feature(
        "strongest evidence",
        "bits of the attribute that speaks most for a match",
        1,
    ),
    feature(
        "second strongest evidence",
        "bits of the attribute that speaks second most for a match",
        1,
    ),
    feature(
        "strongest contradiction",
        "bits of the attribute that speaks most against a match",
        1,
    ),
    feature(
        "second strongest contradiction",
        "bits of the attribute that speaks second most against a match",
        1,
    ),
    feature("attributes compared", "attributes that both records have", 0),
    feature(
        "equal attributes",
        "share of the compared attributes that are equal",
        1,
    ),
    feature(
        "different attributes",
        "share of the compared attributes that differ",
        -1,
    ),
    feature(
        "half-missing attributes",
        "share of attributes that only one record has",
        0,
    ),
    feature("worst name evidence", "bits of the name that agrees least", 1),
    feature(
        "identity evidence",
        "bits of names, dates, e-mail addresses and codes",
        1,
    ),
    feature(
        "identity contradictions",
        "names, dates, e-mail addresses and codes that speak against a match",
        -1,
    ),
    feature("name evidence", "bits of the names", 1),
    feature(
        "least name similarity",
        "similarity of the names that agree least",
        1,
    ),
    feature("address evidence", "bits of the addresses", 1),
    feature(
        "least address similarity",
        "similarity of the addresses that agree least",
        1,
    ),
    feature("date evidence", "bits of the dates", 1),
    feature(
        "least date similarity",
        "similarity of the dates that agree least",
        1,
    ),
    feature(
        "contact evidence",
        "bits of the phone numbers and e-mail addresses",
        1,
    ),
    feature(
        "least contact similarity",
        "similarity of the phone numbers and e-mail addresses that agree least",
        1,
    ),
    feature("code evidence", "bits of the codes", 1),
    feature(
        "least code similarity",
        "similarity of the codes that agree least",
        1,
    ),
    feature("number evidence", "bits of the numbers", 1),
    feature(
        "least number similarity",
        "similarity of the numbers that agree least",
        1,
    ),
    feature("text evidence", "bits of the texts", 1),
    feature(
        "least text similarity",
        "similarity of the texts that agree least",
        1,
    ),
    feature("category evidence", "bits of the categories", 1),
    feature(
        "least category similarity",
        "similarity of the categories that agree least",
        1,
    ),
    feature(
        "word cosine",
        "cosine of the records' words, weighted by rarity",
        1,
    ),
    feature(
        "words of the smaller record found",
        "share of the smaller record's words, by rarity, that stand in the other",
        1,
    ),
    feature(
        "words of the larger record found",
        "share of the larger record's words, by rarity, that stand in the other",
        1,
    ),
    feature(
        "rarest shared word",
        "rarity of the rarest word in both records",
        1,
    ),
    feature(
        "least lonely word",
        "rarity of the rarest word in one record only, on the side where it is less rare",
        -1,
    ),
    feature(
        "most lonely word",
        "rarity of the rarest word in one record only, on the side where it is rarer",
        -1,
    ),
    feature(
        "words missing from the larger record",
        "words of the smaller record that the other lacks, by rarity",
        -1,
    ),
    feature(
        "words missing from the smaller record",
        "words of the larger record that the other lacks, by rarity",
        -1,
    ),
    feature("shared words", "words in both records, by rarity", 1),
    feature(
        "ratio of lengths",
        "words of the smaller record over those of the larger, by rarity",
        0,
    ),
    feature("numbers shared", "numbers in both records", 1),
    feature(
        "lonely numbers, least",
        "numbers in one record only, on the side that has fewer",
        -1,
    ),
    feature(
        "lonely numbers, most",
        "numbers in one record only, on the side that has more",
        -1,
    ),
    feature(
        "shared code",
        "rarity of the rarest word of letters and digits in both records",
        1,
    ),
    feature(
        "lonely code, least",
        "rarity of such a word in one record only, on the side where it is less rare",
        -1,
    ),
    feature(
        "lonely code, most",
        "rarity of such a word in one record only, on the side where it is rarer",
        -1,
    ),
    feature(
        "share of words found",
        "share of the words of the shorter record that stand in the other",
        1,
    ),
    feature(
        "lead found, least",
        "share of one record's lead attribute that stands in the other record, lower side",
        1,
    ),
    feature(
        "lead found, most",
        "share of one record's lead attribute that stands in the other record, higher side",
        1,
    ),
    feature(
        "lead words replaced",
        "words of the lead attribute without a counterpart, on the side that has fewer",
        -1,
    ),
    feature(
        "lead words added",
        "words of the lead attribute without a counterpart, on the side that has more",
        -1,
    ),
    feature(
        "lead similarity",
        "similarity of the attribute that names the thing",
        1,
    ),
    feature(
        "candidate weight",
        "similarity of the terms that made the pair a candidate",
        1,
    ),
    feature(
        "better rank",
        "better candidates of the record that has fewer of them",
        -1,
    ),
    feature(
        "worse rank",
        "better candidates of the record that has more of them",
        -1,
    ),
    feature(
        "least lead over others",
        "candidate weight less that of the best other candidate, lower side",
        1,
    ),
    feature(
        "greatest lead over others",
        "candidate weight less that of the best other candidate, higher side",
        1,
    ),
    feature(
        "least ratio to the best",
        "candidate weight over that of the best candidate, lower side",
        1,
    ),
    feature(
        "greatest ratio to the best",
        "candidate weight over that of the best candidate, higher side",
        1,
    ),
    feature(
        "fewest rivals",
        "other candidates nearly as similar, on the side that has fewer",
        0,
    ),
    feature(
        "most rivals",
        "other candidates nearly as similar, on the side that has more",
        0,
    ),
    feature(
        "two sources",
        "1 where the records of two sources are linked, 0 within one source",
        0,
    ),
];
