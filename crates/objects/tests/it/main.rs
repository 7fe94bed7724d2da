//! A store elsewhere does what the folder does: the embedded endpoint serves the folder, and both ports look at it.

use std::fs;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;

use onefold_domain::{AccessKeys, ObjectError, ObjectUri, Objects};
use onefold_objects::{EmbeddedS3, LocalObjects, RemoteObjects, RemoteSettings};

struct OneKey;

impl AccessKeys for OneKey {
    fn secret(&self, access_key: &str) -> Option<String> {
        (access_key == "KEY").then(|| "secret".to_owned())
    }

    fn allows(&self, _access_key: &str, _action: &str) -> bool {
        true
    }
}

/// The folder, and the same folder over the wire.
#[cfg(test)]
fn both(dir: &Path) -> (LocalObjects, RemoteObjects) {
    let folder = dir.join("objects");
    fs::create_dir_all(folder.join("bucket")).unwrap();
    let router = EmbeddedS3::open(&folder, Arc::new(OneKey)).unwrap().router();
    let (sender, address) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    let settings = RemoteSettings {
        endpoint: Some(format!("http://{}", address.recv().unwrap())),
        region: "us-east-1".to_owned(),
        keys: Some(("KEY".to_owned(), "secret".to_owned())),
    };
    let local = LocalObjects::new(&folder, &dir.join("staging-here"));
    let remote = RemoteObjects::new(settings, &dir.join("staging-there")).unwrap();
    (local, remote)
}

#[cfg(test)]
fn uri(text: &str) -> ObjectUri {
    ObjectUri::parse(text).unwrap()
}

#[test]
fn both_find_and_list_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (local, remote) = both(dir.path());
    for key in [
        "a/1.csv",
        "a/b/2 ü.csv",
        "a/_manifest.json",
        "a/.hidden/3.csv",
        "ab.csv",
        "c+d.csv",
    ] {
        remote
            .write(&uri(&format!("s3://bucket/{key}")), key.as_bytes())
            .unwrap();
    }
    for prefix in [
        "",
        "a",
        "a/",
        "a/1",
        "a/1.csv",
        "a/b/",
        "ab.csv",
        "a/_",
        "c+",
        "none/",
        "none",
        "a/_manifest.json",
    ] {
        let uri = uri(&format!("s3://bucket/{prefix}"));
        assert_eq!(
            local.find(&uri).unwrap(),
            remote.find(&uri).unwrap(),
            "find {prefix}"
        );
        assert_eq!(
            local.list(&uri).unwrap(),
            remote.list(&uri).unwrap(),
            "list {prefix}"
        );
    }
    let nowhere = uri("s3://no-such-bucket/a/");
    assert_eq!(remote.find(&nowhere).unwrap(), local.find(&nowhere).unwrap());
}

#[test]
fn both_read_write_and_delete_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (local, remote) = both(dir.path());
    let object = uri("s3://bucket/deep/people.csv");
    for objects in [&local as &dyn Objects, &remote] {
        assert!(matches!(
            objects.read(&object, 10),
            Err(ObjectError::NotFound { .. })
        ));
        objects.write(&object, b"id\n1\n").unwrap();
        assert_eq!(objects.read(&object, 5).unwrap(), b"id\n1\n");
        assert!(matches!(
            objects.read(&object, 4),
            Err(ObjectError::TooLarge { .. })
        ));
        assert_eq!(fs::read(objects.path(&object).unwrap()).unwrap(), b"id\n1\n");
        objects.delete(&object).unwrap();
        objects.delete(&object).unwrap();
        assert!(objects.make_bucket("bucket").is_ok());
        let error = objects
            .write(&uri("s3://no-such-bucket/a.csv"), b"x")
            .unwrap_err();
        assert!(error.to_string().contains("no-such-bucket"), "{error}");
    }
}

#[test]
fn a_fetched_object_is_fetched_again_when_it_changes() {
    let dir = tempfile::tempdir().unwrap();
    let (_, remote) = both(dir.path());
    let object = uri("s3://bucket/people.csv");
    remote.write(&object, b"first").unwrap();
    let first = remote.path(&object).unwrap();
    assert_eq!(remote.path(&object).unwrap(), first, "it is there already");
    assert!(first.ends_with("people.csv"), "{first}");
    remote.write(&object, b"another").unwrap();
    let second = remote.path(&object).unwrap();
    assert_eq!(fs::read(second).unwrap(), b"another");
}

#[test]
fn both_publish_in_place_of_a_predecessor() {
    let dir = tempfile::tempdir().unwrap();
    let (local, remote) = both(dir.path());
    for (objects, folder) in [(&local as &dyn Objects, "here/"), (&remote, "there/")] {
        let prefix = uri(&format!("s3://bucket/{folder}"));
        for name in ["part-1.csv", "part-2.csv"] {
            let staging = objects.staging("run").unwrap();
            fs::write(Path::new(&staging).join(name), vec![b'x'; 11 << 20]).unwrap();
            fs::write(Path::new(&staging).join("_manifest.json"), name).unwrap();
            let old: Vec<ObjectUri> = objects
                .list(&prefix)
                .unwrap()
                .into_iter()
                .map(|o| o.uri)
                .collect();
            objects.publish(&staging, &prefix, &old).unwrap();
            assert!(!Path::new(&staging).exists());
        }
        let there = objects.list(&prefix).unwrap();
        let sizes: Vec<(String, u64)> = there
            .into_iter()
            .map(|object| (object.uri.key().replace(folder, ""), object.size_bytes))
            .collect();
        assert_eq!(
            sizes,
            [
                ("_manifest.json".to_owned(), 10),
                ("part-2.csv".to_owned(), 11 << 20)
            ]
        );
        let staging = objects.staging("run").unwrap();
        fs::write(Path::new(&staging).join("part-3.csv"), "x").unwrap();
        objects.discard(&staging).unwrap();
        assert!(!Path::new(&staging).exists());
    }
}
