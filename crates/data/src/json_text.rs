//! JSON as text: compacts JSON from inputs, and writes Arrow values.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, types};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType};

use crate::value_text::text_column;

/// Appends JSON without the white space between its tokens.
pub(crate) fn compact(json: &str, into: &mut String) {
    let mut is_in_string = false;
    let mut is_escaped = false;
    for character in json.chars() {
        if is_in_string {
            into.push(character);
            is_in_string = is_escaped || character != '"';
            is_escaped = !is_escaped && character == '\\';
        } else if !matches!(character, ' ' | '\t' | '\n' | '\r') {
            into.push(character);
            is_in_string = character == '"';
        }
    }
}

/// Appends a string with its quotes.
pub(crate) fn push_string(value: &str, into: &mut Vec<u8>) {
    if value
        .bytes()
        .all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')
    {
        into.push(b'"');
        into.extend_from_slice(value.as_bytes());
        into.push(b'"');
    } else {
        serde_json::to_writer(into, value).expect("a string always becomes JSON, and memory takes it");
    }
}

/// Appends one Arrow value: numbers, booleans, lists and structures as such, everything else as a string.
pub(crate) fn push_value(array: &ArrayRef, row: usize, into: &mut Vec<u8>) -> Result<(), ArrowError> {
    if array.is_null(row) {
        into.extend_from_slice(b"null");
        return Ok(());
    }
    match array.data_type() {
        DataType::Utf8 => push_string(array.as_string::<i32>().value(row), into),
        DataType::LargeUtf8 => push_string(array.as_string::<i64>().value(row), into),
        DataType::Utf8View => push_string(array.as_string_view().value(row), into),
        DataType::Boolean => {
            let value = array.as_boolean().value(row);
            into.extend_from_slice(if value { b"true" } else { b"false" });
        }
        DataType::Float32 => push_float(array.as_primitive::<types::Float32Type>().value(row), into),
        DataType::Float64 => push_float(array.as_primitive::<types::Float64Type>().value(row), into),
        DataType::List(_) => push_items(&array.as_list::<i32>().value(row), into)?,
        DataType::LargeList(_) => push_items(&array.as_list::<i64>().value(row), into)?,
        DataType::FixedSizeList(..) => push_items(&array.as_fixed_size_list().value(row), into)?,
        DataType::Struct(fields) => {
            let members = array.as_struct();
            into.push(b'{');
            for (position, field) in fields.iter().enumerate() {
                if position > 0 {
                    into.push(b',');
                }
                push_string(field.name(), into);
                into.push(b':');
                push_value(members.column(position), row, into)?;
            }
            into.push(b'}');
        }
        DataType::Timestamp(_, Some(_)) | DataType::Date64 => {
            let one = array.slice(row, 1);
            let text = text_column(&one)?;
            push_string(text.as_string::<i32>().value(0), into);
        }
        DataType::Map(..) => push_entries(array, row, into)?,
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let key = dictionary.normalized_keys()[row];
            push_value(dictionary.values(), key, into)?;
        }
        other => {
            let options = FormatOptions::default();
            let text = ArrayFormatter::try_new(array, &options)?
                .value(row)
                .try_to_string()?;
            if other.is_numeric() {
                into.extend_from_slice(text.as_bytes());
            } else {
                push_string(&text, into);
            }
        }
    }
    Ok(())
}

fn push_items(items: &ArrayRef, into: &mut Vec<u8>) -> Result<(), ArrowError> {
    into.push(b'[');
    for row in 0..items.len() {
        if row > 0 {
            into.push(b',');
        }
        push_value(items, row, into)?;
    }
    into.push(b']');
    Ok(())
}

/// A map becomes an object if its keys are text, as nearly all are; otherwise its keys are written as text.
fn push_entries(array: &ArrayRef, row: usize, into: &mut Vec<u8>) -> Result<(), ArrowError> {
    let entries = array.as_map().value(row);
    let options = FormatOptions::default();
    let keys = ArrayFormatter::try_new(entries.column(0), &options)?;
    into.push(b'{');
    for entry in 0..entries.len() {
        if entry > 0 {
            into.push(b',');
        }
        push_string(&keys.value(entry).try_to_string()?, into);
        into.push(b':');
        push_value(entries.column(1), entry, into)?;
    }
    into.push(b'}');
    Ok(())
}

/// JSON has no NaN and no infinity.
fn push_float(value: impl Into<f64> + std::fmt::Display + Copy, into: &mut Vec<u8>) {
    if value.into().is_finite() {
        crate::value_text::push_number(value, into);
    } else {
        into.extend_from_slice(b"null");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compacting_leaves_strings_alone() {
        for (json, expected) in [
            ("{ \"a b\" : [1, 2] }", "{\"a b\":[1,2]}"),
            (r#"{ "a\" b" : "\\" , "c" : 1 }"#, r#"{"a\" b":"\\","c":1}"#),
        ] {
            let mut text = String::new();
            compact(json, &mut text);
            assert_eq!(text, expected);
        }
    }
}
