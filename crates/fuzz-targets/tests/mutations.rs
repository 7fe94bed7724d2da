//! The targets of the fuzzers on mutations of good input, the same ones every time; so that what a fuzzer would find first
//! is found by every test run.

use onefold_engine::Model;
use onefold_fuzz_targets as targets;

mod support;

use support::{Random, corpus, mutated, peak_memory_bytes};

/// Calls a target with the seeds and with so many mutations of each.
fn run(target: fn(&[u8]), seeds: &[Vec<u8>], mutations: usize) {
    let mut random = Random(7);
    for seed in seeds {
        target(seed);
        for _ in 0..mutations {
            target(&mutated(seed, &mut random));
        }
    }
}

#[test]
fn request_bodies() {
    let bodies = [
        r#"{"TransformId":"tfm-1","Name":"n","MaxResults":10,"Filter":{"Status":"READY"},"Sort":{"Column":"NAME","SortDirection":"ASCENDING"}}"#,
        r#"{"DatabaseName":"d","TableName":"t","Name":"t","TableInput":{"Name":"t","StorageDescriptor":{"Columns":[{"Name":"id","Type":"string"}]}},"Expression":"year >= 2020 AND land IN ('de')"}"#,
        r#"{"JobName":"j","Name":"j","Role":"r","Command":{"Name":"findmatches"},"RunId":"jr_1","JobRunIds":["jr_1"],"ResourceArn":"arn:aws:glue:us-east-1:000000000000:job/j","TagsToAdd":{"a":"b"}}"#,
        "{}",
    ];
    // One seed for every operation and body.
    let seeds: Vec<Vec<u8>> = (0..68)
        .flat_map(|operation| bodies.map(|body| [&[operation], body.as_bytes()].concat()))
        .collect();
    run(targets::request_body, &seeds, 12);
}

#[test]
fn authorization_headers() {
    let header = "AWS4-HMAC-SHA256 Credential=AKIDFUZZ/20261127/us-east-1/glue/aws4_request, \
                  SignedHeaders=host;x-amz-date;x-amz-target, Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    run(targets::authorization_header, &[header.as_bytes().to_vec()], 3000);
}

#[test]
fn paging_tokens() {
    let tokens = ["p", "pAAAAAAAAAAAAAAAAWzEsMiwiYSJd", "", "-_-"];
    let seeds: Vec<Vec<u8>> = tokens.iter().map(|token| token.as_bytes().to_vec()).collect();
    run(targets::paging_token, &seeds, 1000);
}

#[test]
fn label_files() {
    let files = [
        "labeling_set_id,label,id,name\ns1,a,1,Ann\ns1,a,2,\"Ann, B\"\ns1,b,3,\"C\n\"\"D\"\"\"\n",
        "\u{feff}labeling_set_id;label;id\r\ns1;;1\r\n",
    ];
    let seeds: Vec<Vec<u8>> = files.iter().map(|file| file.as_bytes().to_vec()).collect();
    run(targets::label_file, &seeds, 1500);
}

/// Files as people have them, each with some damage: nothing panics, nothing hangs, and memory stays bounded.
#[test]
fn tables() {
    const MOST_BYTES: u64 = 60_000;
    const MUTATIONS: usize = 6;
    const MOST_SECONDS: u64 = 30;
    let seeds: Vec<(String, Vec<u8>)> = corpus(MOST_BYTES)
        .into_iter()
        .map(|(name, bytes)| {
            let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
            let choice = targets::TABLE_NAMES.iter().position(|own| *own == ending);
            let seed = [&[choice.unwrap_or(2) as u8], bytes.as_slice()].concat();
            (name, seed)
        })
        .collect();
    assert!(seeds.len() > 150, "{} seeds", seeds.len());
    let before = peak_memory_bytes();
    let mut random = Random(11);
    for (name, seed) in &seeds {
        for round in 0..=MUTATIONS {
            let data = if round == 0 {
                seed.clone()
            } else {
                mutated(seed, &mut random)
            };
            let begin = std::time::Instant::now();
            targets::table(&data);
            let seconds = begin.elapsed().as_secs();
            assert!(seconds < MOST_SECONDS, "{name}: {seconds} seconds");
        }
    }
    let more = peak_memory_bytes().saturating_sub(before);
    let limit = 10 * MOST_BYTES + 256 * 1024 * 1024;
    assert!(
        more < limit,
        "{more} bytes of memory for files of {MOST_BYTES} bytes"
    );
}

#[test]
fn model_artifacts() {
    run(
        targets::model_artifact,
        &[Model::cold_start().to_json().into_bytes()],
        60,
    );
}
