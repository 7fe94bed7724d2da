//! Typed values as text: for the engine's text columns and for text outputs.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, StringArray, types};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, TimeUnit};

use crate::json_text;

/// Every value of a column as text: dates in ISO form, plain numbers, lists joined by blanks, structures as JSON.
pub(crate) fn text_column(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        DataType::Utf8 => Ok(Arc::clone(array)),
        DataType::Null => Ok(Arc::new(StringArray::new_null(array.len()))),
        DataType::Float16 => text_column(&arrow_cast::cast(array, &DataType::Float32)?),
        DataType::Int64 => Ok(whole_numbers(array)),
        DataType::Float32 => Ok(floats::<types::Float32Type>(array, push_single)),
        DataType::Float64 => Ok(floats::<types::Float64Type>(array, push_number)),
        DataType::Date64 => text_column(&arrow_cast::cast(array, &DataType::Date32)?),
        DataType::Timestamp(_, Some(_)) => text_column_of_instants(array),
        DataType::Dictionary(_, values) if !values.is_nested() => {
            let plain = arrow_cast::cast(array, values)?;
            text_column(&plain)
        }
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_)
        | DataType::List(_)
        | DataType::LargeList(_)
        | DataType::FixedSizeList(..)
        | DataType::Struct(_)
        | DataType::Map(..) => each(array, push_nested),
        _ => arrow_cast::cast(array, &DataType::Utf8).or_else(|_| each(array, push_formatted)),
    }
}

/// Instants in ISO form. A zone with a name is shown as UTC, since the rules of zones are no part of this program; an offset
/// is shown as it is.
fn text_column_of_instants(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    arrow_cast::cast(&without_zone_name(array), &DataType::Utf8)
}

/// The same instants in UTC, if their zone is a name rather than an offset.
pub(crate) fn without_zone_name(array: &ArrayRef) -> ArrayRef {
    const UTC: &str = "+00:00";
    let DataType::Timestamp(unit, Some(zone)) = array.data_type() else {
        return Arc::clone(array);
    };
    if zone.starts_with(['+', '-']) {
        return Arc::clone(array);
    }
    match unit {
        TimeUnit::Second => Arc::new(
            array
                .as_primitive::<types::TimestampSecondType>()
                .clone()
                .with_timezone(UTC),
        ),
        TimeUnit::Millisecond => Arc::new(
            array
                .as_primitive::<types::TimestampMillisecondType>()
                .clone()
                .with_timezone(UTC),
        ),
        TimeUnit::Microsecond => Arc::new(
            array
                .as_primitive::<types::TimestampMicrosecondType>()
                .clone()
                .with_timezone(UTC),
        ),
        TimeUnit::Nanosecond => Arc::new(
            array
                .as_primitive::<types::TimestampNanosecondType>()
                .clone()
                .with_timezone(UTC),
        ),
    }
}

/// Appends a number without exponent and empty fraction: a postcode that a tool stored as 26687.0 becomes
/// 26687. Very large and very small numbers keep an exponent.
pub(crate) fn push_number(value: impl Into<f64> + std::fmt::Display + Copy, into: &mut Vec<u8>) {
    let size = value.into().abs();
    let result = if size == 0.0 || (1e-7..1e17).contains(&size) || !size.is_finite() {
        write!(into, "{value}")
    } else {
        write!(into, "{:e}", value.into())
    };
    result.expect("memory takes what is written");
}

/// The same, in a fifth of the time for scores.
fn push_single(value: f32, into: &mut Vec<u8>) {
    // A number exactly between its two shortest texts ends in zero bits. For such numbers one library writes the
    // upper text and the other the even one.
    const LAST_BITS: u32 = (1 << 12) - 1;
    if (1e-3..1.0).contains(&value) && value.to_bits() & LAST_BITS != 0 {
        into.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    } else {
        push_number(value, into);
    }
}

fn floats<T: ArrowPrimitiveType>(array: &ArrayRef, push: fn(T::Native, &mut Vec<u8>)) -> ArrayRef {
    let values = array.as_primitive::<T>();
    let mut builder = StringBuilder::with_capacity(values.len(), values.len() * 8);
    let mut text = Vec::new();
    for value in values {
        match value {
            Some(value) => {
                text.clear();
                push(value, &mut text);
                builder.append_value(std::str::from_utf8(&text).unwrap_or_default());
            }
            None => builder.append_null(),
        }
    }
    Arc::new(builder.finish())
}

fn whole_numbers(array: &ArrayRef) -> ArrayRef {
    let values = array.as_primitive::<types::Int64Type>();
    let mut builder = StringBuilder::with_capacity(values.len(), values.len() * 8);
    let mut text = itoa::Buffer::new();
    for value in values {
        builder.append_option(value.map(|value| text.format(value)));
    }
    Arc::new(builder.finish())
}

fn each(
    array: &ArrayRef,
    push: fn(&ArrayRef, usize, &mut Vec<u8>) -> Result<(), ArrowError>,
) -> Result<ArrayRef, ArrowError> {
    let mut builder = StringBuilder::with_capacity(array.len(), 0);
    let mut text = Vec::new();
    for row in 0..array.len() {
        if array.is_null(row) {
            builder.append_null();
            continue;
        }
        text.clear();
        push(array, row, &mut text)?;
        builder.append_value(String::from_utf8_lossy(&text));
    }
    Ok(Arc::new(builder.finish()))
}

fn push_nested(array: &ArrayRef, row: usize, into: &mut Vec<u8>) -> Result<(), ArrowError> {
    let items = match array.data_type() {
        DataType::List(_) => array.as_list::<i32>().value(row),
        DataType::LargeList(_) => array.as_list::<i64>().value(row),
        DataType::FixedSizeList(..) => array.as_fixed_size_list().value(row),
        DataType::Struct(_) | DataType::Map(..) => return json_text::push_value(array, row, into),
        _ => return push_bytes(array, row, into),
    };
    let texts = text_column(&items)?;
    for item in texts
        .as_string::<i32>()
        .iter()
        .flatten()
        .filter(|item| !item.is_empty())
    {
        if !into.is_empty() {
            into.push(b' ');
        }
        into.extend_from_slice(item.as_bytes());
    }
    Ok(())
}

/// Older writers store text as plain bytes; bytes that are not text are shown in hexadecimal.
fn push_bytes(array: &ArrayRef, row: usize, into: &mut Vec<u8>) -> Result<(), ArrowError> {
    let bytes = match array.data_type() {
        DataType::Binary => array.as_binary::<i32>().value(row),
        DataType::LargeBinary => array.as_binary::<i64>().value(row),
        DataType::BinaryView => array.as_binary_view().value(row),
        _ => array.as_fixed_size_binary().value(row),
    };
    if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) {
        into.extend_from_slice(bytes);
        return Ok(());
    }
    push_formatted(array, row, into)
}

fn push_formatted(array: &ArrayRef, row: usize, into: &mut Vec<u8>) -> Result<(), ArrowError> {
    let options = FormatOptions::default();
    let text = ArrayFormatter::try_new(array, &options)?
        .value(row)
        .try_to_string()?;
    into.extend_from_slice(text.as_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use arrow_array::{
        BooleanArray, Date32Array, Date64Array, Float32Array, Float64Array, Int64Array, ListArray,
        TimestampMicrosecondArray,
    };
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Scores and whole numbers are written by faster ways than other values: nobody may see it.
        #[test]
        fn numbers_are_written_as_the_language_writes_them(whole in any::<i64>(), bits in any::<u32>(), few in 0_u32..4_096) {
            let column: ArrayRef = Arc::new(Int64Array::from(vec![Some(whole), None]));
            prop_assert_eq!(texts(&column), [Some(whole.to_string()), None]);
            let near_one = f32::from_bits((bits >> 5) % (1 << 27) + 0x3a00_0000);
            for score in [near_one, bits.max(4_096) as f32 / u32::MAX as f32, few as f32 / 4_096.0] {
                let column: ArrayRef = Arc::new(Float32Array::from(vec![score]));
                prop_assert_eq!(texts(&column), [Some(score.to_string())]);
            }
        }
    }

    fn texts(array: &ArrayRef) -> Vec<Option<String>> {
        let text = text_column(array).unwrap();
        text.as_string::<i32>()
            .iter()
            .map(|value| value.map(str::to_owned))
            .collect()
    }

    #[test]
    fn values_become_plain_text() {
        let instant = |zone: &str| TimestampMicrosecondArray::from(vec![1_000_000]).with_timezone(zone);
        let list =
            ListArray::from_iter_primitive::<types::Int32Type, _, _>([Some(vec![Some(1), None, Some(2)])]);
        let cases: Vec<(ArrayRef, &str)> = vec![
            (Arc::new(Int64Array::from(vec![-5])), "-5"),
            (Arc::new(Float64Array::from(vec![26687.0])), "26687"),
            (Arc::new(Float64Array::from(vec![0.1])), "0.1"),
            (Arc::new(Float64Array::from(vec![1e300])), "1e300"),
            (Arc::new(Float32Array::from(vec![0.93])), "0.93"),
            (Arc::new(BooleanArray::from(vec![true])), "true"),
            (Arc::new(Date32Array::from(vec![0])), "1970-01-01"),
            (Arc::new(Date64Array::from(vec![86_400_000])), "1970-01-02"),
            (Arc::new(instant("UTC")), "1970-01-01T00:00:01Z"),
            (Arc::new(instant("America/New_York")), "1970-01-01T00:00:01Z"),
            (Arc::new(instant("+02:00")), "1970-01-01T02:00:01+02:00"),
            (Arc::new(list), "1 2"),
        ];
        for (array, expected) in cases {
            assert_eq!(texts(&array), [Some(expected.to_owned())]);
        }
    }
}
