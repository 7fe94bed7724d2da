//! Transforms that are made, deleted, and made again.

use onefold_service::RequestKey;

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
