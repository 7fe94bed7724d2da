//! What each code says under each class, as logarithms that are looked up for every pair.

use super::{
    levels::NOT_COMPARED,
    mixture::{ALL_AGREE, Mixture},
    sample::CODES,
};

/// log2 of what each code of each facet says under each class, from both mixtures of a table.
#[derive(Debug)]
pub struct ClassTable {
    /// Blocks of a row: matches, matches in two classes, and each class of related pairs, then zeros.
    blocks: usize,
    /// log2 of the shares of the classes among all pairs, in the order of a row.
    shares: Vec<[f64; BLOCK]>,
    /// One row for each code of each facet.
    rows: Vec<[f64; BLOCK]>,
    /// Whether a code keeps a pair from agreeing on all that is compared.
    disagrees: Vec<bool>,
    /// log2 of the share of unrelated pairs, and of that in two classes.
    unrelated: [f64; 2],
}

/// Numbers that are added up at once: in registers, and nearly always all of a row.
const BLOCK: usize = 16;

/// Places of a row.
const MATCHES: usize = 0;
const PLAIN: usize = 1;
const RELATED: usize = 2;

/// What a pair is under each class, log2, with the classes' shares of all pairs.
#[derive(Debug, Default)]
pub struct ClassWeights {
    sums: Vec<f64>,
}

impl ClassWeights {
    /// Matches.
    pub fn matches(&self) -> f64 {
        self.sums[MATCHES]
    }

    /// Matches in two classes.
    pub fn plain(&self) -> f64 {
        self.sums[PLAIN]
    }

    /// A class of related pairs.
    pub fn related(&self, class: usize) -> f64 {
        self.sums[RELATED + class]
    }
}

impl ClassTable {
    /// The table of a mixture with classes of related pairs and of one without.
    pub fn new(related: &Mixture, plain: &Mixture) -> Self {
        let blocks = (RELATED + related.related.len()).div_ceil(BLOCK);
        let mut shares = vec![related.match_share.log2(), plain.match_share.log2()];
        shares.extend(related.related.iter().map(|class| class.share.max(1e-30).log2()));
        let facets = related.matches.len();
        let mut rows = Vec::with_capacity(facets * CODES * blocks);
        let mut row = Vec::new();
        let mut disagrees = Vec::with_capacity(facets * CODES);
        for facet in 0..facets {
            for code in 0..CODES as u8 {
                let ratio = related.ratio(facet, code);
                row.clear();
                row.extend([ratio.log2(), plain.ratio(facet, code).log2()]);
                row.extend(related.related.iter().map(|class| {
                    let shared = class.shares[facet];
                    (shared * ratio + 1.0 - shared).log2()
                }));
                push_blocks(&row, &mut rows);
                disagrees.push(related.disagrees(facet, code));
            }
        }
        let mut blocks_of_shares = Vec::new();
        push_blocks(&shares, &mut blocks_of_shares);
        Self {
            blocks,
            shares: blocks_of_shares,
            rows,
            disagrees,
            unrelated: [related.unrelated_share().log2(), plain.unrelated_share().log2()],
        }
    }

    /// Bits that a code of a facet says of a match.
    pub fn bits(&self, facet: usize, code: u8) -> f32 {
        self.said(facet, code, MATCHES) as f32
    }

    /// Bits that a code of a facet says of a class of related pairs.
    pub fn related_bits(&self, facet: usize, code: u8, class: usize) -> f64 {
        self.said(facet, code, RELATED + class)
    }

    fn said(&self, facet: usize, code: u8, place: usize) -> f64 {
        self.rows[row_of(facet, code) * self.blocks + place / BLOCK][place % BLOCK]
    }

    /// log2 of the share of unrelated pairs.
    pub fn unrelated(&self) -> f64 {
        self.unrelated[0]
    }

    /// log2 of the share of unrelated pairs in two classes.
    pub fn plain_unrelated(&self) -> f64 {
        self.unrelated[1]
    }

    /// Class weights of a pair with these codes; `dropped` facets do not count.
    pub fn weigh(&self, codes: &[u8], dropped: &[bool], out: &mut ClassWeights) {
        let counts = |(facet, &code): (usize, &u8)| {
            (code != NOT_COMPARED && !dropped[facet]).then(|| row_of(facet, code))
        };
        let rows = codes.iter().enumerate().filter_map(counts);
        let (mut compared, mut agrees) = (0, true);
        for row in rows.clone() {
            compared += 1;
            agrees &= !self.disagrees[row];
        }
        out.sums.clear();
        for (block, shares) in self.shares.iter().enumerate() {
            let mut sums = *shares;
            for row in rows.clone() {
                let said = &self.rows[row * self.blocks + block];
                for (sum, bits) in sums.iter_mut().zip(said) {
                    *sum += bits;
                }
            }
            out.sums.extend_from_slice(&sums);
        }
        if compared >= 2 && agrees {
            let discount = ALL_AGREE.log2();
            for sum in &mut out.sums[RELATED..] {
                *sum += discount;
            }
        }
    }
}

/// Adds numbers as whole blocks, with zeros at the end.
fn push_blocks(numbers: &[f64], blocks: &mut Vec<[f64; BLOCK]>) {
    blocks.extend(numbers.chunks(BLOCK).map(|numbers| {
        let mut block = [0.0; BLOCK];
        block[..numbers.len()].copy_from_slice(numbers);
        block
    }));
}

/// The number of the row of a code.
fn row_of(facet: usize, code: u8) -> usize {
    facet * CODES + usize::from(code)
}
