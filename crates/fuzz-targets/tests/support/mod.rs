//! What the tests share: random damage, the files of the corpus, and the memory of the process.
#![allow(clippy::unwrap_used)]

/// A small generator of random numbers (`SplitMix64`), the same on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
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

pub fn mutated(seed: &[u8], random: &mut Random) -> Vec<u8> {
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

/// Files as people have them, by name, of this size at most.
pub fn corpus(most_bytes: u64) -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/files");
    let mut files = Vec::new();
    for kind in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(kind.unwrap().path()).into_iter().flatten() {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            let metadata = file.metadata().unwrap();
            if metadata.is_file() && metadata.len() < most_bytes && !name.ends_with(".expected.json") {
                files.push((name, std::fs::read(file.path()).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The most memory that this process has used; 0 where the system does not tell.
pub fn peak_memory_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}
