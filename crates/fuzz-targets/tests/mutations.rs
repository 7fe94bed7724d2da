//! The targets of the fuzzers on mutations of good input, the same ones every time; so that what a fuzzer would find first
//! is found by every test run.

use onefold_engine::Model;
use onefold_fuzz_targets as targets;

/// A small generator of random numbers (`SplitMix64`), the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// Pieces that are hard to swallow.
const PIECES: [&[u8]; 16] = [
    b"\"",
    b"\\u0000",
    b"null",
    b"-1",
    b"1e999",
    b"{}",
    b"[",
    b"]",
    b",",
    b"\r\n",
    b"\xff",
    b"\xef\xbb\xbf",
    b"9223372036854775808",
    b"=",
    b"../",
    b"\0",
];

fn mutated(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut data = seed.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(data.len() + 1);
        match random.below(5) {
            0 if at < data.len() => data[at] ^= 1 << random.below(8),
            1 => {
                let end = (at + random.below(8)).min(data.len());
                data.drain(at..end);
            }
            2 => {
                let piece = PIECES[random.below(PIECES.len())];
                data.splice(at..at, piece.iter().copied());
            }
            3 => {
                let end = (at + random.below(40)).min(data.len());
                let copy = data[at..end].to_vec();
                data.splice(at..at, copy);
            }
            _ => data.truncate(at.max(1)),
        }
    }
    data
}

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
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/files");
    let mut seeds = Vec::new();
    for kind in std::fs::read_dir(corpus).unwrap() {
        for file in std::fs::read_dir(kind.unwrap().path()).into_iter().flatten() {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            let metadata = file.metadata().unwrap();
            if metadata.is_file() && metadata.len() < MOST_BYTES && !name.ends_with(".expected.json") {
                let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
                let choice = targets::TABLE_NAMES.iter().position(|own| *own == ending);
                let mut seed = vec![choice.unwrap_or(2) as u8];
                seed.extend(std::fs::read(file.path()).unwrap());
                seeds.push((name, seed));
            }
        }
    }
    seeds.sort();
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

/// The most memory that this process has used; 0 where the system does not tell.
fn peak_memory_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

#[test]
fn model_artifacts() {
    run(
        targets::model_artifact,
        &[Model::cold_start().to_json().into_bytes()],
        60,
    );
}
