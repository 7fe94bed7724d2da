//! A table with many more columns that say nothing: states, times, owners, random ids, numbers, notes, copies of other columns,
//! constants and empty columns, as exports of business software have them.
//!
//! The cell of a new column follows from the seed, the row and the cells that the record has, so rows can be made on all threads.

use crate::train::tables::draw::Draw;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Constant,
    Nearly,
    Sparse,
    Status,
    Flag,
    Moment,
    Day,
    Owner,
    Uuid,
    Number,
    Amount,
    Batch,
    Note,
    Copy,
    Capitals,
    Joined,
    Slug,
}

/// The kinds in the order in which columns get them, over and over; copies of other columns are few.
const KINDS: [(&str, Kind); 32] = [
    ("status", Kind::Status),
    ("created_at", Kind::Moment),
    ("is_active", Kind::Flag),
    ("reserved", Kind::Empty),
    ("owner", Kind::Owner),
    ("score", Kind::Number),
    ("tenant", Kind::Constant),
    ("updated_on", Kind::Day),
    ("batch", Kind::Batch),
    ("custom", Kind::Empty),
    ("is_synced", Kind::Flag),
    ("segment", Kind::Status),
    ("amount", Kind::Amount),
    ("legacy", Kind::Sparse),
    ("region_code", Kind::Nearly),
    ("uuid", Kind::Uuid),
    ("stage", Kind::Status),
    ("consent", Kind::Flag),
    ("unused", Kind::Empty),
    ("agent", Kind::Owner),
    ("visits", Kind::Number),
    ("system", Kind::Constant),
    ("seen_on", Kind::Day),
    ("import", Kind::Batch),
    ("note", Kind::Note),
    ("copy", Kind::Copy),
    ("channel", Kind::Status),
    ("deleted_at", Kind::Sparse),
    ("search_key", Kind::Slug),
    ("rating", Kind::Number),
    ("label", Kind::Joined),
    ("sort_key", Kind::Capitals),
];

const STATES: [&str; 6] = ["active", "new", "closed", "pending", "open", "archived"];
const OWNERS: [&str; 12] = [
    "a.berger", "m.costa", "j.doyle", "k.evers", "l.ferro", "n.gupta", "o.hahn", "p.ito", "r.jonas", "s.kim",
    "t.lund", "u.meyer",
];
const NOTE: [&str; 24] = [
    "called", "back", "no", "answer", "sent", "offer", "waiting", "for", "reply", "asked", "about",
    "invoice", "please", "check", "address", "done", "by", "phone", "see", "mail", "new", "contract", "next",
    "week",
];

/// The columns that are added.
#[derive(Debug)]
pub(super) struct Wide {
    columns: Vec<(String, Kind)>,
    seed: u64,
}

impl Wide {
    /// So many columns.
    pub fn new(count: usize, seed: u64) -> Self {
        let named = (0..count).map(|at| {
            let (name, kind) = KINDS[at % KINDS.len()];
            (format!("{name}_{}", at / KINDS.len() + 1), kind)
        });
        Self {
            columns: named.collect(),
            seed,
        }
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// Appends the cells of a row, each after a comma; `own` are the cells of its record, none of which is its id.
    pub fn push(&self, row: usize, own: &[&str], into: &mut String) {
        let mut draw = Draw::new(self.seed ^ (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let d = &mut draw;
        for (at, &(_, kind)) in self.columns.iter().enumerate() {
            into.push(',');
            let own_cell = own.get(at % own.len().max(1)).copied().unwrap_or_default();
            let text = match kind {
                Kind::Empty => continue,
                Kind::Constant => format!("main{}", at % 7),
                Kind::Nearly if d.chance(0.97) => "EU".to_owned(),
                Kind::Nearly => "US".to_owned(),
                Kind::Sparse if d.chance(0.98) => continue,
                Kind::Sparse => d.code("L-99999"),
                Kind::Status => STATES[d.skewed(STATES.len(), 1)].to_owned(),
                Kind::Flag => d.of(&["0", "1"]).to_owned(),
                Kind::Moment => format!(
                    "{}T{:02}:{:02}:{:02}",
                    day(d),
                    d.below(24),
                    d.below(60),
                    d.below(60)
                ),
                Kind::Day => day(d),
                Kind::Owner => d.pick(&OWNERS).to_string(),
                Kind::Uuid => d.code("hhhhhhhh-hhhh-4hhh-ahhh-hhhhhhhhhhhh"),
                Kind::Number => d.below(1_000).to_string(),
                Kind::Amount => format!("{}.{:02}", d.below(5_000), d.below(100)),
                Kind::Batch => format!("{}-Q{}", d.between(2018, 2024), d.between(1, 4)),
                Kind::Note if d.chance(0.5) => continue,
                Kind::Note => {
                    let words: Vec<&str> = (0..2 + d.below(8)).map(|_| d.of(&NOTE)).collect();
                    words.join(" ")
                }
                Kind::Copy => own_cell.to_owned(),
                Kind::Capitals => own_cell.to_uppercase(),
                Kind::Joined => format!("{} {}", own.first().copied().unwrap_or_default(), own_cell),
                Kind::Slug => own_cell.to_lowercase().replace(' ', "-"),
            };
            super::push_cell(&text, into);
        }
    }
}

fn day(d: &mut Draw) -> String {
    format!(
        "{}-{:02}-{:02}",
        d.between(2018, 2024),
        d.between(1, 12),
        d.between(1, 28)
    )
}
