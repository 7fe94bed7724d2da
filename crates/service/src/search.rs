//! Search over all tables of the catalog.

use onefold_domain::{Document, DocumentKind};
use serde::Serialize;
use serde_json::Value;

use crate::{Error, Page, PageRequest, Service, token};

/// What to look for.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SearchQuery {
    /// Text in names, descriptions, columns or parameters; in quotes it has to be the whole value.
    pub text: Option<String>,
    /// All have to hold.
    pub filters: Vec<SearchFilter>,
    /// Members to sort by, and whether downwards; by name otherwise.
    pub sort: Vec<(String, bool)>,
}

/// A condition on one member.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SearchFilter {
    /// The member, in any case; of a parameter its key.
    pub key: String,
    /// What it is compared with.
    pub value: String,
    /// `EQUALS` and its like; times are compared as text.
    pub comparator: Option<String>,
}

impl Service {
    /// A page of the tables that were looked for.
    pub fn search_tables(&self, query: &SearchQuery, page: &PageRequest) -> Result<Page<Document>, Error> {
        let question = ("search", query);
        let begin: Option<usize> = token::open(page.token.as_deref(), &question)?;
        let mut found = Vec::new();
        for database in self.all_documents(DocumentKind::Database, "")? {
            let tables = self.all_documents(DocumentKind::Table, &database.name)?;
            found.extend(tables.into_iter().filter(|table| query.takes(table)));
        }
        found.sort_by(|a, b| query.order(a, b));
        let begin = begin.unwrap_or_default().min(found.len());
        let size = page.max_results.unwrap_or(self.limits.page);
        let end = (begin + size).min(found.len());
        let next_token = (end < found.len()).then(|| token::seal(&question, &end));
        Ok(Page {
            items: found.drain(begin..end).collect(),
            next_token,
        })
    }
}

impl SearchQuery {
    fn takes(&self, table: &Document) -> bool {
        let has_text = self.text.as_deref().is_none_or(|text| {
            let whole = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            let texts = texts_of(table);
            if let Some(whole) = whole {
                texts.iter().any(|own| own.eq_ignore_ascii_case(whole))
            } else {
                let text = text.to_lowercase();
                texts.iter().any(|own| own.to_lowercase().contains(&text))
            }
        });
        has_text && self.filters.iter().all(|filter| filter.takes(table))
    }

    fn order(&self, a: &Document, b: &Document) -> std::cmp::Ordering {
        for (member, is_descending) in &self.sort {
            let order = value_of(a, member).cmp(&value_of(b, member));
            let order = if *is_descending { order.reverse() } else { order };
            if order.is_ne() {
                return order;
            }
        }
        (&a.name, &a.scope).cmp(&(&b.name, &b.scope))
    }
}

impl SearchFilter {
    fn takes(&self, table: &Document) -> bool {
        let Some(own) = value_of(table, &self.key) else {
            return false;
        };
        match self.comparator.as_deref() {
            Some("GREATER_THAN") => own > self.value,
            Some("LESS_THAN") => own < self.value,
            Some("GREATER_THAN_EQUALS") => own >= self.value,
            Some("LESS_THAN_EQUALS") => own <= self.value,
            _ => own.eq_ignore_ascii_case(&self.value),
        }
    }
}

fn value_of(table: &Document, key: &str) -> Option<String> {
    if key.eq_ignore_ascii_case("databaseName") {
        return Some(table.scope.clone());
    }
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let find = |map: &serde_json::Map<String, Value>| {
        map.iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(key))
            .and_then(|(_, value)| text(value))
    };
    find(&table.body).or_else(|| {
        table
            .body
            .get("Parameters")
            .and_then(Value::as_object)
            .and_then(find)
    })
}

fn texts_of(table: &Document) -> Vec<String> {
    let mut texts = vec![table.name.clone(), table.scope.clone()];
    for member in ["Description", "Owner", "TableType"] {
        texts.extend(table.text(member).map(str::to_owned));
    }
    if let Some(parameters) = table.body.get("Parameters").and_then(Value::as_object) {
        texts.extend(parameters.values().filter_map(Value::as_str).map(str::to_owned));
    }
    let columns = crate::columns_of(&table.body).in_order();
    texts.extend(columns.into_iter().map(|column| column.name));
    texts
}
