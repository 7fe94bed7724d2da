//! Objects of an S3 service that is named by `ONEFOLD_TEST_S3_ENDPOINT`, such as a local `moto_server`.
//!
//! The usual AWS variables must hold keys and region, `AWS_ENDPOINT_URL` the same endpoint, and the bucket
//! `onefold-test` must exist.

use onefold_data::{Error, ObjectError, Output, Watch, check_output};

use crate::support::{Folder, new_columns, read, values};

const BUCKET: &str = "s3://onefold-test";

fn has_service() -> bool {
    let endpoint = std::env::var("ONEFOLD_TEST_S3_ENDPOINT").unwrap_or_default();
    if endpoint.is_empty() {
        eprintln!("skipped: ONEFOLD_TEST_S3_ENDPOINT names no S3 service");
        return false;
    }
    assert_eq!(
        std::env::var("AWS_ENDPOINT_URL").as_deref(),
        Ok(endpoint.as_str()),
        "AWS_ENDPOINT_URL must name the same service"
    );
    true
}

#[test]
fn tables_are_written_to_and_read_from_objects() {
    if !has_service() {
        return;
    }
    let folder = Folder::new();
    let text: String = std::iter::once("id,name\n".to_owned())
        .chain((0..400_000).map(|row| format!("{row},somebody called {row}\n")))
        .collect();
    let table = read(&folder.put("people.csv", text)).unwrap();
    // The plain CSV takes more than one part.
    for name in ["big.csv", "big.csv.gz", "big.parquet", "big 1.jsonl"] {
        let target = format!("{BUCKET}/round/{name}");
        let out = Output::new(&target, true);
        check_output(&out).unwrap();
        onefold_data::write(&table, &new_columns(&table), &out, Watch::SILENT).unwrap();
        let back = read(&target).unwrap();
        assert_eq!(back.len(), table.len(), "{name}");
        assert_eq!(values(&back)[399_999][..2], values(&table)[399_999], "{name}");
        assert_eq!(back.place(0).unwrap().file, target);
    }
    let both = read(&format!("{BUCKET}/round/big.csv*")).unwrap();
    assert_eq!(both.len(), 2 * table.len());
    let unforced = Output::new(&format!("{BUCKET}/round/big.csv"), false);
    assert!(matches!(check_output(&unforced), Err(Error::OutputExists { .. })));
}

#[test]
fn a_stopped_upload_leaves_no_object() {
    if !has_service() {
        return;
    }
    let folder = Folder::new();
    let table = read(&folder.put("people.csv", "id\n1\n")).unwrap();
    let target = format!("{BUCKET}/stopped/out.csv");
    let watch = Watch {
        progress: &|_| {},
        is_cancelled: &|| true,
    };
    let result = onefold_data::write(&table, &new_columns(&table), &Output::new(&target, false), watch);
    assert!(matches!(result, Err(Error::Cancelled)));
    assert!(matches!(
        read(&target),
        Err(Error::Object(ObjectError::MissingObject { .. }))
    ));
}

#[test]
fn what_is_missing_is_named() {
    if !has_service() {
        return;
    }
    let error = read(&format!("{BUCKET}/none.csv")).unwrap_err();
    assert!(
        matches!(error, Error::Object(ObjectError::MissingObject { .. })),
        "{error}"
    );
    let error = read(&format!("{BUCKET}/none/*.csv")).unwrap_err();
    assert!(matches!(error, Error::NothingMatches { .. }), "{error}");
    for target in [
        "s3://onefold-no-such-bucket/a.csv",
        "s3://onefold-no-such-bucket/*.csv",
    ] {
        let error = read(target).unwrap_err();
        assert!(
            matches!(error, Error::Object(ObjectError::MissingBucket { .. })),
            "{error}"
        );
    }
    let error = check_output(&Output::new("s3://onefold-no-such-bucket/a.csv", false)).unwrap_err();
    assert!(
        matches!(error, Error::Object(ObjectError::MissingBucket { .. })),
        "{error}"
    );
}

#[test]
fn addresses_without_a_key_are_refused() {
    for target in ["s3://onefold-test", "s3://onefold-test/", "s3:///a.csv"] {
        assert!(matches!(read(target), Err(Error::BadAddress { .. })), "{target}");
        let result = check_output(&Output::new(target, false));
        assert!(result.is_err(), "{target}");
    }
}
