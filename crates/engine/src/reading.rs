//! How the engine reads a table: what it takes each column for, and which values are the same once they are cleaned.
//! Nothing is matched, so this takes moments.

use crate::standardize::{StandardRecords, standardize};
use crate::{AttributeKind, Error, MatchSettings, Observer, Records};

/// A table as the engine reads it.
#[derive(Debug)]
pub struct TableReading {
    /// The columns that are compared, in their order.
    pub columns: Vec<ColumnReading>,
    standard: StandardRecords,
}

/// What a column was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnReading {
    /// Its place in the table.
    pub column: usize,
    /// Its kind.
    pub kind: AttributeKind,
    /// Records with a value; values such as `n/a` are none.
    pub filled: usize,
    /// Distinct values once they are cleaned.
    pub distinct: usize,
    /// Whether it is not used, because one value in all records or another code in each cannot tell who is who.
    pub is_idle: bool,
}

impl TableReading {
    /// The number of a cleaned value; equal numbers are the same value. 0 is a missing one.
    pub fn form(&self, row: usize, attribute: usize) -> u32 {
        self.standard.value(row as u32, attribute)
    }
}

/// Reads a table.
pub fn read_table(
    records: &Records,
    settings: &MatchSettings,
    observer: &dyn Observer,
) -> Result<TableReading, Error> {
    let standard = standardize(records, &settings.kinds, observer)?;
    let columns = standard
        .attributes
        .iter()
        .map(|attribute| ColumnReading {
            column: attribute.column,
            kind: attribute.kind,
            filled: attribute.filled,
            distinct: attribute.distinct,
            is_idle: attribute.is_idle,
        })
        .collect();
    Ok(TableReading { columns, standard })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};

    use super::*;
    use crate::Silent;

    #[test]
    fn values_in_another_format_have_the_same_form_and_placeholders_none() {
        let column = |values: &[&str]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
        let batch = RecordBatch::try_from_iter([
            ("name", column(&["Ann Lee", "ANN LEE", "Bob Ray", "Cid Moe"])),
            ("born", column(&["1980-12-14", "14.12.1980", "1975-01-02", ""])),
        ])
        .unwrap();
        let records = Records::try_new(vec![batch]).unwrap();
        let reading = read_table(&records, &MatchSettings::default(), &Silent).unwrap();
        let born = reading
            .columns
            .iter()
            .position(|column| column.column == 1)
            .unwrap();
        assert_eq!(reading.columns[born].kind, AttributeKind::Date);
        assert_eq!(reading.form(0, born), reading.form(1, born));
        assert_ne!(reading.form(0, born), reading.form(2, born));
        assert_eq!(reading.form(3, born), 0);
    }
}
