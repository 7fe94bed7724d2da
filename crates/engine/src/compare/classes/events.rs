//! Tables of events (orders, payments, visits) rather than of things, as the names of their columns tell, or how their records
//! agree.

use super::{ClassModel, facets::FacetKind};
use crate::{
    AttributeKind,
    standardize::{Attribute, StandardRecords},
};

/// Words in the names of columns that tell of events (orders, payments, visits) rather than of things.
const EVENT_WORDS: [&str; 46] = [
    "order",
    "invoice",
    "transaction",
    "booking",
    "reservation",
    "payment",
    "receipt",
    "shipment",
    "delivery",
    "visit",
    "appointment",
    "ticket",
    "purchase",
    "sale",
    "checkout",
    "refund",
    "amount",
    "quantity",
    "qty",
    "bestell",
    "rechnung",
    "buchung",
    "zahlung",
    "liefer",
    "termin",
    "betrag",
    "menge",
    "commande",
    "facture",
    "paiement",
    "livraison",
    "montant",
    "pedido",
    "factura",
    "pago",
    "reserva",
    "compra",
    "ordine",
    "fattura",
    "pagamento",
    "zamowieni",
    "faktura",
    "заказ",
    "счет",
    "платеж",
    "сумма",
];

/// Whether the name of a column tells of events.
pub fn tells_of_events(attribute: &Attribute) -> bool {
    is_of_events(&attribute.name)
}

fn is_of_events(name: &str) -> bool {
    let name = name.to_lowercase();
    EVENT_WORDS.iter().any(|word| name.contains(word))
}

/// The columns that tell one event from another; empty in tables of things.
pub fn event_attributes(records: &StandardRecords, classes: &ClassModel) -> Vec<usize> {
    let attributes = &records.attributes;
    let mut columns = by_name(attributes);
    if columns.is_empty() {
        columns = by_agreement(classes);
    }
    columns.retain(|&column| !attributes[column].is_redundant);
    columns
}

/// Numbers, dates and codes of events, in a table in which every record has its own event number.
fn by_name(attributes: &[Attribute]) -> Vec<usize> {
    let is_number = |attribute: &Attribute| attribute.is_idle && attribute.kind == AttributeKind::Code;
    if !attributes
        .iter()
        .any(|own| is_number(own) && tells_of_events(own))
    {
        return Vec::new();
    }
    let may_tell = |attribute: &Attribute| {
        matches!(
            attribute.kind,
            AttributeKind::Code | AttributeKind::Number | AttributeKind::Date
        )
    };
    (0..attributes.len())
        .filter(|&index| may_tell(&attributes[index]) && tells_of_events(&attributes[index]))
        .collect()
}

/// Numbers, dates and codes that say nothing of who is who, two at least, in a table in which things have many records and agree
/// to the letter in all that does. So it is where events were joined to a list of customers: somebody who is entered again and
/// again is written in more than one way.
fn by_agreement(classes: &ClassModel) -> Vec<usize> {
    /// Matches for each record, from which things have many records: four each.
    const MANY: f64 = 1.5;
    /// Bits from which a facet tells who is who.
    const TELLING: f64 = 2.0;
    /// Share of matches with equal values; that of a few hundred is drawn towards what is assumed.
    const TO_THE_LETTER: f64 = 0.98;
    /// Columns that tell who is who, and that tell events apart.
    const LEAST: usize = 2;
    let mixture = &classes.related;
    let facets = 0..classes.facets.len();
    let tells = |facet: usize| !mixture.dropped[facet] && classes.bits[facet] >= TELLING;
    let is_equal = |facet: usize| {
        mixture.matches[facet]
            .last()
            .is_some_and(|own| *own >= TO_THE_LETTER)
    };
    let has_many = mixture.match_share * classes.figures.possible_pairs >= MANY * classes.figures.records;
    let agrees = facets.filter(|&facet| tells(facet)).all(is_equal);
    if !has_many || !agrees || classes.columns_where(tells).len() < LEAST {
        return Vec::new();
    }
    let is_of_event = |facet: usize| {
        let kind = classes.facets[facet].kind;
        matches!(kind, FacetKind::Code | FacetKind::Number | FacetKind::Date)
    };
    let others = classes.columns_where(|facet| !mixture.dropped[facet] || !is_of_event(facet));
    let mut found = classes.columns_where(|_| true);
    found.retain(|column| !others.contains(column));
    if found.len() < LEAST {
        found.clear();
    }
    found.into_iter().collect()
}
