//! What columns are called: by several names in several languages, in several spellings, or by names that say nothing.

use rustc_hash::FxHashSet;

use super::{draw::Draw, latin};

/// Names of each column: `key: en name name | de name | ...` a line.
const NAMES: &str = include_str!("words/columns.txt");

/// How a table spells its column names.
pub(super) struct Naming {
    language: &'static str,
    spelling: usize,
    is_meaningless: bool,
    prefix: &'static str,
    used: FxHashSet<String>,
}

impl Naming {
    /// Draws a spelling for a table of this language.
    pub(super) fn draw(language: &'static str, d: &mut Draw) -> Self {
        Self {
            language: if d.chance(0.65) { language } else { "en" },
            spelling: d.of(&[0, 0, 0, 1, 2, 3, 4]),
            is_meaningless: d.chance(0.04),
            prefix: d.of(&["", "", "", "", "", "", "", "", "", "c_", "cust_", "x_", "t1_"]),
            used: ["id", "source"].map(str::to_owned).into_iter().collect(),
        }
    }

    /// A name for a column, unlike those given before.
    pub(super) fn name(&mut self, key: &str, d: &mut Draw) -> String {
        let plain = if self.is_meaningless {
            format!(
                "{}{}",
                d.of(&["c", "f", "col", "x", "field_"]),
                self.used.len() - 1
            )
        } else {
            let name = self.listed(key, d);
            format!("{}{}", self.prefix, self.spelled(&name))
        };
        let mut name = plain.clone();
        let mut number = 2;
        while !self.used.insert(name.to_lowercase()) {
            name = format!("{plain}_{number}");
            number += 1;
        }
        name
    }

    fn listed(&self, key: &str, d: &mut Draw) -> String {
        let Some(line) = NAMES
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))
        else {
            return key.to_owned();
        };
        let of = |language: &str| {
            line.split('|')
                .filter_map(|part| part.trim().split_once(' '))
                .find(|(own, _)| *own == language)
                .map(|(_, names)| names.split_whitespace().collect::<Vec<_>>())
        };
        of(self.language)
            .or_else(|| of("en"))
            .map_or_else(|| key.to_owned(), |names| (*d.pick(&names)).to_owned())
    }

    fn spelled(&self, name: &str) -> String {
        let words = || name.split('_').map(latin::capital);
        match self.spelling {
            1 => words().collect::<Vec<_>>().join(" "),
            2 => name.to_uppercase(),
            3 => words().collect(),
            4 => name.replace('_', ""),
            _ => name.to_owned(),
        }
    }
}
