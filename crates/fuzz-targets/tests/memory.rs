//! Reading takes no more memory than ten times the file and 256 MiB, whatever the file says of itself.
//!
//! One test in a program of its own, so that every byte counted is that of one file. A counting allocator sees what Rust code
//! takes; the peak of the process also what libraries of C take.

use std::path::Path;

use onefold_data::{ReadOptions, Watch};
use peak_alloc::PeakAlloc;

mod support;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MORE_BYTES: usize = 256 * 1024 * 1024;

/// Reads a file; gives the most memory that this took at a time.
fn read(path: &Path) -> (bool, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = onefold_data::read(
        &[path.display().to_string()],
        &ReadOptions::default(),
        Watch::SILENT,
    );
    (result.is_ok(), MEMORY.peak_usage().saturating_sub(before))
}

/// One text for each of many rows, one after the other.
fn repeated(text: impl Fn(u32) -> String) -> String {
    (1..300_000).map(text).collect()
}

fn check(path: &Path, what: &str) -> bool {
    let size = std::fs::metadata(path).expect("a file").len() as usize;
    let (is_read, bytes) = read(path);
    let limit = 10 * size + MORE_BYTES;
    assert!(
        bytes <= limit,
        "{what}: {bytes} bytes of memory for a file of {size} bytes"
    );
    is_read
}

/// Files that are small and promise much.
fn greedy() -> Vec<(&'static str, Vec<u8>)> {
    let columns: Vec<String> = (0..9_999).map(|number| format!("c{number}")).collect();
    let header = columns.join(",");
    let object: Vec<String> = columns.iter().map(|name| format!("\"{name}\":1")).collect();
    vec![
        (
            "short-rows.csv",
            format!("{header}\n{}", "1,2\n".repeat(60_000)).into_bytes(),
        ),
        (
            "one-value-rows.csv",
            format!("{header}\n{}", "1\n".repeat(100_000)).into_bytes(),
        ),
        (
            "short-rows-in-pieces.csv",
            format!("{header}\n{}", "1,2\n".repeat(6_000_000)).into_bytes(),
        ),
        (
            "missing-members.jsonl",
            format!("{{{}}}\n{}", object.join(","), "{\"c0\":1}\n".repeat(60_000)).into_bytes(),
        ),
        (
            "open-quote.csv",
            format!("a,b\n\"{}", "x,\n".repeat(5_000_000)).into_bytes(),
        ),
        (
            "deep.json",
            format!("[{{\"a\":{}", "[".repeat(1_000_000)).into_bytes(),
        ),
        ("deep-objects.json", "{\"a\":".repeat(500_000).into_bytes()),
        (
            "names.csv",
            format!("{}\n1\n", ",".repeat(5_000_000)).into_bytes(),
        ),
        (
            "bars.md",
            format!("|{}\n|{}\n", "a|".repeat(500_000), "-|".repeat(500_000)).into_bytes(),
        ),
        (
            "lists.json",
            format!("[[\"a\"]{}]", ",[1]".repeat(500_000)).into_bytes(),
        ),
        (
            "columns.json",
            format!("{{\"a\":{{\"0\":1{}}}}}", repeated(|row| format!(",\"{row}\":1"))).into_bytes(),
        ),
        (
            "members.json",
            format!(
                "{{\"k\":{{\"a\":1}}{}}}",
                repeated(|row| format!(",\"k{row}\":{{\"a\":1}}"))
            )
            .into_bytes(),
        ),
    ]
}

#[test]
fn memory_is_bounded_by_the_size_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in greedy() {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        check(&path, name);
        std::fs::remove_file(path).unwrap();
    }
    let mut random = support::Random(23);
    let seeds = support::corpus(60_000);
    let mut read = 0;
    for (name, bytes) in &seeds {
        for round in 0..4 {
            let data = if round == 0 {
                bytes.clone()
            } else {
                support::mutated(bytes, &mut random)
            };
            let path = folder.path().join(name);
            std::fs::write(&path, data).unwrap();
            read += usize::from(check(&path, name));
        }
    }
    assert!(read > seeds.len(), "only {read} files were read");
    let most = 20 * 1024 * 1024 + 2 * MORE_BYTES as u64;
    let peak = support::peak_memory_bytes();
    assert!(peak < most + 512 * 1024 * 1024, "the process took {peak} bytes");
}
