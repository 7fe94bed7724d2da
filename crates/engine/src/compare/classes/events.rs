//! Tables of events (orders, payments, visits) rather than of things, as the names and values of their columns tell.

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

/// The columns that tell one event from another: numbers, dates and codes of events, in a table in which every record has its
/// own event number. Empty in other tables.
pub fn event_attributes(records: &StandardRecords) -> Vec<usize> {
    let attributes = &records.attributes;
    let is_number = |attribute: &Attribute| attribute.is_idle && attribute.kind == AttributeKind::Code;
    if !attributes
        .iter()
        .any(|own| is_number(own) && tells_of_events(own))
    {
        return Vec::new();
    }
    let may_tell = |attribute: &Attribute| {
        let kind = attribute.kind;
        !attribute.is_redundant
            && matches!(
                kind,
                AttributeKind::Code | AttributeKind::Number | AttributeKind::Date
            )
    };
    (0..attributes.len())
        .filter(|&index| may_tell(&attributes[index]) && tells_of_events(&attributes[index]))
        .collect()
}
