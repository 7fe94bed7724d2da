//! How many records a thing has, and in which source.

use super::{draw::Draw, plan::Plan};

/// How many records things have.
pub(super) struct Copies {
    /// How many things have more than one.
    pub(super) share: f64,
    /// How often one more follows.
    more: f64,
    /// How many things have a great many.
    giants: usize,
    giant: usize,
    /// How often a record is exactly like the one before.
    pub(super) equal: f64,
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

impl Copies {
    pub(super) fn draw(plan: &Plan, d: &mut Draw) -> Self {
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

    /// The source of each record of a thing; 0 where there is only one.
    pub(super) fn of_thing(&self, plan: &Plan, number: usize, d: &mut Draw) -> Vec<u8> {
        let is_giant = number % 40 == 7 && number / 40 < self.giants;
        let is_copied = is_giant || d.chance(self.share);
        let alone = u8::from(!d.chance(self.first));
        let more = if is_giant {
            self.giant / 2 + d.below(self.giant)
        } else {
            1 + d.repeats(self.more, 40)
        };
        let count = if is_copied { 1 + more } else { 1 };
        match self.spread {
            _ if !plan.has_sources => vec![0; count],
            _ if !plan.is_link => (0..count).map(|_| d.below(2) as u8).collect(),
            _ if !is_copied => vec![alone],
            Spread::OneToOne => vec![0, 1],
            Spread::OneToMany => std::iter::once(0).chain(std::iter::repeat_n(1, more)).collect(),
            Spread::ManyToMany => [0, 1]
                .into_iter()
                .chain((1..more).map(|_| d.below(2) as u8))
                .collect(),
        }
    }
}
