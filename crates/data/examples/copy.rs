//! Reads inputs and writes them with two new columns, as a run does, without any matching between; tells the time that
//! each half took.
//!
//! ```text
//! cargo run --release -p onefold-data --example copy -- people.csv out.parquet
//! ```

use std::sync::Arc;
use std::time::Instant;

use arrow_array::{ArrayRef, Float32Array, Int64Array};
use onefold_data::{Error, Output, ReadOptions, Watch, check_output, read, write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut inputs: Vec<String> = std::env::args().skip(1).collect();
    let target = inputs.pop().ok_or(Error::NoInput)?;
    let out = Output::new(&target, true);
    check_output(&out)?;

    let begin = Instant::now();
    let table = read(&inputs, &ReadOptions::default(), Watch::SILENT)?;
    eprintln!("read {} records in {:.2?}", table.len(), begin.elapsed());
    for notice in &table.notices {
        eprintln!("note: {notice}");
    }

    let begin = Instant::now();
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(0..table.len() as i64));
    let scores: ArrayRef = Arc::new(
        (0..table.len())
            .map(|row| (row % 3 > 0).then_some(0.93_f32 + row as f32 / 1e8))
            .collect::<Float32Array>(),
    );
    write(
        &table,
        &[("match_id", ids), ("match_confidence_score", scores)],
        &out,
        Watch::SILENT,
    )?;
    eprintln!("wrote {target} in {:.2?}", begin.elapsed());
    Ok(())
}
