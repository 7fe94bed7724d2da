//! The index that the service keeps for each transform: made by the first incremental run, extended by the next ones, made anew
//! when it does not serve, and gone with the transform. Whatever becomes of it, results are those of a run without one.

use std::fs;

use onefold_domain::RunStatus;
use onefold_tasks::Runner;

use crate::site::Site;

/// A site whose people are matched, but for three times ten that come later.
struct Growing {
    site: Site,
    runner: Runner,
    header: String,
}

impl Growing {
    fn new() -> Self {
        let site = Site::new();
        let table = site.text("people/people.csv");
        let lines: Vec<&str> = table.lines().collect();
        let (header, rows) = (lines[0].to_owned(), &lines[1..]);
        let text = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
        let known = rows.len() - 30;
        site.put("people/people.csv", &text(&rows[..known]));
        for part in 0..3 {
            let key = format!("new-{part}/new.csv");
            site.put(&key, &text(&rows[known + 10 * part..known + 10 * (part + 1)]));
            site.new_table(
                &format!("new-{part}"),
                &format!("s3://bucket/new-{part}/"),
                &header,
            );
        }
        let runner = site.runner(1);
        let growing = Self { site, runner, header };
        let run = growing.site.start_job("all-0/", &[]).unwrap();
        assert_eq!(growing.site.wait(&run).status, RunStatus::Succeeded);
        growing.has_matched("all-0");
        growing
    }

    fn has_matched(&self, output: &str) {
        let header = format!("{},match_id", self.header);
        self.site
            .new_table(output, &format!("s3://bucket/{output}/"), &header);
    }

    /// Adds a part to an earlier result, and gives what the log says of the index.
    fn grow(&self, from: &str, part: &str, output: &str) -> String {
        let folder = format!("{output}/");
        let run = self.site.start_job(
            &folder,
            &[
                ("--database", "town"),
                ("--table", from),
                ("--incremental-database", "town"),
                ("--incremental-table", part),
            ],
        );
        let run = run.unwrap();
        let ended = self.site.wait(&run);
        let log = self.site.log(&run);
        assert_eq!(ended.status, RunStatus::Succeeded, "{ended:?} {log:?}");
        let told: Vec<String> = log.into_iter().filter(|line| line.contains("index of")).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        told.into_iter().next().unwrap()
    }

    fn result(&self, output: &str) -> String {
        let keys = self.site.keys(&format!("{output}/"));
        let part = keys.iter().find(|key| key.contains("part-")).unwrap();
        self.site.text(part)
    }
}

#[test]
fn the_second_incremental_run_extends_the_index_of_the_first_one() {
    let growing = Growing::new();
    let site = &growing.site;
    assert!(!site.index().exists(), "a run over all records keeps none");
    let first = growing.grow("all-0", "new-0", "all-1");
    assert!(first.starts_with("made an index of"), "{first}");
    let made = fs::read(site.index()).unwrap();
    growing.has_matched("all-1");
    let second = growing.grow("all-1", "new-1", "all-2");
    assert!(
        second.starts_with("used the index of") && second.ends_with("and added 10"),
        "{second}"
    );
    let now = fs::read(site.index()).unwrap();
    assert!(
        now.len() > made.len() && now[12_288..made.len()] == made[12_288..],
        "nothing is written over"
    );
    growing.has_matched("all-2");
    let third = growing.grow("all-2", "new-2", "all-3");
    assert!(third.ends_with("and added 10"), "{third}");

    // The same without what was kept.
    fs::remove_file(site.index()).unwrap();
    let anew = growing.grow("all-2", "new-2", "again-3");
    assert!(anew.starts_with("made an index of"), "{anew}");
    assert_eq!(growing.result("again-3"), growing.result("all-3"));
    growing.runner.close();
}

#[test]
fn a_run_that_is_done_again_uses_the_index_that_it_left() {
    let growing = Growing::new();
    growing.grow("all-0", "new-0", "all-1");
    let again = growing.grow("all-0", "new-0", "again-1");
    assert!(
        again.starts_with("used the index of") && !again.contains("added"),
        "{again}"
    );
    assert_eq!(growing.result("again-1"), growing.result("all-1"));
    growing.runner.close();
}

#[test]
fn an_index_that_is_damaged_or_of_other_records_is_made_anew() {
    let growing = Growing::new();
    let site = &growing.site;
    growing.grow("all-0", "new-0", "all-1");
    growing.has_matched("all-1");
    let whole = fs::read(site.index()).unwrap();
    let mut wanted = None;
    for damage in 0..4 {
        let mut bytes = whole.clone();
        match damage {
            0 => bytes = b"not an index".to_vec(),
            1 => bytes.truncate(whole.len() / 2),
            // A part that is read when records are looked for, and the list of parts.
            2 => bytes[12_300] ^= 1,
            _ => *bytes.last_mut().unwrap() ^= 1,
        }
        fs::write(site.index(), &bytes).unwrap();
        let output = format!("healed-{damage}");
        let told = growing.grow("all-1", "new-1", &output);
        assert!(told.starts_with("made an index of"), "{told}");
        let result = growing.result(&output);
        assert_eq!(wanted.get_or_insert_with(|| result.clone()), &result);
    }
    let other = growing.grow("all-0", "new-2", "other");
    assert!(other.starts_with("made an index of"), "{other}");
    growing.runner.close();
}

#[test]
fn the_index_goes_with_its_transform() {
    let growing = Growing::new();
    growing.grow("all-0", "new-0", "all-1");
    assert!(growing.site.index().exists());
    growing.runner.close();
    growing
        .site
        .service
        .delete_transform(&growing.site.transform)
        .unwrap();
    assert!(!growing.site.index().exists());
}
