//! A file that a person brings becomes an object, a table of the catalog and a transform, in one go.

use std::fs;
use std::path::{Path, PathBuf};

use onefold_domain::{
    COLUMN_KINDS, Database, FindMatchesSettings, InputTable, InspectedTable, KIND_PARAMETER, ObjectUri,
    Table, TableInspector, TransformStatus, random_hex,
};

use crate::matching::BUCKET;
use crate::{Error, NewTransform, Service, TransformChange};

/// The database of tables that came this way.
const DATABASE: &str = "console";
/// Parameter of tables that came this way: the name of the file.
pub const FILE_NAME: &str = "onefold.file-name";
/// How parameters begin that hold the header of a column as the file has it, where it is not in lower case.
pub const HEADER: &str = "onefold.header.";
/// What transforms say where AWS wants a role; nothing here assumes one.
const ROLE: &str = "arn:aws:iam::000000000000:role/onefold-console";
/// A file's name is cut at so many characters.
const NAME_CHARS: usize = 80;
/// So many tables or transforms may get the same name with a different number.
const SAME_NAMES: usize = 1000;

/// A file under way: it is taken away again unless it becomes a table.
#[derive(Debug)]
pub struct Upload {
    folder: PathBuf,
    name: String,
}

impl Upload {
    /// Where the content goes.
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        // After success there is nothing left; otherwise what is left is of no use.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Uploaded {
    /// The transform.
    pub transform: String,
    /// What was found in the file.
    pub table: InspectedTable,
}

impl Service {
    /// Makes room for a file of that name.
    pub fn begin_upload(&self, name: &str) -> Result<Upload, Error> {
        self.objects.make_bucket(BUCKET).map_err(Error::Objects)?;
        let folder = self
            .objects
            .staging(&format!("upload-{}", random_hex(12)))
            .map_err(Error::Objects)?;
        Ok(Upload {
            folder: PathBuf::from(folder),
            name: file_name(name),
        })
    }

    /// Takes a file that is complete. Nothing stays of one that is no table.
    pub fn finish_upload(
        &self,
        upload: &Upload,
        name: &str,
        inspector: &dyn TableInspector,
    ) -> Result<Uploaded, Error> {
        let table = inspector
            .inspect(&upload.path(), &shown_name(name))
            .map_err(Error::InvalidInput)?;
        self.make_upload_database()?;
        let table_name = self.free_table_name(&upload.name)?;
        let location = ObjectUri::parse(&format!("s3://{BUCKET}/uploads/{table_name}-{}/", random_hex(4)))?;
        self.objects
            .publish(&upload.folder.display().to_string(), &location, &[])
            .map_err(Error::Objects)?;
        let made = self.make_table_and_transform(name, &table_name, &location, &table);
        if made.is_err() {
            self.take_back(&table_name, &location)?;
        }
        Ok(Uploaded {
            transform: made?,
            table,
        })
    }

    /// Takes a label file that is complete, and starts to take its labels in; gives the id of the run.
    pub fn finish_label_upload(
        &self,
        upload: &Upload,
        transform: &str,
        replace: bool,
    ) -> Result<String, Error> {
        self.transform(transform)?;
        let folder = ObjectUri::parse(&format!("s3://{BUCKET}/labels/{transform}/{}/", random_hex(6)))?;
        self.objects
            .publish(&upload.folder.display().to_string(), &folder, &[])
            .map_err(Error::Objects)?;
        self.start_import(transform, &folder.join(&upload.name).to_string(), replace)
    }

    /// Where label files that are asked for in the console go.
    pub fn label_folder(&self, transform: &str) -> Result<String, Error> {
        self.objects.make_bucket(BUCKET).map_err(Error::Objects)?;
        Ok(format!("s3://{BUCKET}/labels/{transform}/"))
    }

    /// Makes a transform for a table that is in the catalog.
    pub fn transform_of_table(&self, database: &str, table: &str, key: &str) -> Result<String, Error> {
        let input = InputTable {
            database: database.to_lowercase(),
            table: table.to_lowercase(),
            catalog_id: None,
            connection: None,
            options: None,
        };
        let mut last = Error::invalid("no free name found");
        for number in 1..=SAME_NAMES {
            let new = NewTransform {
                name: numbered(table, number, ' '),
                inputs: vec![input.clone()],
                settings: Some(FindMatchesSettings {
                    primary_key: Some(key.to_owned()),
                    ..FindMatchesSettings::default()
                }),
                role: ROLE.to_owned(),
                ..NewTransform::default()
            };
            match self.create_transform(new, None) {
                Err(error @ Error::AlreadyExists(_)) => last = error,
                other => return other,
            }
        }
        Err(last)
    }

    /// Says which column of a transform's table identifies records, and what the others are taken for; a column without a
    /// kind is taken for what matching finds. The next run follows it. What a transform has learned holds only for the kinds
    /// that it was learned with, so it learns again if they change; then the id of that run is given.
    pub fn choose_columns(
        &self,
        transform: &str,
        key: &str,
        kinds: &[(String, Option<String>)],
    ) -> Result<Option<String>, Error> {
        let transform = self.transform(transform)?;
        let input = &transform.input;
        let mut table = self.table(&input.database, &input.table)?.body;
        let columns = table.columns().in_order();
        let unknown = kinds
            .iter()
            .map(|(name, _)| name.as_str())
            .chain([key])
            .find(|name| !columns.iter().any(|column| column.name == *name));
        if let Some(name) = unknown {
            return Err(Error::invalid(format!(
                "table {} has no column {name:?}; reload the page",
                input.table
            )));
        }
        let kinds_of = |table: &Table| -> Vec<(String, String)> {
            let chosen = table.chosen_kinds().into_iter();
            chosen
                .map(|(column, kind)| (column.to_owned(), kind.to_owned()))
                .collect()
        };
        let before = kinds_of(&table);
        let parameters = table.parameters.get_or_insert_default();
        for (column, kind) in kinds {
            let name = format!("{KIND_PARAMETER}{column}");
            match kind {
                Some(kind) if !COLUMN_KINDS.contains(&kind.as_str()) => {
                    return Err(Error::invalid(format!("{kind:?} is not a kind of column")));
                }
                Some(kind) if column != key => parameters.insert(name, kind.clone()),
                Some(_) | None => parameters.remove(&name),
            };
        }
        let has_changed = kinds_of(&table) != before;
        self.update_table(&input.database, table, true)?;
        if transform.settings.primary_key.as_deref() != Some(key) {
            let settings = FindMatchesSettings {
                primary_key: Some(key.to_owned()),
                ..transform.settings.clone()
            };
            let change = TransformChange {
                settings: Some(settings),
                ..TransformChange::default()
            };
            self.update_transform(&transform.id, &change)?;
        }
        if has_changed && transform.status == TransformStatus::Ready {
            return self.learn_again(&transform.id);
        }
        Ok(None)
    }

    /// The files of a transform's table, as paths of this machine, with its definition.
    pub fn table_files(&self, transform: &str) -> Result<(Table, Vec<String>), Error> {
        let input = self.transform(transform)?.input;
        let table = self.table(&input.database, &input.table)?.body;
        let location = table
            .location()
            .ok_or_else(|| Error::invalid(format!("table {} has no location", input.table)))?;
        let files = self.find_objects(&ObjectUri::parse(location)?)?;
        let paths = files
            .iter()
            .map(|file| self.object_path(&file.uri))
            .collect::<Result<_, _>>()?;
        Ok((table, paths))
    }

    fn make_upload_database(&self) -> Result<(), Error> {
        let database = Database {
            name: DATABASE.to_owned(),
            description: Some("Files uploaded in the console".to_owned()),
            ..Database::default()
        };
        match self.create_database(database) {
            Err(Error::AlreadyExists(_)) => Ok(()),
            other => other,
        }
    }

    fn free_table_name(&self, file: &str) -> Result<String, Error> {
        let stem = table_name(file);
        for number in 1..=SAME_NAMES {
            let name = numbered(&stem, number, '_');
            if self.document::<Table>(DATABASE, &name)?.is_none() {
                return Ok(name);
            }
        }
        Err(Error::LimitExceeded(format!(
            "there are already {SAME_NAMES} tables named {stem}; rename the file"
        )))
    }

    fn make_table_and_transform(
        &self,
        file: &str,
        name: &str,
        location: &ObjectUri,
        table: &InspectedTable,
    ) -> Result<String, Error> {
        let columns = table.definition.columns().stored.len();
        if columns > self.limits.columns {
            return Err(Error::InvalidInput(format!(
                "{} has {columns} columns, but at most {} are allowed; remove columns that do not help to tell records apart",
                shown_name(file),
                self.limits.columns
            )));
        }
        let mut definition = Table {
            name: name.to_owned(),
            ..table.definition.clone()
        };
        definition.set_location(location.to_string());
        let parameters = definition.parameters.get_or_insert_default();
        parameters.insert(FILE_NAME.to_owned(), shown_name(file));
        for (column, header) in &table.headers {
            parameters.insert(format!("{HEADER}{column}"), header.clone());
        }
        self.create_table(DATABASE, definition)?;
        self.transform_of_table(DATABASE, name, &table.key)
    }

    fn take_back(&self, name: &str, location: &ObjectUri) -> Result<(), Error> {
        for object in self.objects.list(location).map_err(Error::Objects)? {
            self.objects.delete(&object.uri).map_err(Error::Objects)?;
        }
        match self.delete_table(DATABASE, name) {
            Err(Error::NotFound(_)) => Ok(()),
            other => other,
        }
    }
}

/// The last part of a name, in plain characters, which cannot lead out of its folder.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') {
                c
            } else {
                '_'
            }
        })
        .collect();
    // Names that begin so are passed over where files are looked for.
    let plain = plain.trim_start_matches(['.', '_', '-']);
    let begin = plain.len().saturating_sub(NAME_CHARS);
    let has_stem = plain.contains('.') || !last.contains('.');
    match plain.get(begin..).unwrap_or_default() {
        "" => "upload.csv".to_owned(),
        // All that is left of a name in another script is what stands after its dot.
        extension if !has_stem => format!("upload.{extension}"),
        name => name.to_owned(),
    }
}

/// How messages call a file.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().take(NAME_CHARS).collect()
}

fn table_name(file: &str) -> String {
    let stem = Path::new(file)
        .file_name()
        .and_then(|name| name.to_str())
        .and_then(|name| name.split('.').next())
        .unwrap_or_default();
    let name = stem.to_lowercase().replace('-', "_");
    if name.is_empty() {
        "upload".to_owned()
    } else {
        name
    }
}

fn numbered(name: &str, number: usize, between: char) -> String {
    match number {
        1 => name.to_owned(),
        number => format!("{name}{between}{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_stay_in_their_folder() {
        for (given, kept) in [
            ("people.csv", "people.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\data\\People 2024.csv.gz", "People_2024.csv.gz"),
            ("..", "upload.csv"),
            ("", "upload.csv"),
            ("_hidden.csv", "hidden.csv"),
            ("<script>.json", "script_.json"),
            ("名前.parquet", "upload.parquet"),
        ] {
            assert_eq!(file_name(given), kept, "{given}");
        }
        assert_eq!(file_name(&"x".repeat(500)).len(), NAME_CHARS);
        assert_eq!(table_name("People-2024.csv.gz"), "people_2024");
    }
}
