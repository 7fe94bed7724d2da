//! Downloads of a result as people have decided: all records, one row for each thing, which record went where, or only what
//! changed; as CSV or as a workbook, under the name of the uploaded file and with its headers.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use maud::{Markup, html};
use onefold_domain::{Table, Transform, random_hex};
use onefold_report::text::{count, shown};
use onefold_service::{FILE_NAME, HEADER, Service};

use crate::results::{Group, Grouped};
use crate::{Console, Failure, Page, Section, link};

/// Formats, with their content types.
const FORMATS: [(&str, &str, &str); 2] = [
    ("csv", "CSV", "text/csv; charset=utf-8"),
    (
        "xlsx",
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
];
const MATCH_ID: &str = "match_id";
const CONFIDENCE: &str = "match_confidence_score";

/// What can be downloaded: a name for the file, a title, and what it is for.
const KINDS: [(&str, &str, &str); 5] = [
    (
        "matched",
        "All records",
        "Every record with the number of its group (match_id) and the confidence of the group.",
    ),
    (
        "deduplicated",
        "One row for each thing",
        "Of each group the record with the most values, and the number of records that it stands for.",
    ),
    (
        "crosswalk",
        "Which record went where",
        "The ID of every record, its group, and the ID of the record that is kept for the group.",
    ),
    (
        "duplicates",
        "Groups of two or more",
        "Only records that have a duplicate.",
    ),
    (
        "changed",
        "What you decided",
        "Only records of groups that you split, merged or confirmed.",
    ),
];

/// A table to download.
pub(super) struct Sheet {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The page.
pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    Path(id): Path<String>,
) -> Result<Page, Failure> {
    let (transform, _, result) = read(&console, &id).await?;
    let body = render(&transform, result.as_deref());
    Ok(Page::new(Section::Transforms, "Download", body)
        .below("Transforms", "/console/transforms")
        .below(&transform.name, &link(&["transforms", &id]))
        .below("Groups", &link(&["transforms", &id, "groups"])))
}

/// A file.
pub(crate) async fn file(
    State(console): State<Arc<Console>>,
    Path((id, kind, format)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    if !KINDS.iter().any(|(own, ..)| *own == kind) {
        return Err(Failure::not_found(format!("there is no download named {kind:?}")));
    }
    let (transform, table, result) = read(&console, &id).await?;
    let result =
        result.ok_or_else(|| Failure::invalid("this transform has no result yet; find matches first"))?;
    let stem = stem(&transform, table.as_ref());
    let headers = headers(&result.table.columns, table.as_ref());
    let sheet = sheet(&result, &headers, &kind);
    respond(&console, sheet, &stem, &kind, &format).await
}

/// Sends a table as a file.
pub(super) async fn respond(
    console: &Arc<Console>,
    sheet: Sheet,
    stem: &str,
    kind: &str,
    format: &str,
) -> Result<Response, Failure> {
    let (extension, _, content_type) = FORMATS
        .into_iter()
        .find(|(own, ..)| *own == format)
        .ok_or_else(|| Failure::not_found(format!("there is no download in the format {format:?}")))?;
    let own = Arc::clone(console);
    let content = console
        .ask(move |service| {
            let unfinished = service.begin_output(&format!("download-{}", random_hex(8)))?;
            let file = unfinished.folder().join(format!("download.{extension}"));
            own.inspector
                .write(&sheet.columns, &sheet.rows, &file)
                .map_err(Failure::invalid)?;
            std::fs::read(&file)
                .map_err(|error| Failure::internal(&format!("a download cannot be read: {error}")))
        })
        .await?;
    let disposition = format!("attachment; {}", file_name(stem, kind, extension));
    let headers = [
        (CONTENT_TYPE, content_type.to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, content).into_response())
}

async fn read(
    console: &Arc<Console>,
    id: &str,
) -> Result<(Transform, Option<Table>, Option<Arc<Grouped>>), Failure> {
    let (own, id) = (Arc::clone(console), id.to_owned());
    console
        .ask(move |service| {
            let transform = service.transform(&id)?;
            Ok((
                table_of(service, &transform),
                own.results.latest(service, own.inspector.as_ref(), &id)?,
                transform,
            ))
        })
        .await
        .map(|(table, result, transform)| (transform, table, result))
}

/// The table of a transform, if it is still in the catalog.
pub(super) fn table_of(service: &Service, transform: &Transform) -> Option<Table> {
    let input = &transform.input;
    let document = service.table(&input.database, &input.table).ok()?;
    Some(document.body)
}

/// How files of a transform begin: as the uploaded file, or as its table.
pub(super) fn stem(transform: &Transform, table: Option<&Table>) -> String {
    let file = table.and_then(|table| table.parameter(FILE_NAME));
    let name = file.map_or(transform.input.table.as_str(), |file| {
        file.split_once('.').map_or(file, |(stem, _)| stem)
    });
    if name.is_empty() {
        "onefold".to_owned()
    } else {
        name.to_owned()
    }
}

/// Columns as the uploaded file names them; the catalog has them in lower case.
pub(super) fn headers(columns: &[String], table: Option<&Table>) -> Vec<String> {
    let own = |column: &String| {
        let kept = table.and_then(|table| table.parameter(&format!("{HEADER}{column}")));
        kept.unwrap_or(column).to_owned()
    };
    columns.iter().map(own).collect()
}

/// A file's name for the header of a response, in plain letters and as it is.
pub(super) fn file_name(stem: &str, kind: &str, extension: &str) -> String {
    let name = format!("{stem}-{kind}.{extension}");
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let exact = percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC);
    format!("filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

fn render(transform: &Transform, result: Option<&Grouped>) -> Markup {
    let own = link(&["transforms", &transform.id, "download"]);
    html! {
        h1 { "Download " (shown(&transform.name)) }
        @match result {
            None => section.card.empty {
                p { "No results yet. Find matches first." }
                p { a.button.primary href=(link(&["transforms", &transform.id])) { "Go to the transform" } }
            },
            Some(result) => {
                p.lead {
                    "The newest result as you corrected it: " (count(result.table.records.len() as u64)) " records, "
                    (count(result.all_groups() as u64)) " different things. Headers and file name are those of the uploaded file, and every file can be uploaded again."
                }
                div.scroll tabindex="0" role="region" aria-label="Downloads" { table {
                    thead { tr { th scope="col" { "What" } th.number scope="col" { "Rows" } th scope="col" { "Download" } } }
                    tbody { @for (kind, title, text) in KINDS { tr {
                        td { strong { (title) } br; span.soft { (text) } }
                        td.number { (count(rows(result, kind) as u64)) }
                        td { div.links { @for (format, name, _) in FORMATS {
                            a href=(format!("{own}/{kind}/{format}")) download aria-label=(format!("{title} as {name}")) { (name) }
                        } } }
                    } } }
                } }
            }
        }
    }
}

fn rows(result: &Grouped, kind: &str) -> usize {
    let of = |groups: Vec<&Group>| groups.iter().map(|group| group.records.len()).sum();
    match kind {
        "deduplicated" => result.all_groups(),
        "duplicates" => of(result.groups.iter().collect()),
        "changed" => of(result
            .groups
            .iter()
            .chain(&result.singles)
            .filter(|group| group.is_decided)
            .collect()),
        _ => result.table.records.len(),
    }
}

/// The rows of a download.
fn sheet(result: &Grouped, headers: &[String], kind: &str) -> Sheet {
    let groups = || result.groups.iter().chain(&result.singles);
    let confidence = |group: &Group| {
        group
            .confidence
            .map_or_else(String::new, |share| format!("{share:.4}"))
    };
    let mut of: HashMap<usize, &Group> = HashMap::new();
    for group in groups() {
        for &record in &group.records {
            of.insert(record, group);
        }
    }
    let values = |record: usize| result.table.records[record].values.clone();
    let with_group = |record: usize, group: &Group| {
        let mut row = values(record);
        row.extend([group.id.clone(), confidence(group)]);
        row
    };
    let named = |more: &[&str]| {
        headers
            .iter()
            .cloned()
            .chain(more.iter().map(|name| (*name).to_owned()))
            .collect()
    };
    let together = |wanted: &dyn Fn(&Group) -> bool| Sheet {
        columns: named(&[MATCH_ID, CONFIDENCE]),
        rows: groups()
            .filter(|group| wanted(group))
            .flat_map(|group| group.records.iter().map(move |&record| (record, group)))
            .map(|(record, group)| with_group(record, group))
            .collect(),
    };
    match kind {
        "deduplicated" => {
            let mut kept: Vec<(usize, &Group)> = groups().map(|group| (kept(result, group), group)).collect();
            kept.sort_by_key(|(record, _)| *record);
            Sheet {
                columns: named(&[MATCH_ID, "records"]),
                rows: kept
                    .into_iter()
                    .map(|(record, group)| {
                        let mut row = values(record);
                        row.extend([group.id.clone(), group.records.len().to_string()]);
                        row
                    })
                    .collect(),
            }
        }
        "crosswalk" => {
            let key = result.key.map_or("record", |key| headers[key].as_str());
            let records = 0..result.table.records.len();
            Sheet {
                columns: vec![key.to_owned(), MATCH_ID.to_owned(), format!("kept_{key}")],
                rows: records
                    .filter_map(|record| {
                        let group = of.get(&record)?;
                        Some(vec![
                            result.name(record),
                            group.id.clone(),
                            result.name(kept(result, group)),
                        ])
                    })
                    .collect(),
            }
        }
        "duplicates" => together(&|group| group.records.len() > 1),
        "changed" => together(&|group| group.is_decided),
        _ => Sheet {
            columns: named(&[MATCH_ID, CONFIDENCE]),
            rows: (0..result.table.records.len())
                .filter_map(|record| Some(with_group(record, of.get(&record)?)))
                .collect(),
        },
    }
}

/// The record that stands for a group: the first of those with the most values.
fn kept(result: &Grouped, group: &Group) -> usize {
    let filled = |record: usize| {
        let values = result.table.records[record].values.iter();
        values.filter(|value| !value.trim().is_empty()).count()
    };
    let records = group.records.iter().copied().rev();
    records.max_by_key(|&record| filled(record)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use onefold_domain::{MatchedRecord, MatchedTable};

    use super::*;

    fn result() -> Grouped {
        let record = |group: &str, id: &str, name: &str| MatchedRecord {
            group: group.to_owned(),
            confidence: Some(0.75),
            values: vec![id.to_owned(), name.to_owned()],
            forms: Vec::new(),
        };
        let table = MatchedTable {
            columns: vec!["id".to_owned(), "name".to_owned()],
            records: vec![
                record("7", "a", ""),
                record("8", "b", "Bob"),
                record("7", "c", "Ann"),
            ],
            ..MatchedTable::default()
        };
        Grouped::new("tsk-1".to_owned(), &Arc::new(table), Some(0))
    }

    fn texts(kind: &str) -> Vec<String> {
        let sheet = sheet(&result(), &["ID".to_owned(), "Full Name".to_owned()], kind);
        assert_eq!(sheet.rows.len(), rows(&result(), kind));
        let all = std::iter::once(&sheet.columns).chain(&sheet.rows);
        all.map(|row| row.join(",")).collect()
    }

    #[test]
    fn a_result_is_downloaded_whole_or_one_row_for_each_thing() {
        assert_eq!(
            texts("matched"),
            [
                "ID,Full Name,match_id,match_confidence_score",
                "a,,7,0.7500",
                "b,Bob,8,0.7500",
                "c,Ann,7,0.7500"
            ]
        );
        assert_eq!(
            texts("deduplicated"),
            ["ID,Full Name,match_id,records", "b,Bob,8,1", "c,Ann,7,2"]
        );
        assert_eq!(
            texts("crosswalk"),
            ["ID,match_id,kept_ID", "a,7,c", "b,8,b", "c,7,c"]
        );
        assert_eq!(texts("duplicates").len(), 3);
        assert_eq!(texts("changed").len(), 1);
    }

    #[test]
    fn names_of_files_cannot_break_out_of_a_header() {
        assert_eq!(
            file_name("a\"; x=\"b\r\nc 名", "matched", "csv"),
            "filename=\"a___x__b__c__-matched.csv\"; \
             filename*=UTF-8''a%22%3B%20x%3D%22b%0D%0Ac%20%E5%90%8D%2Dmatched%2Ecsv"
        );
    }
}
