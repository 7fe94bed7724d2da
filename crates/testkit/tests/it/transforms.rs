//! Transforms that are made, deleted, and made again.

use onefold_domain::RunStatus;
use onefold_service::{NewTransform, RequestKey};

use crate::site::Site;

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
