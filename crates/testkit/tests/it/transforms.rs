//! Transforms that are made, deleted, and made again.

use onefold_domain::{
    Agreement, ExplainedPair, FindMatchesSettings, GroupQuestion, Mark, ObjectUri, PairQuestion, RunStatus,
    SetContent, TableInspector,
};
use onefold_service::{NewTransform, RequestKey, TransformChange};
use onefold_tasks::Inspector;

use crate::site::{Site, uri};

/// A client repeated the very same create within a minute, but had deleted the transform in between: it was given the id
/// of the deleted one.
#[test]
fn a_create_after_a_delete_makes_another_transform() {
    let site = Site::new();
    let request = RequestKey {
        access_key: "key".to_owned(),
        body: [7; 32],
    };
    let create = || {
        let mut new = Site::new_transform();
        new.name = "again".to_owned();
        site.service.create_transform(new, Some(&request)).unwrap()
    };
    let first = create();
    assert_eq!(create(), first, "a repeated request has one effect");
    site.service.delete_transform(&first).unwrap();
    let second = create();
    assert_ne!(second, first);
    assert_eq!(site.service.transform(&second).unwrap().name, "again");
}

#[test]
fn the_log_of_a_job_says_what_it_read_and_found() {
    let site = Site::new();
    let bare = NewTransform {
        name: "bare".to_owned(),
        ..Site::new_transform()
    };
    let bare = site.service.create_transform(bare, None).unwrap();
    let runner = site.runner(1);
    let run = site.service.start_matching(&bare).unwrap();
    assert_eq!(site.wait(&run).status, RunStatus::Succeeded);
    runner.close();
    let mut log = site.log(&run);
    log.retain(|line| !line.ends_with(" s"));
    let expected = [
        "run started: JOB, attempt 1",
        "read 300 records with ",
        "no labels yet; using the built-in model",
        "300 records in ",
        "wrote 300 records to s3://onefold-console/matches/",
        "run ended: SUCCEEDED",
    ];
    assert_eq!(log.len(), expected.len(), "{log:#?}");
    for (line, expected) in log.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
}

#[test]
fn a_result_says_which_model_made_it_and_what_is_newer() {
    let site = Site::new();
    let runner = site.runner(1);
    let run = site.service.start_matching(&site.transform).unwrap();
    assert_eq!(site.wait(&run).status, RunStatus::Succeeded);
    let newer = || {
        let transform = site.service.transform(&site.transform).unwrap();
        let result = site
            .service
            .latest_match_result(&site.transform)
            .unwrap()
            .unwrap();
        site.service.newer_than(&transform, &result).unwrap().unwrap()
    };
    let at_first = newer();
    assert!(!at_first.is_something(), "{at_first:?}");
    let model = at_first.model.unwrap();
    assert!(model.labels > 0);
    let told = format!("using the model that run {} learned from", model.run);
    assert!(site.log(&run).iter().any(|line| line.starts_with(&told)));

    let change = TransformChange {
        settings: Some(FindMatchesSettings {
            primary_key: Some("id".to_owned()),
            precision_recall: Some(0.9),
            ..FindMatchesSettings::default()
        }),
        ..TransformChange::default()
    };
    site.service.update_transform(&site.transform, &change).unwrap();
    assert_eq!(newer().to_string(), "the settings");

    let import = site
        .service
        .start_import(&site.transform, "s3://bucket/labels-0.csv", false)
        .unwrap();
    assert_eq!(site.wait(&import).status, RunStatus::Succeeded);
    runner.close();
    // These labels are in place of others, so there are not more of them.
    let later = newer();
    let model = later.newer_model.as_ref().map(|model| model.run.as_str());
    assert_eq!(model, Some(import.as_str()));
    assert_eq!(later.to_string(), "the model and the settings");

    site.service
        .write_object(&uri("people/more.csv"), b"id\n")
        .unwrap();
    assert_eq!(newer().to_string(), "the model, the settings and the data");
}

#[test]
fn a_column_that_is_taken_for_something_else_makes_a_result_stale() {
    let site = Site::new();
    let runner = site.runner(1);
    let run = site.service.start_matching(&site.transform).unwrap();
    assert_eq!(site.wait(&run).status, RunStatus::Succeeded);
    let newer = || {
        let transform = site.service.transform(&site.transform).unwrap();
        let result = site.service.latest_match_result(&site.transform).unwrap();
        site.service
            .newer_than(&transform, &result.unwrap())
            .unwrap()
            .unwrap()
    };
    let (table, _) = site.service.table_files(&site.transform).unwrap();
    let column = table
        .columns()
        .stored
        .into_iter()
        .map(|column| column.name)
        .find(|name| name != "id")
        .unwrap();
    let choose = |kind: Option<&str>| {
        let kinds = [(column.clone(), kind.map(str::to_owned))];
        let learning = site
            .service
            .choose_columns(&site.transform, "id", &kinds)
            .unwrap();
        let learning = learning.expect("what was learned holds for the columns as they were");
        assert_eq!(site.wait(&learning).status, RunStatus::Succeeded);
    };
    assert!(!newer().is_something());
    let before = site.service.stored_labels(&site.transform).unwrap();
    choose(Some("ignore"));
    assert!(newer().changes_matches());
    assert_eq!(newer().to_string(), "the model and the settings");
    choose(None);
    assert_eq!(newer().to_string(), "the model");
    choose(Some("text"));
    let run = site.service.start_matching(&site.transform).unwrap();
    assert_eq!(
        site.wait(&run).status,
        RunStatus::Succeeded,
        "{:?}",
        site.log(&run)
    );
    runner.close();
    assert_eq!(site.service.stored_labels(&site.transform).unwrap(), before);
    assert!(!newer().is_something(), "the new result follows the choice");
}

#[test]
fn pairs_of_a_result_are_explained_by_what_its_run_kept() {
    let site = Site::new();
    let runner = site.runner(1);
    let run = site.service.start_matching(&site.transform).unwrap();
    assert_eq!(site.wait(&run).status, RunStatus::Succeeded);
    runner.close();
    let result = site
        .service
        .latest_match_result(&site.transform)
        .unwrap()
        .unwrap();
    let files: Vec<String> = result
        .files
        .iter()
        .map(|file| site.service.object_path(&file.uri).unwrap())
        .collect();
    let kept = site.service.object_path(&result.explanations.unwrap()).unwrap();
    let table = Inspector.matched(&files).unwrap();
    let group = |row: usize| &table.records[row].group;
    let second = (1..table.records.len())
        .find(|&row| group(row) == group(0))
        .unwrap();
    let question = PairQuestion {
        files,
        key: Some("id".to_owned()),
        labels: site.service.stored_labels(&site.transform).unwrap(),
        model: site.service.stored_model(&site.transform).unwrap(),
        pairs: vec![(0, second)],
        kinds: Vec::new(),
    };
    let looked_up = Inspector.kept(&kept, &question.pairs);
    let anew = Inspector.explain(&question).unwrap();
    assert!(
        (looked_up[0].score - anew[0].score).abs() < 1e-4,
        "{looked_up:?} {anew:?}"
    );
    let sum: f64 = looked_up[0].contributions.iter().map(|part| part.bits).sum();
    assert!(
        (looked_up[0].prior + sum - looked_up[0].weight).abs() < 1e-2,
        "{looked_up:?}"
    );
    let agreements = |pair: &ExplainedPair| -> Vec<Agreement> {
        pair.columns.iter().map(|column| column.agreement).collect()
    };
    assert_eq!(agreements(&looked_up[0]), agreements(&anew[0]));
    assert!(agreements(&anew[0]).contains(&Agreement::Equal));
    assert_eq!(Inspector.kept("nowhere.bin", &question.pairs), []);

    // A group is explained alike from what was kept and by finding matches again.
    let records: Vec<usize> = (0..table.records.len())
        .filter(|&row| group(row) == group(0))
        .collect();
    let group = |explanations| GroupQuestion {
        explanations,
        records: records.clone(),
        ends: Some((0, second)),
        again: question.clone(),
    };
    let from_kept = Inspector.explain_group(&group(Some(kept))).unwrap();
    let again = Inspector
        .explain_group(&group(Some("nowhere.bin".to_owned())))
        .unwrap();
    assert_eq!(from_kept.links.len(), records.len() - 1);
    for (one, other) in from_kept.links.iter().zip(&again.links) {
        assert_eq!((one.left, one.right), (other.left, other.right));
        assert!((one.score - other.score).abs() < 1e-4, "{one:?} {other:?}");
        assert_eq!(one.most_for(), other.most_for());
        assert_eq!(one.most_against(), other.most_against());
    }
    assert!((from_kept.threshold - again.threshold).abs() < 1e-6);
    assert_eq!(
        from_kept.split.clone().map(|split| split.parts),
        again.split.map(|split| split.parts)
    );
    let ends = [from_kept.path.first(), from_kept.path.last()].map(|pair| pair.copied().unwrap());
    assert!([ends[0].left, ends[0].right].contains(&0));
    assert!([ends[1].left, ends[1].right].contains(&(second as u32)));
}

#[test]
fn a_result_that_the_api_asked_for_keeps_its_pairs_outside_of_its_output() {
    let site = Site::new();
    let runner = site.runner(1);
    let matched = |output: &str, more: &[(&str, &str)]| {
        let run = site.start_job(output, more).unwrap();
        assert_eq!(
            site.wait(&run).status,
            RunStatus::Succeeded,
            "{:?}",
            site.log(&run)
        );
        site.service
            .latest_match_result(&site.transform)
            .unwrap()
            .unwrap()
    };
    let kept = || {
        let folder = ObjectUri::parse("s3://onefold-console/explained/").unwrap();
        site.service.list_objects(&folder).unwrap()
    };

    let first = matched("one", &[]);
    let names = site.keys("one");
    assert!(
        names
            .iter()
            .all(|name| name.contains("part-") || name.ends_with("_onefold_manifest.json")),
        "the output holds records alone: {names:?}"
    );
    assert!(first.pairs.is_some());
    let explained = site.service.object_path(&first.explanations.unwrap()).unwrap();
    let files: Vec<String> = first
        .files
        .iter()
        .map(|file| site.service.object_path(&file.uri).unwrap())
        .collect();
    let table = Inspector.matched(&files).unwrap();
    let group = |row: usize| &table.records[row].group;
    let second = (1..table.records.len())
        .find(|&row| group(row) == group(0))
        .unwrap();
    assert_eq!(Inspector.kept(&explained, &[(0, second)]).len(), 1);

    // Only the newest result keeps them, and one without all records has none.
    let second = matched("two", &[]);
    assert!(second.explanations.is_some());
    assert_eq!(kept().len(), 2, "{:?}", kept());
    let without = matched("three", &[("--remove-duplicates", "true")]);
    assert_eq!((without.explanations, without.pairs), (None, None));

    site.service.delete_transform(&site.transform).unwrap();
    runner.close();
    assert_eq!(kept(), []);
}

#[test]
fn a_decision_can_be_undone_after_the_transform_has_learned_from_it() {
    let site = Site::new();
    let runner = site.runner(1);
    let service = &site.service;
    let before = service.stored_labels(&site.transform).unwrap().unwrap();
    let record = |at: usize| before.rows[at].values.clone();
    let content = SetContent {
        columns: before.columns.clone(),
        records: vec![record(0), record(1)],
    };
    service
        .decide(&site.transform, "ann", content, vec![Mark::Alone; 2])
        .unwrap();
    let learn = || {
        let run = service
            .take_pairs_in(&site.transform)
            .unwrap()
            .expect("something to learn");
        assert_eq!(site.wait(&run).status, RunStatus::Succeeded);
        run
    };
    learn();
    assert_eq!(
        service.take_pairs_in(&site.transform).unwrap(),
        None,
        "all is learned"
    );
    let decision = service.decisions(&site.transform).unwrap().remove(0);
    assert!(decision.learned_on.is_some());
    let set = format!("{}-{}", decision.id.0, decision.id.1);
    let is_learned = || {
        let labels = service.stored_labels(&site.transform).unwrap().unwrap();
        labels.rows.iter().any(|row| row.set == set)
    };
    assert!(is_learned());

    let undo = || service.undecide(&site.transform, "ben", (&decision.id.0, decision.id.1));
    undo().unwrap();
    assert!(undo().is_err(), "it is undone once");
    assert_eq!(
        service.decisions(&site.transform).unwrap(),
        [],
        "pages follow it no more"
    );
    assert_eq!(service.sets_to_forget(&site.transform).unwrap().len(), 1);
    let exported = service.all_labels(&site.transform).unwrap();
    assert!(exported.rows.iter().all(|row| row.set != set));
    assert!(is_learned(), "until the transform is retrained");

    let run = learn();
    runner.close();
    assert!(!is_learned());
    assert_eq!(service.stored_labels(&site.transform).unwrap().unwrap(), before);
    assert!(service.sets_to_forget(&site.transform).unwrap().is_empty());
    assert!(site.log(&run).iter().any(|line| line.starts_with("forgetting")));
}
