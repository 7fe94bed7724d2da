//! Pairs files and truth files.

use onefold_data::{IdPair, read_pairs, read_truth};

use crate::support::Folder;

#[test]
fn pairs_are_read_in_any_column_order() {
    let folder = Folder::new();
    let path = folder.put("pairs.csv", "label,id_b,id_a\nmatch,b,a\n,d,c\n");
    let pair = |id_a: &str, id_b: &str, label: Option<&str>, line| IdPair {
        id_a: id_a.to_owned(),
        id_b: id_b.to_owned(),
        label: label.map(str::to_owned),
        line,
    };
    assert_eq!(
        read_pairs(&path).unwrap(),
        [pair("a", "b", Some("match"), 2), pair("c", "d", None, 3)]
    );
    let path = folder.put("scored.csv", "id_a,id_b,score\na,b,0.5\n");
    assert_eq!(read_pairs(&path).unwrap(), [pair("a", "b", Some("0.5"), 2)]);
}

#[test]
fn truth_has_several_names_for_its_entities() {
    let folder = Folder::new();
    for name in ["entity", "cluster", "cluster_id", "match_id", "Entity"] {
        let path = folder.put("truth.csv", format!("x,{name},id\n0,e1,r1\n0,e1,r2\n"));
        let expected = [("r1", "e1"), ("r2", "e1")].map(|(id, entity)| (id.to_owned(), entity.to_owned()));
        assert_eq!(read_truth(&path).unwrap(), expected, "{name}");
    }
}

#[test]
fn faults_of_helper_files_are_named_with_their_line() {
    let folder = Folder::new();
    let path = folder.put("pairs.csv", "id_a,name\n1,2\n");
    assert_eq!(
        folder.plain(&read_pairs(&path).unwrap_err()),
        "pairs.csv: no column is named \"id_b\"; the columns are id_a, name"
    );
    let path = folder.put("empty.csv", "id_a,id_b\n1,2\n3,\n");
    assert_eq!(
        folder.plain(&read_pairs(&path).unwrap_err()),
        "empty.csv, line 3: column \"id_b\" is empty; fill it in"
    );
    let path = folder.put("truth.csv", "id,entity\n1,a\n2,b\n1,b\n");
    assert_eq!(
        folder.plain(&read_truth(&path).unwrap_err()),
        "truth.csv, line 4: \"1\" is already listed in line 2; list every record once"
    );
}
