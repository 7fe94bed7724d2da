//! Search over all tables of the catalog.

use onefold_domain::{Database, Document, Table};
use serde::Serialize;

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
    pub fn search_tables(
        &self,
        query: &SearchQuery,
        page: &PageRequest,
    ) -> Result<Page<Document<Table>>, Error> {
        let question = ("search", query);
        let begin: Option<usize> = token::open(page.token.as_deref(), &question)?;
        let mut found = Vec::new();
        let databases: Vec<Document<Database>> = self.all_documents("")?;
        for database in databases {
            let tables = self.all_documents(&database.name)?;
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
    fn takes(&self, table: &Document<Table>) -> bool {
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

    fn order(&self, a: &Document<Table>, b: &Document<Table>) -> std::cmp::Ordering {
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
    fn takes(&self, table: &Document<Table>) -> bool {
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

/// A member or parameter of a table that is one value, by its name in any case. Numbers read as they are written in JSON.
fn value_of(table: &Document<Table>, key: &str) -> Option<String> {
    let Table {
        name,
        version,
        description,
        owner,
        table_type,
        retention,
        last_access_time,
        last_analyzed_time,
        view_original_text,
        view_expanded_text,
        parameters,
        ..
    } = &table.body;
    let secs = |time: &Option<f64>| time.map(|secs| format!("{secs:?}"));
    let own = match key.to_ascii_lowercase().as_str() {
        "databasename" => Some(table.database().to_owned()),
        "name" => Some(name.clone()),
        "versionid" => Some(version.to_string()),
        "description" => description.clone(),
        "owner" => owner.clone(),
        "tabletype" => table_type.clone(),
        "retention" => retention.map(|retention| retention.to_string()),
        "lastaccesstime" => secs(last_access_time),
        "lastanalyzedtime" => secs(last_analyzed_time),
        "vieworiginaltext" => view_original_text.clone(),
        "viewexpandedtext" => view_expanded_text.clone(),
        _ => None,
    };
    own.or_else(|| {
        let (_, value) = parameters
            .iter()
            .flatten()
            .find(|(own, _)| own.eq_ignore_ascii_case(key))?;
        Some(value.clone())
    })
}

fn texts_of(table: &Document<Table>) -> Vec<String> {
    let mut texts = vec![table.name.clone(), table.database().to_owned()];
    let body = &table.body;
    let own = [&body.description, &body.owner, &body.table_type];
    texts.extend(own.into_iter().flatten().cloned());
    texts.extend(
        body.parameters
            .iter()
            .flat_map(|parameters| parameters.values().cloned()),
    );
    let columns = body.columns().in_order();
    texts.extend(columns.into_iter().map(|column| column.name));
    texts
}
