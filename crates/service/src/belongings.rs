//! What belongs to a table, and deleting all of it: the transforms that read it, with their labels, models and runs; and the
//! files that came through the console, with the results that it wrote.

use onefold_domain::{ObjectInfo, ObjectUri, Transform, TransformStatus};

use crate::matching::BUCKET;
use crate::{Error, Service};

/// What goes with a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Belongings {
    /// Its database.
    pub database: String,
    /// Its name.
    pub table: String,
    /// Where its files are.
    pub location: Option<String>,
    /// Transforms that read it.
    pub transforms: Vec<Transform>,
    /// Its own files, if they were uploaded in the console; files from elsewhere stay.
    pub files: Vec<ObjectInfo>,
    /// Results and label files of its transforms that the console keeps.
    pub results: Vec<ObjectInfo>,
}

impl Belongings {
    /// Whether its files were uploaded in the console.
    pub fn is_upload(&self) -> bool {
        self.location.as_deref().is_some_and(is_of_upload)
    }
}

impl Service {
    /// What goes with a table.
    pub fn belongings(&self, database: &str, table: &str) -> Result<Belongings, Error> {
        let table = self.table(database, table)?;
        let is_read = |transform: &Transform| {
            transform.status != TransformStatus::Deleting
                && transform.input.database.eq_ignore_ascii_case(table.database())
                && transform.input.table.eq_ignore_ascii_case(&table.name)
        };
        let mut transforms = self.store.transforms()?;
        transforms.retain(is_read);
        let location = table.body.location().map(str::to_owned);
        let files = match location.as_deref().filter(|location| is_of_upload(location)) {
            Some(location) => self.list_objects(&ObjectUri::parse(location)?)?,
            None => Vec::new(),
        };
        let mut results = Vec::new();
        for transform in &transforms {
            for folder in ["matches", "labels", "explained"] {
                let folder = ObjectUri::parse(&format!("s3://{BUCKET}/{folder}/{}/", transform.id))?;
                results.extend(self.list_objects(&folder)?);
            }
        }
        Ok(Belongings {
            database: table.database().to_owned(),
            table: table.name,
            location,
            transforms,
            files,
            results,
        })
    }

    /// Deletes a table and what belongs to it. Runs of its transforms are stopped first.
    pub fn delete_with_belongings(&self, database: &str, table: &str) -> Result<Belongings, Error> {
        let all = self.belongings(database, table)?;
        for transform in &all.transforms {
            self.delete_transform(&transform.id)?;
        }
        self.delete_table(&all.database, &all.table)?;
        for object in all.files.iter().chain(&all.results) {
            self.objects.delete(&object.uri).map_err(Error::Objects)?;
        }
        Ok(all)
    }
}

/// Nobody but the console writes there, and each upload has a folder of its own.
fn is_of_upload(location: &str) -> bool {
    location
        .strip_prefix(&format!("s3://{BUCKET}/uploads/"))
        .is_some_and(|folder| {
            folder.trim_end_matches('/').len() > 1 && !folder.trim_end_matches('/').contains('/')
        })
}
