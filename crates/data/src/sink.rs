//! Writes results: complete or not at all.
//!
//! [`write()`] is the main path: open the output, encode batch by batch, publish. [`Output`] says where a
//! result goes, `publish` makes it appear, one encoder for each format turns batches into bytes.

mod arrow;
mod csv;
mod encode;
mod json;
mod output;
mod parquet;
mod postgres;
mod publish;
mod sqlite;
mod workbook;

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::builder::{Float32Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use encoding_rs::Encoding;

pub(crate) use self::encode::field;
use self::encode::{Block, Plan};
pub use self::output::{Output, check_file_output, check_output};
use self::publish::{Publication, explain};
pub use self::publish::{Staged, publish_together};
use crate::source::text::is_utf16;
use crate::table::{Layout, Original};
use crate::{Error, Format, Table, Watch, declared};

/// Name of a table in a database if the caller names none.
pub const DEFAULT_TABLE: &str = "matched";
/// Number of pairs encoded together.
const PAIRS_PER_BLOCK: usize = 65_536;

/// Writes the table's records unchanged with new columns at the end, each as long as the table.
/// Stdout gets JSON lines if all inputs are JSON lines, otherwise CSV.
pub fn write(table: &Table, extra: &[(&str, ArrayRef)], out: &Output, watch: Watch<'_>) -> Result<(), Error> {
    stage(table, extra, out, watch)?.publish()
}

/// The same without the last step, so the output can appear together with others.
pub fn stage(
    table: &Table,
    extra: &[(&str, ArrayRef)],
    out: &Output,
    watch: Watch<'_>,
) -> Result<Staged, Error> {
    check_extra(table, extra)?;
    let format = match out.table_format(stdout_format(table))? {
        // A file that was an array becomes an array again; `.json` also stands for lines.
        Format::JsonLines
            if out.as_str().contains(".json") && !out.as_str().contains(".jsonl") && are_arrays(table) =>
        {
            Format::Json
        }
        format => format,
    };
    let columns = match format {
        Format::Postgres => {
            let mut plan = Plan::of_table(format, table, extra);
            for (position, kind) in out.declared(format, table) {
                plan.fields[position] = Field::new(&table.names[position], kind, true);
            }
            postgres::columns(table, &plan)
        }
        _ => Vec::new(),
    };
    let mut publication = Publication::begin_table(out, &columns)?;
    encode(
        table,
        extra,
        Target {
            format,
            encoding: out.encoding(),
            table_name: out.table(),
            types: out.declared(format, table),
            path: out.as_str(),
        },
        &mut publication,
        watch,
    )?;
    publication.finish()
}

/// Writes the same to any writer.
pub fn write_to(
    table: &Table,
    extra: &[(&str, ArrayRef)],
    format: Format,
    writer: &mut (dyn Write + Send),
    watch: Watch<'_>,
) -> Result<(), Error> {
    check_extra(table, extra)?;
    let target = Target {
        format,
        encoding: None,
        table_name: None,
        types: Vec::new(),
        path: "the output",
    };
    encode(table, extra, target, writer, watch)
}

/// Writes pairs as they arrive, as a table with the columns `id_a`, `id_b` and `score`; gives their number.
/// Stdout gets CSV.
pub fn write_pairs<A: AsRef<str>, B: AsRef<str>>(
    pairs: impl IntoIterator<Item = (A, B, f32)>,
    out: &Output,
    watch: Watch<'_>,
) -> Result<u64, Error> {
    let (staged, written) = stage_pairs(pairs, out, watch)?;
    staged.publish()?;
    Ok(written)
}

/// The same up to the last step.
pub fn stage_pairs<A: AsRef<str>, B: AsRef<str>>(
    pairs: impl IntoIterator<Item = (A, B, f32)>,
    out: &Output,
    watch: Watch<'_>,
) -> Result<(Staged, u64), Error> {
    let format = out.table_format(Format::Csv)?;
    let names = vec!["id_a".to_owned(), "id_b".to_owned()];
    let score = Field::new("score", DataType::Float32, true);
    let plan = Plan::new(format, names, vec![score]);
    let columns: Vec<(String, String)> = postgres::new_columns(&plan.fields)
        .chain(postgres::new_columns(&plan.extra))
        .collect();
    let mut publication = Publication::begin_table(out, &columns)?;
    let failed = |error| explain(out.as_str(), error);
    let mut encoder = encode::start(plan, &mut publication).map_err(failed)?;
    let mut block = PairBlock::default();
    let mut written = 0;
    for (id_a, id_b, score) in pairs {
        block.push(id_a.as_ref(), id_b.as_ref(), score);
        if block.rows == PAIRS_PER_BLOCK {
            written += block.rows as u64;
            encode_pairs(&mut *encoder, &mut block).map_err(failed)?;
            watch.advance(written)?;
        }
    }
    written += block.rows as u64;
    encode_pairs(&mut *encoder, &mut block).map_err(failed)?;
    encoder.finish().map_err(failed)?;
    watch.advance(written)?;
    Ok((publication.finish()?, written))
}

/// Writes any file: at the end, everything that `fill` wrote appears under the name, or nothing does.
pub fn write_atomically(
    out: &Output,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    stage_file(out, fill)?.publish()
}

/// The same up to the last step.
pub fn stage_file(
    out: &Output,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Staged, Error> {
    let mut publication = Publication::begin(out)?;
    fill(&mut publication).map_err(|error| explain(out.as_str(), error))?;
    publication.finish()
}

fn check_extra(table: &Table, extra: &[(&str, ArrayRef)]) -> Result<(), Error> {
    let names: Vec<&str> = extra.iter().map(|(name, _)| *name).collect();
    table.check_new_columns(&names)?;
    let expected = table.len();
    match extra.iter().find(|(_, values)| values.len() != expected) {
        Some((name, values)) => Err(Error::WrongLength {
            column: (*name).to_owned(),
            found: values.len(),
            expected,
        }),
        None => Ok(()),
    }
}

/// Whether an output can be written from values in a temporary file, batch by batch. Others are laid out by all values first, or are
/// given types that these must have.
pub fn can_be_written_in_parts(table: &Table, out: &Output) -> bool {
    let format = out.table_format(stdout_format(table));
    format.is_ok_and(|format| {
        !matches!(format, Format::Workbook | Format::Sqlite | Format::Postgres)
            && out.declared(format, table).is_empty()
    })
}

fn are_arrays(table: &Table) -> bool {
    table
        .files
        .iter()
        .all(|file| matches!(file.layout, Layout::Json { is_array: true }))
}

fn stdout_format(table: &Table) -> Format {
    let is_json = |layout: &Layout| matches!(layout, Layout::Json { .. });
    if !table.files.is_empty() && table.files.iter().all(|file| is_json(&file.layout)) {
        Format::JsonLines
    } else {
        Format::Csv
    }
}

/// What a table is written as.
struct Target<'a> {
    format: Format,
    encoding: Option<&'static Encoding>,
    /// Name of the table in a database.
    table_name: Option<&'a str>,
    /// Declared types, by position of the column.
    types: Vec<(usize, DataType)>,
    /// Its name in errors.
    path: &'a str,
}

fn encode(
    table: &Table,
    extra: &[(&str, ArrayRef)],
    target: Target<'_>,
    writer: &mut (dyn Write + Send),
    watch: Watch<'_>,
) -> Result<(), Error> {
    let Target {
        format,
        encoding,
        table_name,
        types,
        path,
    } = target;
    let mut plan = Plan::of_table(format, table, extra);
    plan.table = table_name.map(str::to_owned);
    let as_declared = |batch: &RecordBatch, original: &Original| {
        (!types.is_empty())
            .then(|| declared::columns(batch, original, &types))
            .transpose()
    };
    if let (Some(batch), Some(origin)) = (table.batches.first(), table.origins.first())
        && let Some(columns) = as_declared(batch, &origin.original)?
    {
        for (position, _) in &types {
            plan.fields[*position] = columns.schema_ref().field(*position).clone();
        }
    }
    if let Some(encoding) = encoding {
        plan.style.byte_order_mark = is_utf16(encoding);
        plan.style.encoding = encoding;
    }
    if format == Format::Workbook && table.len() >= workbook::MAX_ROWS {
        return Err(Error::TooManyRows {
            path: path.to_owned(),
            limit: workbook::MAX_ROWS,
        });
    }
    let failed = |error| explain(path, error);
    let mut encoder = encode::start(plan, writer).map_err(failed)?;
    let mut row = 0;
    table.each_batch(|batch, original| {
        let typed = as_declared(batch, original)?.map(Original::Columns);
        let block = Block {
            text: batch,
            original: typed.as_ref().unwrap_or(original),
            extra: extra
                .iter()
                .map(|(_, values)| values.slice(row, batch.num_rows()))
                .collect(),
        };
        encoder.encode(&block).map_err(failed)?;
        row += batch.num_rows();
        watch.advance(row as u64)
    })?;
    encoder.finish().map_err(failed)
}

/// Pairs on their way into a block.
#[derive(Default)]
struct PairBlock {
    id_a: StringBuilder,
    id_b: StringBuilder,
    score: Float32Builder,
    rows: usize,
}

impl PairBlock {
    fn push(&mut self, id_a: &str, id_b: &str, score: f32) {
        self.id_a.append_value(id_a);
        self.id_b.append_value(id_b);
        self.score.append_value(score);
        self.rows += 1;
    }
}

fn encode_pairs(encoder: &mut dyn encode::Encoder, block: &mut PairBlock) -> io::Result<()> {
    block.rows = 0;
    let schema = Schema::new(vec![
        Field::new("id_a", DataType::Utf8, true),
        Field::new("id_b", DataType::Utf8, true),
    ]);
    let columns: Vec<ArrayRef> = vec![Arc::new(block.id_a.finish()), Arc::new(block.id_b.finish())];
    let text = RecordBatch::try_new(Arc::new(schema), columns).map_err(io::Error::other)?;
    encoder.encode(&Block {
        text: &text,
        original: &Original::Text,
        extra: vec![Arc::new(block.score.finish())],
    })
}
