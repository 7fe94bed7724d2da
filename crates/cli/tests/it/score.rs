//! `onefold score`: scores of given pairs.

use crate::support::{Folder, PEOPLE, assert_names, rows};

fn people(pairs: &str) -> Folder {
    let folder = Folder::with("people.csv", PEOPLE);
    folder.write("pairs.csv", pairs);
    folder
}

#[test]
fn scores_come_in_the_order_of_the_pairs() {
    let folder = people("id_a,id_b\nr9,r1\nr2,r1\nr3,r4\nr1,r2\n");
    folder.run_well(&["score", "people.csv", "--pairs", "pairs.csv", "-o", "scores.csv"]);
    let scores = rows(&folder.read("scores.csv"));
    assert_eq!(scores[0], ["id_a", "id_b", "score"]);
    let ids: Vec<_> = scores[1..].iter().map(|row| &row[..2]).collect();
    assert_eq!(ids, [["r9", "r1"], ["r2", "r1"], ["r3", "r4"], ["r1", "r2"]]);
    let score = |row: usize| scores[row][2].parse::<f64>().unwrap();
    assert!(score(1) < 0.5 && score(2) > 0.5 && score(3) > 0.5);
    assert_eq!(
        scores[2][2], scores[4][2],
        "the order within a pair does not matter"
    );
}

#[test]
fn scores_go_to_stdout_without_an_output() {
    let folder = people("id_a,id_b,label\nr1,r2,1\n");
    let run = folder.run_well(&["score", "people.csv", "--pairs", "pairs.csv"]);
    assert!(run.stdout.starts_with("id_a,id_b,score\nr1,r2,"));
}

#[test]
fn scores_agree_with_the_pairs_of_a_match() {
    let folder = people("id_a,id_b\nr1,r2\nr3,r4\n");
    folder.run_well(&["match", "people.csv", "-o", "out.csv", "--pairs-out", "found.csv"]);
    let run = folder.run_well(&["score", "people.csv", "--pairs", "pairs.csv", "-q"]);
    let found = rows(&folder.read("found.csv"));
    for scored in &rows(&run.stdout)[1..] {
        assert!(found.contains(scored), "{scored:?} in {found:?}");
    }
}

#[test]
fn an_unknown_id_is_named_by_its_line() {
    let folder = people("id_a,id_b\nr1,r2\nr1,r77\n");
    let error = folder.run_badly(
        1,
        &["score", "people.csv", "--pairs", "pairs.csv", "-o", "scores.csv"],
    );
    assert_names(&error, &["pairs.csv, line 3", "\"r77\""]);
}

#[test]
fn a_record_with_itself_is_no_pair() {
    let folder = people("id_a,id_b\nr1,r1\n");
    let error = folder.run_badly(
        1,
        &["score", "people.csv", "--pairs", "pairs.csv", "-o", "scores.csv"],
    );
    assert_names(&error, &["pairs.csv, line 2", "\"r1\""]);
}

#[test]
fn pairs_without_the_columns_are_refused() {
    let folder = people("left,right\nr1,r2\n");
    let error = folder.run_badly(
        1,
        &["score", "people.csv", "--pairs", "pairs.csv", "-o", "scores.csv"],
    );
    assert_names(&error, &["pairs.csv", "\"id_a\"", "left, right"]);
}

#[test]
fn an_existing_output_stays_without_force() {
    let folder = people("id_a,id_b\nr1,r2\n");
    folder.write("scores.csv", "precious");
    let args = ["score", "people.csv", "--pairs", "pairs.csv", "-o", "scores.csv"];
    let error = folder.run_badly(2, &args);
    assert_names(&error, &["scores.csv", "--force"]);
}
