//! Features of a pair that say how it stands among the classes of pairs of its table.

use super::{
    ClassEvidence, ClassModel, PairClasses, Room,
    facets::{FacetKind, FacetSpec},
    levels::{self, NOT_COMPARED},
    mixture::Related,
};
use crate::compare::{Feature, FeatureWriter, feature};

/// Groups of facet kinds whose agreement is looked at together.
const KIND_GROUPS: usize = 5;

/// The group of a facet.
fn kind_group(spec: &FacetSpec) -> usize {
    match (spec.kind, spec.part) {
        (FacetKind::Name | FacetKind::Organization, _) => 0,
        (FacetKind::Date, _) => 1,
        (FacetKind::Address | FacetKind::Phone, _) => 2,
        (FacetKind::Email, _) => 3,
        _ => 4,
    }
}

/// Numbers that [`PairClasses::features`] writes.
const CLASS_WIDTH: usize = CLASS_FEATURES.len();

/// Features of the classes of pairs.
pub const CLASS_FEATURES: [Feature; 60] = [
    feature(
        "class log-odds",
        "bits for a match against related and unrelated pairs, from this table alone",
        1,
    ),
    feature(
        "two-class log-odds",
        "bits for a match against all other pairs, from this table alone",
        1,
    ),
    feature("match class", "bits of the match class", 0),
    feature(
        "sum of bits",
        "bits of all columns under the match class of this table",
        0,
    ),
    feature(
        "lead over related pairs",
        "bits by which a match is likelier than the best kind of related pairs",
        1,
    ),
    feature(
        "related pairs",
        "how many related pairs of the best kind there are for each record, log2",
        0,
    ),
    feature(
        "unshared evidence",
        "share of the evidence that related pairs of the best kind do not share",
        0,
    ),
    feature(
        "related pairs for each match",
        "related pairs of the best kind for each match, log2",
        0,
    ),
    feature(
        "unshared names",
        "share of the evidence of names that the best kind does not share",
        0,
    ),
    feature("unshared dates", "the same of dates", 0),
    feature("unshared places", "the same of addresses and phone numbers", 0),
    feature("unshared mail", "the same of e-mail addresses", 0),
    feature(
        "unshared codes",
        "the same of codes, numbers, texts and categories",
        0,
    ),
    feature("agreeing names", "share of the evidence of names that agrees", 1),
    feature("agreeing dates", "the same of dates", 1),
    feature("agreeing places", "the same of addresses and phone numbers", 1),
    feature("agreeing mail", "the same of e-mail addresses", 1),
    feature(
        "agreeing codes",
        "the same of codes, numbers, texts and categories",
        1,
    ),
    feature(
        "bits for",
        "bits of the facets that speak for a match in this table",
        0,
    ),
    feature("bits against", "bits of the facets that speak against one", 0),
    feature(
        "strongest bits",
        "bits of the facet that speaks most for a match",
        0,
    ),
    feature(
        "second strongest bits",
        "bits of the facet that speaks second most for a match",
        0,
    ),
    feature(
        "third strongest bits",
        "bits of the facet that speaks third most for a match",
        0,
    ),
    feature(
        "weakest bits",
        "bits of the facet that speaks most against a match",
        0,
    ),
    feature(
        "second weakest bits",
        "bits of the facet that speaks second most against a match",
        0,
    ),
    feature(
        "facets compared",
        "facets that both records have and that count",
        0,
    ),
    feature("equal facets", "share of the compared facets that are equal", 0),
    feature("different facets", "share of the compared facets that differ", 0),
    feature(
        "facets not compared",
        "share of facets that one of the records lacks",
        0,
    ),
    feature(
        "agreeing evidence",
        "share of the evidence compared that agrees",
        0,
    ),
    feature(
        "evidence compared",
        "bits that the compared facets say of a match on average",
        0,
    ),
    feature(
        "shared facets for",
        "bits for a match of facets that related things share",
        0,
    ),
    feature("shared facets against", "bits against a match of such facets", 0),
    feature(
        "own facets for",
        "bits for a match of facets that tell things apart",
        0,
    ),
    feature("own facets against", "bits against a match of such facets", 0),
    feature(
        "records with the strongest value",
        "records that hold the equal value that says most, log2",
        0,
    ),
    feature(
        "records with the rarest equal value",
        "records that hold the rarest equal value, log2",
        0,
    ),
    feature(
        "number bits for",
        "bits for a match of numbers in names, texts and addresses",
        0,
    ),
    feature("number bits against", "bits against a match of such numbers", 0),
    feature(
        "ignored columns agree",
        "share of compared facets that do not count and agree all the same",
        0,
    ),
    feature("table: records", "records, log2", 0),
    feature("table: candidates", "candidate pairs for each record, log2", 0),
    feature("table: matches", "estimated matches for each record, log2", 0),
    feature(
        "table: related pairs",
        "estimated related pairs for each record, log2",
        0,
    ),
    feature(
        "table: evidence",
        "bits that all facets together say of a match",
        0,
    ),
    feature(
        "table: spare evidence",
        "the same beyond what the number of pairs asks for",
        0,
    ),
    feature(
        "table: facets that say something",
        "facets that say more than one bit",
        0,
    ),
    feature("table: facets that say nothing", "facets that do not count", 0),
    feature(
        "table: restarted",
        "1 where a kind of related pairs was taken for the matches",
        0,
    ),
    feature("table: filled", "mean share of records that have a facet", 0),
    feature("table: strongest facet", "bits of the facet that says most", 0),
    feature(
        "table: clear matches",
        "mean probability of the likely matches",
        0,
    ),
    feature("table: words", "words of a record", 0),
    feature(
        "table: two-class matches",
        "matches for each record in two classes, log2",
        0,
    ),
    feature(
        "table: related matches",
        "kinds of related pairs that count as matches",
        0,
    ),
    feature(
        "table: equal facets",
        "share of equal facets in likely matches",
        0,
    ),
    feature(
        "table: likely matches",
        "likely matches of a record that has one",
        0,
    ),
    feature(
        "table: wholly equal matches",
        "share of likely matches in which all that counts is equal",
        0,
    ),
    feature(
        "table: unique codes",
        "columns of codes that differ in every record",
        0,
    ),
    feature(
        "table: event columns",
        "columns whose names tell of orders, payments and other events",
        0,
    ),
];

/// Figures of the best class of related pairs.
const RELATED_WIDTH: usize = 3 + KIND_GROUPS;
/// Where there is no such class.
const NO_RELATED: [f32; RELATED_WIDTH] = [-15.0, -15.0, -15.0, -1.0, -1.0, -1.0, -1.0, -1.0];

/// What the features of every pair have in common.
#[derive(Debug)]
pub struct ClassConstants {
    /// Figures of each class of related pairs.
    related: Vec<[f32; RELATED_WIDTH]>,
    /// The group of each facet.
    groups: Vec<usize>,
}

impl ClassConstants {
    /// Those of a table.
    pub fn new(model: &ClassModel) -> Self {
        let groups: Vec<usize> = model.facets.iter().map(kind_group).collect();
        let of_class = |related| related_figures(model, &groups, related);
        Self {
            related: model.related.related.iter().map(of_class).collect(),
            groups,
        }
    }
}

fn related_figures(model: &ClassModel, groups: &[usize], related: &Related) -> [f32; RELATED_WIDTH] {
    let pairs = model.figures.possible_pairs;
    let count = related.share * pairs;
    let unshared = |wanted: &dyn Fn(usize) -> bool| -> (f64, f64) {
        let (mut sum, mut all) = (0.0, 0.0);
        for facet in (0..model.facets.len()).filter(|&facet| wanted(facet)) {
            sum += (1.0 - related.shares[facet]) * model.assumed_bits[facet];
            all += model.assumed_bits[facet];
        }
        (sum, all)
    };
    let (sum, all) = unshared(&|_| true);
    let mut figures = NO_RELATED;
    figures[0] = (count / model.figures.records + 1e-4).log2() as f32;
    figures[1] = (sum / all.max(1e-6)) as f32;
    figures[2] = ((count + 0.5) / (model.related.match_share * pairs + 0.5)).log2() as f32;
    for group in 0..KIND_GROUPS {
        let (sum, all) = unshared(&|facet| groups[facet] == group);
        if all > 0.5 {
            figures[3 + group] = (sum / all) as f32;
        }
    }
    figures
}

impl PairClasses {
    /// Writes the features of a pair that [`PairClasses::weigh_compared`] has just weighed.
    pub fn features(&self, evidence: &ClassEvidence, room: &mut Room, out: &mut [f32]) {
        self.weigh_facets(room);
        let room = &*room;
        let model = &self.model;
        let mixture = &model.related;
        let mut vector = FeatureWriter { out, at: 0 };
        for value in [
            evidence.log_odds,
            evidence.plain_log_odds,
            evidence.matches,
            room.bits.iter().sum::<f32>().clamp(-60.0, 90.0),
            evidence.lead,
        ] {
            vector.push(value);
        }
        self.related_features(evidence, &mut vector);
        self.agreement_features(room, &mut vector);
        self.bit_features(room, &mut vector);
        let is_ignored = |facet: &usize| mixture.dropped[*facet];
        let ignored = (0..room.codes.len()).filter(is_ignored);
        let (mut seen, mut agree) = (0.0f32, 0.0f32);
        for facet in ignored {
            if room.compared[facet].level != NOT_COMPARED {
                seen += 1.0;
                agree += f32::from(u8::from(room.compared[facet].level == levels::EQUAL));
            }
        }
        vector.push(if seen > 0.0 { agree / seen } else { f32::NAN });
        for value in model.figures.values() {
            vector.push(value);
        }
        debug_assert_eq!(vector.at, CLASS_WIDTH, "CLASS_FEATURES lists what is written");
    }

    fn related_features(&self, evidence: &ClassEvidence, vector: &mut FeatureWriter<'_>) {
        let figures = evidence
            .best_related
            .map_or(&NO_RELATED, |class| &self.constants.related[class]);
        for &value in figures {
            vector.push(value);
        }
    }

    fn agreement_features(&self, room: &Room, vector: &mut FeatureWriter<'_>) {
        let assumed = &self.model.assumed_bits;
        let mut groups = [(0.0, 0.0); KIND_GROUPS];
        for (facet, compared) in room.compared.iter().enumerate() {
            if compared.level != NOT_COMPARED {
                let (agreeing, all) = &mut groups[self.constants.groups[facet]];
                *all += assumed[facet];
                if compared.level >= 3 {
                    *agreeing += assumed[facet];
                }
            }
        }
        for (agreeing, all) in groups {
            vector.push(if all > 0.3 {
                (agreeing / all) as f32
            } else {
                f32::NAN
            });
        }
    }

    fn bit_features(&self, room: &Room, vector: &mut FeatureWriter<'_>) {
        let model = &self.model;
        let mut top = [0.0f32; 3];
        let mut low = [0.0f32; 2];
        let (mut plus, mut minus) = (0.0f32, 0.0f32);
        let (mut compared, mut counted, mut equal, mut different) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
        let (mut agreeing, mut said) = (0.0f64, 0.0f64);
        let mut by_role = [[0.0f32; 2]; 2];
        let mut numbers = [0.0f32; 2];
        let (mut strongest, mut rarest) = ((f32::NEG_INFINITY, f32::NAN), f32::NAN);
        for (facet, (&bits, own)) in room.bits.iter().zip(&room.compared).enumerate() {
            if model.related.dropped[facet] {
                continue;
            }
            counted += 1.0;
            if own.level == NOT_COMPARED {
                continue;
            }
            compared += 1.0;
            equal += f32::from(u8::from(own.level == levels::EQUAL));
            different += f32::from(u8::from(own.level < 2));
            said += model.bits[facet];
            if own.level >= 3 {
                agreeing += model.bits[facet];
            }
            let sign = usize::from(bits < 0.0);
            plus += bits.max(0.0);
            minus += bits.min(0.0);
            by_role[usize::from(model.group_roles[facet] <= 0.6)][sign] += bits;
            if model.facets[facet].part.tells_apart() {
                numbers[sign] += bits;
            }
            insert(&mut top, bits, |a, b| a > b);
            insert(&mut low, bits, |a, b| a < b);
            if own.level == levels::EQUAL {
                let records = own.log_chance + (self.facets.all[facet].filled.max(2) as f32).log2();
                let records = records.max(0.0);
                if bits > strongest.0 {
                    strongest = (bits, records);
                }
                if rarest.is_nan() || records < rarest {
                    rarest = records;
                }
            }
        }
        let share = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { f32::NAN };
        for value in [
            plus,
            minus,
            top[0],
            top[1],
            top[2],
            low[0],
            low[1],
            compared,
            share(equal, compared),
            share(different, compared),
            1.0 - share(compared, counted),
            if said > 0.1 {
                (agreeing / said) as f32
            } else {
                f32::NAN
            },
            said as f32,
            by_role[0][0],
            by_role[0][1],
            by_role[1][0],
            by_role[1][1],
            strongest.1,
            rarest,
            numbers[0],
            numbers[1],
        ] {
            vector.push(value);
        }
    }
}

/// Keeps the most extreme values, the most extreme first.
fn insert(kept: &mut [f32], value: f32, is_before: impl Fn(f32, f32) -> bool) {
    let Some(at) = kept.iter().position(|&own| is_before(value, own)) else {
        return;
    };
    kept[at..].rotate_right(1);
    kept[at] = value;
}
