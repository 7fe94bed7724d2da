//! From a plan to the rows of a table: things and their groups, records of things, useless columns, order.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::{
    apart::Apart,
    columns::Naming,
    copies::Copies,
    draw::Draw,
    facts::Fact,
    latin,
    noise::Mess,
    plan::{Level, Plan},
    style::Style,
    templates::TEMPLATES,
    useless::{self, Derived, Useless},
    world::World,
};

/// A table with its truth.
pub(super) struct Draft {
    pub(super) template: &'static str,
    /// How things are grouped, for people who look at the tables.
    pub(super) groups: String,
    pub(super) is_link: bool,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// One record.
pub(super) struct Row {
    pub(super) entity: u32,
    /// 0 or 1 where records come from two sources, else 0.
    pub(super) source: u8,
    pub(super) cells: Vec<String>,
}

/// What the rows are made with.
struct Maker {
    plan: Plan,
    world: World,
    mess: Mess,
    /// Habits by source, and further ones of the same source.
    styles: [Vec<Style>; 2],
    /// How much more or less goes wrong in a source.
    care: [f64; 2],
}

/// Fewest rows of a table; one that runs out of different things is drawn anew.
const LEAST_ROWS: usize = 60;

/// Makes a table.
pub(super) fn build(seed: u64) -> Draft {
    let mut d = Draw::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x7ab1_e5ee);
    loop {
        let draft = draft(&mut d);
        if draft.rows.len() >= LEAST_ROWS {
            return draft;
        }
    }
}

fn draft(d: &mut Draw) -> Draft {
    let is_link = d.chance(0.3);
    let (template, _, fill) = TEMPLATES[d.weighted(TEMPLATES.iter().map(|&(_, weight, _)| weight))];
    let mut world = World::draw(d);
    let has_sources = is_link || d.chance(0.15);
    let mut plan = Plan::new(is_link, has_sources);
    fill(&mut plan, &mut world, d);
    if has_sources {
        hide_columns(&mut plan, d);
    }
    let safe = safe_columns(&plan, d);
    let has_initials = d.chance(0.15);
    let mess = Mess::draw(&plan, &safe, has_initials, &world, d);
    let latin_share = if world.language.has_other_script {
        d.of(&[0.0, 0.0, 0.15, 0.5])
    } else {
        0.0
    };
    let styles = [0, 1].map(|_| {
        let count = d.of(&[1, 1, 2, 3]);
        (0..count)
            .map(|_| Style::draw(has_initials, &world, latin_share, d))
            .collect()
    });
    let care = [1.0, d.of(&[0.3, 1.0, 1.0, 2.0])];
    let maker = Maker {
        plan,
        world,
        mess,
        styles,
        care,
    };
    let copies = Copies::draw(&maker.plan, d);
    let wanted = d.of(&[120, 300, 400, 500, 600, 800, 1_000, 1_300, 1_700]);
    let (groups, rows) = maker.rows(&copies, wanted, &safe, has_initials, d);
    maker.finish(template, groups, rows, copies.equal, d)
}

/// A source may lack columns that are not needed to tell things apart.
fn hide_columns(plan: &mut Plan, d: &mut Draw) {
    if !d.chance(0.4) {
        return;
    }
    for column in &mut plan.columns {
        if column.level == Level::Side && column.only.is_none() && d.chance(0.3) {
            column.only = Some(d.below(2) as u8);
        }
    }
}

/// The columns that tell things apart in this table and are therefore never lost.
fn safe_columns(plan: &Plan, d: &mut Draw) -> Vec<bool> {
    let anchors = d.of(&[0.3, 0.6, 1.0]);
    let mut safe: Vec<bool> = plan
        .columns
        .iter()
        .map(|column| match column.level {
            Level::Must => true,
            Level::Anchor => d.chance(anchors),
            Level::Side => false,
        })
        .collect();
    if !safe.contains(&true) {
        let first = plan
            .columns
            .iter()
            .position(|column| column.level == Level::Anchor)
            .unwrap_or(0);
        safe[first] = true;
    }
    safe
}

impl Maker {
    fn key(&self, thing: &[Fact], safe: &[bool], style: &Style) -> String {
        // Nothing in a key is left to chance, so any source of it will do.
        let mut d = Draw::new(0);
        let mut key = String::new();
        for (column, _) in self.plan.columns.iter().zip(safe).filter(|(_, safe)| **safe) {
            key.push_str(&style.cell(column, thing, &self.world, &mut d));
            key.push('\u{1}');
        }
        key
    }

    /// The records, thing by thing, and a description of the groups.
    fn rows(
        &self,
        copies: &Copies,
        wanted: usize,
        safe: &[bool],
        has_initials: bool,
        d: &mut Draw,
    ) -> (String, Vec<Row>) {
        let key_style = Style::key(has_initials);
        let mut apart = Apart::default();
        let mut rows: Vec<Row> = Vec::with_capacity(wanted + 64);
        let mut things = 0u32;
        let mode = d.weighted([25, 30, 27, 18].into_iter());
        let loose = d.of(&[0.0, 0.05, 0.2]);
        let most = d.of(&[8, 20, 60]);
        let bonds = self.bonds(d);
        let mut grouped = 0u32;
        let mut tries = 0;
        while rows.len() < wanted && tries < wanted * 3 {
            tries += 1;
            let first = self.plan.thing(None, &self.world, d);
            let mut members = vec![first];
            if let Some(&bond) = bonds.get(d.below(bonds.len())) {
                let size = match mode {
                    1 if d.chance(0.2) => 2 + d.below(4),
                    0 | 1 => 1,
                    2 => d.of(&[1, 2, 2, 3, 3, 4, 6]),
                    _ => 1 + d.below(most),
                };
                for _ in 1..size {
                    let bond = &self.plan.bonds[bond];
                    members.push(self.plan.thing(Some((&members[0], bond, loose)), &self.world, d));
                }
            }
            members.retain(|thing| apart.add(&self.key(thing, safe, &key_style)));
            if members.len() > 1 {
                grouped += members.len() as u32;
            }
            for thing in members {
                self.records(&thing, things, copies, &mut rows, d);
                things += 1;
            }
        }
        self.add_equal(&mut rows, copies, d);
        let names: Vec<&str> = bonds.iter().map(|&bond| self.plan.bonds[bond].name).collect();
        let share = 100 * grouped / things.max(1);
        let groups = if mode == 0 || names.is_empty() || share == 0 {
            "none".to_owned()
        } else {
            format!("{share} % of things ({})", names.join(", "))
        };
        (groups, rows)
    }

    /// One to three kinds of groups.
    fn bonds(&self, d: &mut Draw) -> Vec<usize> {
        let mut bonds = Vec::new();
        if self.plan.bonds.is_empty() {
            return bonds;
        }
        for _ in 0..d.of(&[1, 1, 2, 3]) {
            bonds.push(d.weighted(self.plan.bonds.iter().map(|bond| bond.weight)));
        }
        bonds.sort_unstable();
        bonds.dedup();
        bonds
    }

    /// Adds the records of a thing.
    fn records(&self, thing: &[Fact], entity: u32, copies: &Copies, rows: &mut Vec<Row>, d: &mut Draw) {
        let sources = copies.of_thing(&self.plan, entity as usize, d);
        for (at, source) in sources.into_iter().enumerate() {
            let last = rows.last().filter(|row| at > 0 && row.source == source);
            let cells = match last {
                Some(last) if d.chance(copies.equal) => last.cells.clone(),
                _ => {
                    let facts = self.mess.facts(thing, at > 0, &self.plan, &self.world, d);
                    self.cells(&facts, source, d)
                }
            };
            rows.push(Row {
                entity,
                source,
                cells,
            });
        }
    }

    fn cells(&self, facts: &[Fact], source: u8, d: &mut Draw) -> Vec<String> {
        let styles = &self.styles[usize::from(source)];
        let style = if d.chance(0.85) {
            &styles[0]
        } else {
            d.pick(styles)
        };
        let care = self.care[usize::from(source)];
        let mut cells: Vec<String> = self
            .plan
            .columns
            .iter()
            .zip(&self.mess.columns)
            .map(|(column, mess)| {
                if column.only.is_some_and(|only| only != source) {
                    return String::new();
                }
                mess.enter(style.cell(column, facts, &self.world, d), care, &self.world, d)
            })
            .collect();
        self.mess.slip(&mut cells, d);
        cells
    }

    /// Some tables hold hundreds of equal rows.
    fn add_equal(&self, rows: &mut Vec<Row>, copies: &Copies, d: &mut Draw) {
        if copies.share == 0.0 || self.plan.is_link || !d.chance(0.04) || rows.is_empty() {
            return;
        }
        for _ in 0..=d.below(2) {
            let chosen = d.below(rows.len());
            let (entity, source, cells) = (
                rows[chosen].entity,
                rows[chosen].source,
                rows[chosen].cells.clone(),
            );
            for _ in 0..d.of(&[40, 120, 300]) {
                rows.push(Row {
                    entity,
                    source,
                    cells: cells.clone(),
                });
            }
        }
    }

    /// Drops rows that nobody could judge, adds what says nothing, and puts all in a random order.
    fn finish(
        &self,
        template: &'static str,
        groups: String,
        mut rows: Vec<Row>,
        equal: f64,
        d: &mut Draw,
    ) -> Draft {
        drop_unclear(&mut rows, &self.mess);
        let mut naming = Naming::draw(self.world.language.code, d);
        let mut header: Vec<String> = self
            .plan
            .columns
            .iter()
            .map(|column| naming.name(column.key, d))
            .collect();
        if header.len() > 2 && d.chance(0.04) {
            // A misleading name.
            let at = d.below(header.len() - 1);
            header.swap(at, at + 1);
        }
        let derived: Vec<Derived> = if d.chance(0.15) {
            (0..=d.below(2))
                .map(|_| useless::derived(self.plan.columns.len(), d))
                .collect()
        } else {
            Vec::new()
        };
        let most = if self.plan.columns.len() == 1 { 0.2 } else { 0.55 };
        let count = if d.chance(most) {
            d.of(&[1, 1, 2, 2, 3, 4, 6, 8, 11])
        } else {
            0
        };
        let useless = useless::draw(count, &self.world, d);
        header.extend(derived.iter().map(|column| naming.name(column.key, d)));
        header.extend(useless.iter().map(|column| naming.name(column.key, d)));
        self.extend(&mut rows, &derived, &useless, equal, d);
        d.shuffle(&mut rows);
        let mut order: Vec<usize> = (0..header.len()).collect();
        if d.chance(0.4) {
            d.shuffle(&mut order);
        }
        for row in &mut rows {
            row.cells = order
                .iter()
                .map(|&at| std::mem::take(&mut row.cells[at]))
                .collect();
        }
        renumber(&mut rows);
        Draft {
            template,
            groups,
            is_link: self.plan.is_link,
            header: order.iter().map(|&at| header[at].clone()).collect(),
            rows,
        }
    }

    /// Adds derived and useless cells; equal rows of a thing often stay equal.
    fn extend(&self, rows: &mut [Row], derived: &[Derived], useless: &[Useless], equal: f64, d: &mut Draw) {
        let own = self.plan.columns.len();
        let stay_equal = equal > 0.0 && d.chance(0.5);
        for at in 0..rows.len() {
            let (done, rest) = rows.split_at_mut(at);
            let row = &mut rest[0];
            if stay_equal
                && let Some(last) = done.last()
                && last.entity == row.entity
                && last.cells[..own] == row.cells[..]
            {
                row.cells.clone_from(&last.cells);
                continue;
            }
            let mut more: Vec<String> = derived.iter().map(|column| column.cell(&row.cells)).collect();
            more.extend(useless.iter().map(|column| column.cell(at, &self.world, d)));
            row.cells.extend(more);
        }
    }
}

/// Drops rows that say nothing, and rows that say the same of two things in all that tells things apart.
fn drop_unclear(rows: &mut Vec<Row>, mess: &Mess) {
    let mut owners: [FxHashMap<u64, u32>; 2] = Default::default();
    rows.retain(|row| {
        let hash = |is_counted: &dyn Fn(usize) -> bool| {
            let mut hasher = FxHasher::default();
            let mut is_blank = true;
            for (at, cell) in row.cells.iter().enumerate().filter(|(at, _)| is_counted(*at)) {
                is_blank &= cell.is_empty();
                hasher.write_usize(at);
                hasher.write(latin::without_accents(cell.trim()).to_lowercase().as_bytes());
            }
            (!is_blank).then(|| hasher.finish())
        };
        let whole = hash(&|_| true);
        let safe = hash(&|at| mess.columns[at].is_safe);
        whole.is_some_and(|hash| *owners[0].entry(hash).or_insert(row.entity) == row.entity)
            && safe.is_some_and(|hash| *owners[1].entry(hash).or_insert(row.entity) == row.entity)
    });
}

/// Numbers the things in the order of their rows.
fn renumber(rows: &mut [Row]) {
    let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
    for row in rows {
        let next = numbers.len() as u32;
        row.entity = *numbers.entry(row.entity).or_insert(next);
    }
}
