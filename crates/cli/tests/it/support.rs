//! A temporary folder to run the binary in, and checks that most tests share.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder with input files in it.
pub struct Folder {
    dir: tempfile::TempDir,
}

/// What a run of the binary left behind.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Ten people; r1 and r2 are one person, r3 and r4 another.
pub const PEOPLE: &str = "\
id,name,city,born,phone
r1,Maria Fernanda Lopez,Springfield,1980-02-11,555-0101
r2,Maria Fernanda Lopes,Springfield,1980-02-11,555-0101
r3,Jonathan Archer,Riverton,1971-07-30,555-0202
r4,Jonathon Archer,Riverton,1971-07-30,555-0202
r5,Aisha Okafor,Lakeside,1990-12-01,555-0303
r6,Peter Wiśniewski,Greenville,1965-03-19,555-0404
r7,Chloe Dubois,Fairview,1988-08-08,555-0505
r8,Hiroshi Tanaka,Centerville,1959-11-23,555-0606
r9,Olga Petrova,Clinton,1993-05-05,555-0707
r10,Samuel Green,Madison,1977-09-14,555-0808
";

impl Folder {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A folder with one file.
    pub fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write(name, content);
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).expect("a writable temporary folder");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// The binary, ready to run here; its surroundings do not show through.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onefold"));
        command
            .args(args)
            .current_dir(self.dir.path())
            .env_remove("COLUMNS")
            .env_remove("RUST_LOG")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        let output = self.command(args).output().expect("the binary starts");
        Run {
            code: output.status.code().expect("no signal ended the binary"),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }

    /// Runs, and fails the test unless the run went well.
    pub fn run_well(&self, args: &[&str]) -> Run {
        let run = self.run(args);
        assert_eq!(run.code, 0, "onefold {}: {}", args.join(" "), run.stderr);
        run
    }

    /// Runs what must fail with `code`; gives the error sentence. Nothing on stdout, no file more or less or changed.
    pub fn run_badly(&self, code: i32, args: &[&str]) -> String {
        let before = self.files();
        let run = self.run(args);
        let told = format!("onefold {}: {}", args.join(" "), run.stderr);
        assert_eq!(run.code, code, "{told}");
        assert_eq!(run.stdout, "", "{told}");
        assert_eq!(self.files(), before, "{told}");
        sentence(&run.stderr)
    }

    /// Every file below the folder, hidden ones too, with its bytes.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.dir.path(), &mut files);
        files
    }
}

fn collect(dir: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(dir).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let bytes = std::fs::read(&path).unwrap_or_default();
            files.insert(path, bytes);
        }
    }
}

/// The one sentence of an error, without its prefix.
pub fn sentence(stderr: &str) -> String {
    let line = stderr
        .strip_suffix('\n')
        .unwrap_or_else(|| panic!("no line on stderr: {stderr:?}"));
    assert!(!line.contains('\n'), "more than one line: {stderr}");
    line.strip_prefix("onefold: error: ")
        .unwrap_or_else(|| panic!("no error: {stderr}"))
        .to_owned()
}

/// Fails the test unless `text` holds every part.
#[track_caller]
pub fn assert_names(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in: {text}");
    }
}

/// A file of the repository's test data.
pub fn testdata(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    root.join(path).to_str().expect("a path in UTF-8").to_owned()
}

/// Rows of a simple CSV text (no quoted line breaks), header first.
pub fn rows(csv: &str) -> Vec<Vec<String>> {
    csv.lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

/// Whether this process may do anything, so that permission tests say nothing.
pub fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n")
}

/// Made-up people, every third one twice with a typing error, enough to keep the engine busy for a while.
pub fn many_people(count: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ko", "mi", "ren", "ta", "lo", "vi", "sha", "du", "nor", "pe", "gri", "mo", "el", "zu", "fan",
    ];
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut csv = String::from("id,first,last,street,born\n");
    let mut number = 0;
    while number < count {
        let mut word = || (0..3).map(|_| SYLLABLES[next(16)]).collect::<String>();
        let (first, last, street) = (word(), word(), word());
        let born = format!("19{:02}-{:02}-{:02}", 10 + next(90), 1 + next(12), 1 + next(28));
        let house = 1 + next(200);
        let _ = writeln!(csv, "p{number},{first},{last},{house} {street} street,{born}");
        number += 1;
        if number % 3 == 0 {
            let _ = writeln!(csv, "p{number},{first},{last}e,{house} {street} st,{born}");
            number += 1;
        }
    }
    csv
}
