//! What a file must be to become an ensemble.

use proptest::prelude::*;

use super::super::tree::Tree;
use super::{BoostSettings, Ensemble, Error, fit, gappy_rows, margins, small};

fn stored() -> (Ensemble, String) {
    let (features, labels) = gappy_rows(800, 3, 14);
    let names = ["name", "date of birth", "phone"].map(str::to_owned).to_vec();
    let ensemble = fit(&features, 3, &labels, &BoostSettings { trees: 8, ..small() });
    let ensemble = ensemble.with_names(names).unwrap();
    let text = serde_json::to_string(&ensemble).unwrap();
    (ensemble, text)
}

#[test]
fn a_stored_ensemble_reads_back_to_the_last_bit() {
    let (ensemble, text) = stored();
    let start = r#"{"format":"onefold-boosted-trees","version":1,"features":["name","date of birth","phone"],"base":"#;
    assert!(text.starts_with(start), "{text}");
    let read: Ensemble = serde_json::from_str(&text).unwrap();
    assert_eq!(read, ensemble);
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    let (features, _) = gappy_rows(500, 3, 15);
    for row in features.chunks_exact(3) {
        assert_eq!(read.margin(row).to_bits(), ensemble.margin(row).to_bits());
    }
}

#[test]
fn numbers_are_stored_in_few_digits() {
    let tree = Tree {
        nodes: vec![],
        values: vec![0.1],
        covers: vec![3.0],
    };
    let ensemble = Ensemble::assemble(vec!["a".to_owned()], -0.3, vec![0.0], vec![tree]);
    let expected = concat!(
        r#"{"format":"onefold-boosted-trees","version":1,"features":["a"],"base":-0.3,"gain":[0.0],"#,
        r#""trees":[{"feature":[],"threshold":[],"left":[],"right":[],"missing_left":[],"#,
        r#""value":[0.1],"cover":[3.0]}]}"#
    );
    assert_eq!(serde_json::to_string(&ensemble).unwrap(), expected);
}

#[test]
fn unsound_files_are_refused_with_the_reason() {
    let sound = serde_json::json!({
        "format": "onefold-boosted-trees", "version": 1, "features": ["a", "b"], "base": 0.5,
        "gain": [1.0, 2.0],
        "trees": [{
            "feature": [0, 1, 0], "threshold": [0.5, 1.5, 2.5], "left": [1, -1, -3], "right": [2, -2, -4],
            "missing_left": [0, 1, 0], "value": [0.1, 0.2, 0.3, 0.4], "cover": [1, 2, 3, 4]
        }]
    });
    serde_json::from_value::<Ensemble>(sound.clone()).unwrap();
    let cases = [
        (
            "/format",
            r#""pickle""#,
            "the format is \"pickle\", not \"onefold-boosted-trees\"",
        ),
        (
            "/version",
            "2",
            "version 2 of \"onefold-boosted-trees\" is not known; this program reads version 1",
        ),
        ("/features", r#"["a"]"#, "there are 1 features, but 2 gains"),
        (
            "/features",
            r#"["a", "a"]"#,
            "feature \"a\" stands twice in the list of features",
        ),
        ("/base", "1e39", "base is not a finite single-precision number"),
        ("/base", "null", "invalid type: null, expected f64"),
        (
            "/gain",
            "[1e300, 0]",
            "a gain is not a finite single-precision number",
        ),
        ("/gain", "[-1, 0]", "a gain is negative"),
        (
            "/trees/0/feature/1",
            "2",
            "tree 0: node 1 tests feature 2, but there are 2",
        ),
        (
            "/trees/0/threshold/2",
            "-1e40",
            "tree 0: threshold 2 is not a finite single-precision number",
        ),
        (
            "/trees/0/threshold",
            "[1]",
            "tree 0: threshold has 1 entries where 3 are needed",
        ),
        (
            "/trees/0/value",
            "[1, 2]",
            "tree 0: value has 2 entries where 4 are needed",
        ),
        (
            "/trees/0/value/0",
            "1e39",
            "tree 0: value 0 is not a finite single-precision number",
        ),
        ("/trees/0/cover/3", "0", "tree 0: cover 3 is not above 0"),
        (
            "/trees/0/missing_left/1",
            "7",
            "tree 0: missing_left 1 is 7, not 0 or 1",
        ),
        (
            "/trees/0/left/0",
            "3",
            "tree 0: node 0 leads to 3, which does not exist",
        ),
        (
            "/trees/0/left/1",
            "-5",
            "tree 0: node 1 leads to -5, which does not exist",
        ),
        ("/trees/0/left/1", "-9223372036854775808", "which does not exist"),
        ("/trees/0/left/0", "0", "tree 0: node 0 leads back to node 0"),
        ("/trees/0/right/2", "1", "tree 0: node 2 leads back to node 1"),
        (
            "/trees/0/right/0",
            "1",
            "tree 0: 1 is reached from two nodes, the second one being node 0",
        ),
        (
            "/trees/0/right/1",
            "-1",
            "tree 0: -1 is reached from two nodes, the second one being node 1",
        ),
        ("/trees/0/left/0", "-1", "tree 0: nothing leads to node 1"),
    ];
    for (pointer, value, reason) in cases {
        let mut file = sound.clone();
        *file.pointer_mut(pointer).unwrap() = serde_json::from_str(value).unwrap();
        let error = serde_json::from_value::<Ensemble>(file).unwrap_err().to_string();
        assert!(error.contains(reason), "{pointer} = {value}: {error}");
    }
    let mut file = sound;
    file["extra"] = serde_json::json!(1);
    let error = serde_json::from_value::<Ensemble>(file).unwrap_err().to_string();
    assert!(error.starts_with("unknown field `extra`"), "{error}");
}

/// A tree in which every node's right side is the next node.
fn chain(nodes: usize) -> serde_json::Value {
    let last = nodes as i64;
    let right: Vec<i64> = (1..last).chain([-1 - last]).collect();
    let left: Vec<i64> = (0..last).map(|leaf| -1 - leaf).collect();
    serde_json::json!({
        "format": "onefold-boosted-trees", "version": 1, "features": ["a"], "base": 0, "gain": [0],
        "trees": [{
            "feature": vec![0; nodes], "threshold": vec![0; nodes], "left": left, "right": right,
            "missing_left": vec![0; nodes], "value": vec![0; nodes + 1], "cover": vec![1; nodes + 1]
        }]
    })
}

#[test]
fn trees_that_would_overflow_the_stack_are_refused() {
    let deepest = serde_json::from_value::<Ensemble>(chain(64)).unwrap();
    assert!(deepest.contributions(&[1.0]).1[0].is_finite());
    for nodes in [65, 4_000] {
        let error = serde_json::from_value::<Ensemble>(chain(nodes))
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "tree 0: a leaf below node 64 is more than 64 steps from the root"
        );
    }
    let error = serde_json::from_value::<Ensemble>(chain(4_096))
        .unwrap_err()
        .to_string();
    assert_eq!(error, "tree 0: it has 4097 leaves; the format allows 4096");
}

#[test]
fn names_must_fit() {
    let (ensemble, _) = stored();
    let reason = |result: Result<(), Error>| result.unwrap_err().to_string();
    assert!(ensemble.expect_names(&["name", "date of birth", "phone"]).is_ok());
    assert_eq!(
        reason(ensemble.expect_names(&["name", "phone", "date of birth"])),
        "feature 1 is \"date of birth\" in the model, not \"phone\""
    );
    assert_eq!(
        reason(ensemble.expect_names(&["name"])),
        "the model has 3 features, not 1"
    );
    let named = |names: &[&str]| {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        reason(ensemble.clone().with_names(names).map(|_| ()))
    };
    assert_eq!(named(&["a"]), "there are 3 features, but 1 names");
    assert_eq!(
        named(&["a", "b", "a"]),
        "feature \"a\" stands twice in the list of features"
    );
}

proptest! {
    /// Whatever happens to a file, it is refused or gives an ensemble that can be used and written.
    #[test]
    fn mangled_files_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[-0-9.,e\\[\\]{}\":a]{0,3}", 0..3_usize), 1..4),
    ) {
        let (_, mut text) = stored_once();
        for (place, insert, removed) in changes {
            let start = place.index(text.len());
            let end = (start + removed).min(text.len());
            text.replace_range(start..end, &insert);
        }
        if let Ok(ensemble) = serde_json::from_str::<Ensemble>(&text) {
            let row = vec![0.4; ensemble.columns()];
            prop_assert!(!ensemble.margin(&row).is_nan());
            prop_assert_eq!(margins(&ensemble, &row).len(), 1);
            prop_assert_eq!(ensemble.contributions(&row).1.len(), row.len());
            let again = serde_json::to_string(&ensemble).unwrap();
            prop_assert_eq!(serde_json::from_str::<Ensemble>(&again).unwrap(), ensemble);
        }
    }

    /// Numbers are replaced one for one, so that the file stays JSON and the checks are what refuses it.
    #[test]
    fn mangled_numbers_never_panic(
        place in any::<prop::sample::Index>(),
        number in prop_oneof![
            (-12..12_i64).prop_map(|number| number.to_string()),
            any::<i64>().prop_map(|number| number.to_string()),
            any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| format!("{number:e}")),
        ],
    ) {
        let (_, text) = stored_once();
        let starts: Vec<usize> = text.match_indices(['[', ',']).map(|(at, _)| at + 1).collect();
        let start = starts[place.index(starts.len())];
        let end = start + text[start..].find([',', ']', '}']).unwrap();
        let mangled = format!("{}{number}{}", &text[..start], &text[end..]);
        if let Ok(ensemble) = serde_json::from_str::<Ensemble>(&mangled) {
            let row = vec![0.4; ensemble.columns()];
            prop_assert!(!ensemble.margin(&row).is_nan());
            prop_assert_eq!(margins(&ensemble, &row), [ensemble.margin(&row)]);
            prop_assert_eq!(ensemble.contributions(&row).1.len(), row.len());
        }
    }
}

/// [`stored`], trained once for all cases.
fn stored_once() -> (Ensemble, String) {
    static STORED: std::sync::OnceLock<(Ensemble, String)> = std::sync::OnceLock::new();
    STORED.get_or_init(stored).clone()
}
