//! Types that a catalog declares for columns: values become typed in typed outputs, if every one of them has the type.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BooleanArray, PrimitiveArray, RecordBatch, RecordBatchOptions,
    StringArray, types,
};
use arrow_cast::parse::{Parser, parse_decimal};
use arrow_schema::{DataType, Field, Schema, TimeUnit};

use crate::table::Original;
use crate::{Error, Place, Table};

impl Table {
    /// The first value of a column that does not have a type, with its place; `None` if all have it, or if there is no such
    /// column.
    pub fn misfit(&self, name: &str, kind: &DataType) -> Option<(Place, String)> {
        let (row, value) = self.first_misfit(name, kind)?;
        Some((self.place(row)?, value))
    }

    /// Whether all values of a column have a type.
    pub fn fits(&self, name: &str, kind: &DataType) -> bool {
        self.first_misfit(name, kind).is_none()
    }

    fn first_misfit(&self, name: &str, kind: &DataType) -> Option<(usize, String)> {
        let column = self.names.iter().position(|own| own == name)?;
        if self.keeps(column, kind) {
            return None;
        }
        let mut before = 0;
        for batch in &self.batches {
            if let Err(row) = typed(batch.column(column), kind) {
                let values = batch.column(column).as_string::<i32>();
                let value = if row < values.len() { values.value(row) } else { "" };
                return Some((before + row, value.to_owned()));
            }
            before += batch.num_rows();
        }
        None
    }

    /// The type of a column in typed outputs: its own, if all inputs are typed and agree, else text.
    pub fn data_type(&self, column: usize) -> DataType {
        crate::sink::field(self, column).data_type().clone()
    }

    /// Whether typed values stay as they are: they have the declared type, or another unit of it.
    pub(crate) fn keeps(&self, column: usize, kind: &DataType) -> bool {
        match (self.data_type(column), kind) {
            _ if !self.is_typed() => false,
            (DataType::Timestamp(..), DataType::Timestamp(..)) | (DataType::Date64, DataType::Date32) => true,
            // Lists and the like have no type of a catalog here.
            (own, DataType::Utf8) => {
                !own.is_numeric()
                    && !matches!(
                        own,
                        DataType::Boolean | DataType::Date32 | DataType::Date64 | DataType::Timestamp(..)
                    )
            }
            (own, declared) => own == *declared,
        }
    }

    /// Whether all inputs have types of their own.
    pub fn is_typed(&self) -> bool {
        let is_typed = |original: &Original| matches!(original, Original::Columns(_));
        !self.origins.is_empty() && self.origins.iter().all(|origin| is_typed(&origin.original))
    }
}

/// The columns of a batch in an output with declared types; the others are typed if they were.
pub(crate) fn columns(
    text: &RecordBatch,
    original: &Original,
    types: &[(usize, DataType)],
) -> Result<RecordBatch, Error> {
    let internal = |reason: String| Error::Internal { reason };
    let mut fields = Vec::with_capacity(text.num_columns());
    let mut values: Vec<ArrayRef> = Vec::with_capacity(text.num_columns());
    for column in 0..text.num_columns() {
        let declared = types.iter().find(|(own, _)| *own == column);
        let value = match (declared, original) {
            (Some((_, kind)), _) => typed(text.column(column), kind).map_err(|row| {
                internal(format!("the value in row {row} was checked and has another type"))
            })?,
            (_, Original::Columns(own)) => Arc::clone(own.column(column)),
            _ => Arc::clone(text.column(column)),
        };
        let name = text.schema_ref().field(column).name();
        fields.push(Field::new(name, value.data_type().clone(), true));
        values.push(value);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(text.num_rows()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), values, &options)
        .map_err(|error| internal(error.to_string()))
}

/// Texts as values of a type, or the first row whose value does not have it.
pub(crate) fn typed(texts: &ArrayRef, kind: &DataType) -> Result<ArrayRef, usize> {
    let texts = texts.as_string::<i32>();
    Ok(match kind {
        DataType::Utf8 => Arc::new(texts.clone()),
        DataType::Int8 => numbers::<types::Int8Type>(texts, |text| text.parse().ok())?,
        DataType::Int16 => numbers::<types::Int16Type>(texts, |text| text.parse().ok())?,
        DataType::Int32 => numbers::<types::Int32Type>(texts, |text| text.parse().ok())?,
        DataType::Int64 => numbers::<types::Int64Type>(texts, |text| text.parse().ok())?,
        DataType::Float32 => numbers::<types::Float32Type>(texts, |text| text.parse().ok())?,
        DataType::Float64 => numbers::<types::Float64Type>(texts, |text| text.parse().ok())?,
        DataType::Date32 => numbers::<types::Date32Type>(texts, types::Date32Type::parse)?,
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            let values = each(texts, types::TimestampMicrosecondType::parse)?;
            let values: PrimitiveArray<types::TimestampMicrosecondType> = values.into();
            Arc::new(values.with_timezone_opt(zone.clone()))
        }
        DataType::Decimal128(precision, scale) => {
            let values = each(texts, |text| decimal(text, *precision, *scale))?;
            let values: PrimitiveArray<types::Decimal128Type> = values.into();
            Arc::new(
                values
                    .with_precision_and_scale(*precision, *scale)
                    .map_err(|_| 0_usize)?,
            )
        }
        DataType::Boolean => Arc::new(BooleanArray::from(each(texts, boolean)?)),
        _ => return Err(0),
    })
}

fn numbers<T: ArrowPrimitiveType>(
    texts: &StringArray,
    parse: impl Fn(&str) -> Option<T::Native>,
) -> Result<ArrayRef, usize>
where
    PrimitiveArray<T>: From<Vec<Option<T::Native>>>,
{
    Ok(Arc::new(PrimitiveArray::<T>::from(each(texts, parse)?)))
}

fn each<T>(texts: &StringArray, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<Option<T>>, usize> {
    let mut values = Vec::with_capacity(texts.len());
    for (row, text) in texts.iter().enumerate() {
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => values.push(Some(parse(text).ok_or(row)?)),
            None => values.push(None),
        }
    }
    Ok(values)
}

/// A decimal number of which no digit is lost.
fn decimal(text: &str, precision: u8, scale: i8) -> Option<i128> {
    let digits = text.split_once('.').map_or("", |(_, fraction)| fraction);
    let is_plain = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
    let fits = digits.trim_end_matches('0').len() <= usize::try_from(scale).ok()?;
    if !is_plain || !fits {
        return None;
    }
    parse_decimal::<types::Decimal128Type>(text, precision, scale).ok()
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" => Some(true),
        "false" | "f" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(values: &[Option<&str>]) -> ArrayRef {
        Arc::new(values.iter().copied().collect::<StringArray>())
    }

    #[test]
    fn a_value_has_a_type_only_if_nothing_of_it_is_lost() {
        let money = DataType::Decimal128(6, 2);
        let moment = DataType::Timestamp(TimeUnit::Microsecond, None);
        for (value, kind, has_it) in [
            ("12", DataType::Int64, true),
            (" -12 ", DataType::Int64, true),
            ("12.0", DataType::Int64, false),
            ("300", DataType::Int8, false),
            ("9223372036854775807", DataType::Int64, true),
            ("1e3", DataType::Float64, true),
            ("1,5", DataType::Float64, false),
            ("12.50", money.clone(), true),
            ("12.500", money.clone(), true),
            ("12.505", money.clone(), false),
            ("123456.7", money.clone(), false),
            ("x", money, false),
            ("2024-02-29", DataType::Date32, true),
            ("2023-02-29", DataType::Date32, false),
            ("2024-02-29 12:30:00", moment.clone(), true),
            ("2024-02-29T12:30:00.123456", moment.clone(), true),
            ("yesterday", moment, false),
            ("TRUE", DataType::Boolean, true),
            ("yes", DataType::Boolean, false),
            ("007", DataType::Utf8, true),
        ] {
            let found = typed(&text(&[Some(value), None, Some("")]), &kind);
            assert_eq!(found.is_ok(), has_it, "{value:?} as {kind}");
            if let Ok(values) = found
                && kind != DataType::Utf8
            {
                assert_eq!((values.null_count(), values.data_type()), (2, &kind), "{value:?}");
            }
        }
    }
}
