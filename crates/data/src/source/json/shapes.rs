//! JSON documents that hold a table in another way than as objects, each a record: columns of values, records by key, lists
//! of values; and pages, of which each holds a list of records.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::JsonShape;

/// Records of a document, as objects.
pub(super) struct Reshaped {
    pub shape: JsonShape,
    pub objects: Vec<String>,
}

/// The records of a document that holds a table in another way than as objects; none if it does not.
pub(super) fn reshape(document: &str) -> Option<Reshaped> {
    if document.starts_with('[') {
        let mut rows = lists(document)?.into_iter();
        let names = texts(&rows.next()?)?;
        return from_lists(&names, rows);
    }
    let members = members(document)?;
    let member = |name: &str| {
        members
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| *value)
    };
    if let Some(rows) = member("data").and_then(lists) {
        let names = match member("columns") {
            Some(names) => texts(&values(names)?)?,
            None => described(member("meta")?)?,
        };
        return from_lists(&names, rows.into_iter());
    }
    let inner: Option<Vec<Members<'_>>> = members.iter().map(|(_, value)| self::members(value)).collect();
    let inner = inner?;
    let first = inner.first().filter(|first| !first.is_empty())?;
    let is_number = |(name, _): &(Cow<'_, str>, &str)| name.bytes().all(|byte| byte.is_ascii_digit());
    if first.iter().all(is_number) {
        return from_columns(&members, &inner);
    }
    let is_like_first = |own: &Members<'_>| {
        let common = own
            .iter()
            .filter(|(name, _)| first.iter().any(|(other, _)| other == name));
        2 * common.count() >= own.len().max(first.len())
    };
    let has_key = |own: &Members<'_>| own.iter().any(|(name, _)| name == KEY);
    if inner.len() < 2 || !inner.iter().all(is_like_first) || inner.iter().any(has_key) {
        return None;
    }
    let objects = members.iter().map(|(name, value)| {
        let rest = value[1..].trim_start();
        let comma = if rest.starts_with('}') { "" } else { "," };
        format!("{{{}:{}{comma}{rest}", quoted(KEY), quoted(name))
    });
    Some(Reshaped {
        shape: JsonShape::Members,
        objects: objects.collect(),
    })
}

/// The column that holds the names of members that are records.
const KEY: &str = "key";

type Members<'a> = Vec<(Cow<'a, str>, &'a str)>;

/// `{"name": {"0": "Ann"}, "city": {"0": "Bonn"}}`
fn from_columns(columns: &Members<'_>, values: &[Members<'_>]) -> Option<Reshaped> {
    let rows = values.first()?;
    let is_flat = |column: &Members<'_>| {
        column.len() == rows.len()
            && column
                .iter()
                .zip(rows)
                .all(|((key, value), (own, _))| key == own && !value.starts_with('{'))
    };
    if !values.iter().all(is_flat) {
        return None;
    }
    let names: Vec<String> = columns.iter().map(|(name, _)| quoted(name)).collect();
    let object = |row: usize| {
        let cells = names.iter().zip(values);
        let cells: Vec<String> = cells
            .map(|(name, column)| format!("{name}:{}", column[row].1))
            .collect();
        format!("{{{}}}", cells.join(","))
    };
    Some(Reshaped {
        shape: JsonShape::Columns,
        objects: (0..rows.len()).map(object).collect(),
    })
}

/// `["name", "city"]` and `["Ann", "Bonn"]`
fn from_lists<'a>(names: &[String], rows: impl Iterator<Item = Vec<&'a str>>) -> Option<Reshaped> {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    let mut objects = Vec::new();
    for row in rows {
        if row.len() > names.len() {
            return None;
        }
        let cells: Vec<String> = names
            .iter()
            .zip(row)
            .map(|(name, value)| format!("{name}:{value}"))
            .collect();
        objects.push(format!("{{{}}}", cells.join(",")));
    }
    (!objects.is_empty()).then_some(Reshaped {
        shape: JsonShape::Lists,
        objects,
    })
}

/// The names in `{"view": {"columns": [{"name": "id"}, ...]}}`, as open data servers describe columns.
fn described(meta: &str) -> Option<Vec<String>> {
    let meta: serde_json::Value = serde_json::from_str(meta).ok()?;
    let columns = meta.pointer("/view/columns").or_else(|| meta.get("columns"))?;
    let names = columns.as_array()?.iter();
    names
        .map(|column| column.get("name")?.as_str().map(str::to_owned))
        .collect()
}

fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}

/// Names of members that tell where a page stands.
const PAGING: [&str; 31] = [
    "page",
    "pages",
    "pagenumber",
    "perpage",
    "pagesize",
    "offset",
    "skip",
    "total",
    "totalcount",
    "totalpages",
    "totalresults",
    "totalrecords",
    "next",
    "previous",
    "prev",
    "hasmore",
    "hasnext",
    "cursor",
    "nextcursor",
    "nextpage",
    "nexturl",
    "nextpagetoken",
    "continuation",
    "links",
    "meta",
    "metadata",
    "pagination",
    "paging",
    "odatacontext",
    "odatanextlink",
    "odatacount",
];
/// Names of other members that pages have.
const OTHERS: [&str; 13] = [
    "size", "limit", "count", "first", "last", "status", "success", "code", "message", "object", "url",
    "took", "errors",
];
/// Names of lists that hold records.
const LISTS: [&str; 7] = ["data", "results", "items", "records", "rows", "value", "entries"];

/// Whether a document is a page, whose other members only tell where it stands.
pub(super) fn is_page(document: &str, list: &str) -> bool {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.collect::<String>().to_ascii_lowercase()
    };
    let Some(members) = members(document) else {
        return false;
    };
    let mut others = members
        .iter()
        .filter(|(name, _)| name != list)
        .map(|(name, _)| plain(name));
    let is_paging = |name: &String| PAGING.contains(&name.as_str());
    let has_paging = others.clone().any(|name| is_paging(&name));
    (has_paging || LISTS.contains(&plain(list).as_str()))
        && others.all(|name| is_paging(&name) || OTHERS.contains(&name.as_str()))
}

/// The objects of the list in a member of a page.
pub(super) fn objects_of<'a>(document: &'a str, list: &str) -> Vec<&'a str> {
    let members = members(document).unwrap_or_default();
    let list = members.iter().find(|(name, _)| name == list);
    list.and_then(|(_, value)| values(value)).unwrap_or_default()
}

/// Names and values of an object; none for another value.
fn members(object: &str) -> Option<Members<'_>> {
    if !object.starts_with('{') {
        return None;
    }
    serde_json::Deserializer::from_str(object)
        .deserialize_map(All)
        .ok()
}

/// The values of a list; none for another value.
fn values(list: &str) -> Option<Vec<&str>> {
    if !list.starts_with('[') {
        return None;
    }
    let values: Vec<&RawValue> = serde_json::from_str(list).ok()?;
    Some(values.into_iter().map(RawValue::get).collect())
}

/// The lists of a list of lists.
fn lists(list: &str) -> Option<Vec<Vec<&str>>> {
    let rows: Vec<Vec<&str>> = values(list)?.into_iter().map(values).collect::<Option<_>>()?;
    (!rows.is_empty()).then_some(rows)
}

fn texts(values: &[&str]) -> Option<Vec<String>> {
    let texts: Option<Vec<String>> = values
        .iter()
        .map(|value| serde_json::from_str(value).ok())
        .collect();
    texts.filter(|texts| !texts.is_empty())
}

/// Takes all members as they are.
struct All;

impl<'de> Visitor<'de> for All {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key_seed(super::Name)? {
            let value: &RawValue = map.next_value()?;
            members.push((name, value.get()));
        }
        Ok(members)
    }
}
