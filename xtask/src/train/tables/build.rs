//! From a plan to the rows of a table: things and their groups, records of things, useless columns, order.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::{
    columns::Naming,
    draw::Draw,
    facts::Fact,
    noise::Mess,
    plan::{Level, Plan},
    render::Style,
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
    /// 0 or 1 in links, else 0.
    pub(super) source: u8,
    pub(super) cells: Vec<String>,
}

/// How many records things have.
struct Copies {
    /// How many things have more than one.
    share: f64,
    /// How often one more follows.
    more: f64,
    /// How many things have a great many.
    giants: usize,
    giant: usize,
    /// How often a record is exactly like the one before.
    equal: f64,
    /// In links: how records are spread over the sources.
    spread: Spread,
    /// In links: how many of the things of one source alone are in the first.
    first: f64,
}

/// How a thing with copies is spread over two sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spread {
    OneToOne,
    OneToMany,
    ManyToMany,
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

/// Makes a table.
pub(super) fn build(seed: u64) -> Draft {
    let mut d = Draw::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x7ab1_e5ee);
    let d = &mut d;
    let is_link = d.chance(0.3);
    let (template, _, fill) = TEMPLATES[d.weighted(TEMPLATES.iter().map(|&(_, weight, _)| weight))];
    let mut world = World::draw(d);
    let mut plan = Plan::new(template, is_link);
    fill(&mut plan, &mut world, d);
    if is_link {
        hide_columns(&mut plan, d);
    }
    let safe = safe_columns(&plan, d);
    let has_initials = d.chance(0.15);
    let mess = Mess::draw(&plan, &safe, has_initials, &world, d);
    let latin_share = if world.language.has_other_script() {
        d.of(&[0.0, 0.0, 0.15, 0.5])
    } else {
        0.0
    };
    let styles = [0, 1].map(|_| {
        let count = d.of(&[1, 1, 2, 3]);
        (0..count)
            .map(|_| Style::draw(has_initials, latin_share, d))
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

/// In links a source may lack columns that are not needed to tell things apart.
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

impl Copies {
    fn draw(plan: &Plan, d: &mut Draw) -> Self {
        let share = if d.chance(0.16) {
            0.0
        } else {
            d.of(&[0.02, 0.05, 0.1, 0.2, 0.3, 0.3, 0.4, 0.5, 0.7, 0.8])
        };
        let share = f64::min(share, plan.most_copied);
        let has_giants = share > 0.0 && d.chance(0.12);
        Self {
            share,
            more: d.of(&[0.0, 0.0, 0.2, 0.4, 0.6, 0.8]),
            giants: if has_giants { 1 + d.below(3) } else { 0 },
            giant: d.of(&[12, 30, 60]),
            equal: d.of(&[0.0, 0.0, 0.0, 0.0, 0.1, 0.3, 0.9]),
            spread: d.of(&[
                Spread::OneToOne,
                Spread::OneToOne,
                Spread::OneToMany,
                Spread::ManyToMany,
            ]),
            first: d.of(&[0.5, 0.5, 0.15, 0.04, 0.8]),
        }
    }

    /// The source of each record of a thing; 0 where nothing is linked.
    fn of_thing(&self, is_link: bool, number: usize, d: &mut Draw) -> Vec<u8> {
        let is_giant = number % 40 == 7 && number / 40 < self.giants;
        let is_copied = is_giant || d.chance(self.share);
        let alone = u8::from(!d.chance(self.first));
        let more = if is_giant {
            self.giant / 2 + d.below(self.giant)
        } else {
            1 + d.repeats(self.more, 40)
        };
        match (is_link, is_copied) {
            (false, false) => vec![0],
            (false, true) => vec![0; 1 + more],
            (true, false) => vec![alone],
            (true, true) => match self.spread {
                Spread::OneToOne => vec![0, 1],
                Spread::OneToMany => std::iter::once(0).chain(std::iter::repeat_n(1, more)).collect(),
                Spread::ManyToMany => [0, 1]
                    .into_iter()
                    .chain((1..more).map(|_| d.below(2) as u8))
                    .collect(),
            },
        }
    }
}

/// Which things are already there, so that no two are within one slip of each other.
#[derive(Default)]
struct Apart {
    seen: FxHashSet<u64>,
}

impl Apart {
    /// Adds a key unless it is too close to one that is there.
    fn add(&mut self, key: &str) -> bool {
        const BASE: u64 = 0x0100_0000_01b3;
        let signs: Vec<char> = key.chars().collect();
        let mut after = vec![0u64; signs.len() + 1];
        let mut power = vec![1u64; signs.len() + 1];
        for at in 0..signs.len() {
            power[at + 1] = power[at].wrapping_mul(BASE);
        }
        for at in (0..signs.len()).rev() {
            after[at] =
                after[at + 1].wrapping_add((signs[at] as u64 + 7).wrapping_mul(power[signs.len() - 1 - at]));
        }
        let mut hashes = vec![after[0]];
        let mut before = 0u64;
        for (at, sign) in signs.iter().enumerate() {
            if sign.is_alphabetic() {
                hashes.push(
                    before
                        .wrapping_mul(power[signs.len() - 1 - at])
                        .wrapping_add(after[at + 1]),
                );
            }
            before = before.wrapping_mul(BASE).wrapping_add(*sign as u64 + 7);
        }
        if hashes.iter().any(|hash| self.seen.contains(hash)) {
            return false;
        }
        self.seen.extend(hashes);
        true
    }
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
                    0 => 1,
                    1 if d.chance(0.2) => 2 + d.below(4),
                    1 => 1,
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
        let sources = copies.of_thing(self.plan.is_link, entity as usize, d);
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
                if self.plan.is_link && column.only.is_some_and(|only| only != source) {
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
        drop_unclear(&mut rows, self.plan.columns.len());
        let mut naming = Naming::draw(self.world.language.setting("columns"), d);
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

/// Drops rows that say nothing, and rows of two things that say the same.
fn drop_unclear(rows: &mut Vec<Row>, columns: usize) {
    let mut owner: FxHashMap<u64, u32> = FxHashMap::default();
    rows.retain(|row| {
        if row.cells.iter().all(String::is_empty) {
            return false;
        }
        let mut hasher = FxHasher::default();
        for cell in &row.cells[..columns] {
            hasher.write(cell.trim().to_lowercase().as_bytes());
            hasher.write_u8(1);
        }
        *owner.entry(hasher.finish()).or_insert(row.entity) == row.entity
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
