//! The text format of COPY, and the text of arrays (`PostgreSQL` documentation, "COPY" and "Array Input and Output Syntax").

/// How a missing value is written.
const NULL: &str = "\\N";

/// Splits a row, without its line end, into values; gives each to `take`.
pub(crate) fn split(line: &[u8], mut take: impl FnMut(usize, Option<&[u8]>)) {
    let mut plain = Vec::new();
    for (position, field) in line.split(|byte| *byte == b'\t').enumerate() {
        if field == NULL.as_bytes() {
            take(position, None);
        } else if field.contains(&b'\\') {
            plain.clear();
            unescape(field, &mut plain);
            take(position, Some(&plain));
        } else {
            take(position, Some(field));
        }
    }
}

fn unescape(field: &[u8], into: &mut Vec<u8>) {
    let mut bytes = field.iter().copied();
    while let Some(byte) = bytes.next() {
        into.push(match byte {
            b'\\' => match bytes.next() {
                Some(b'b') => 0x08,
                Some(b'f') => 0x0c,
                Some(b'n') => b'\n',
                Some(b'r') => b'\r',
                Some(b't') => b'\t',
                Some(b'v') => 0x0b,
                Some(other) => other,
                None => b'\\',
            },
            other => other,
        });
    }
}

/// Appends a value in the form that [`split`] reads.
pub(crate) fn push(value: Option<&str>, into: &mut Vec<u8>) {
    let Some(value) = value else {
        into.extend_from_slice(NULL.as_bytes());
        return;
    };
    for byte in value.bytes() {
        match byte {
            b'\\' => into.extend_from_slice(b"\\\\"),
            b'\n' => into.extend_from_slice(b"\\n"),
            b'\r' => into.extend_from_slice(b"\\r"),
            b'\t' => into.extend_from_slice(b"\\t"),
            other => into.push(other),
        }
    }
}

/// The items of an array of one dimension; `None` for other arrays.
pub(crate) fn items(text: &str) -> Option<Vec<Option<String>>> {
    let mut letters = text.strip_prefix('{')?.strip_suffix('}')?.chars().peekable();
    let mut items = Vec::new();
    if letters.peek().is_none() {
        return Some(items);
    }
    loop {
        let mut item = String::new();
        let is_quoted = letters.next_if_eq(&'"').is_some();
        loop {
            match letters.peek()? {
                '"' if is_quoted => {
                    letters.next();
                    break;
                }
                ',' if !is_quoted => break,
                '{' | '}' | '"' if !is_quoted => return None,
                _ => {}
            }
            let letter = letters.next()?;
            item.push(if letter == '\\' { letters.next()? } else { letter });
            if !is_quoted && letters.peek().is_none() {
                break;
            }
        }
        items.push(if !is_quoted && item.eq_ignore_ascii_case("null") {
            None
        } else {
            Some(item)
        });
        match letters.next() {
            None => return Some(items),
            Some(',') => {}
            Some(_) => return None,
        }
    }
}

/// The text of an array.
pub(crate) fn array<'a>(items: impl Iterator<Item = Option<&'a str>>) -> String {
    let mut text = String::from("{");
    for (position, item) in items.enumerate() {
        if position > 0 {
            text.push(',');
        }
        let Some(item) = item else {
            text.push_str("NULL");
            continue;
        };
        text.push('"');
        for letter in item.chars() {
            if matches!(letter, '"' | '\\') {
                text.push('\\');
            }
            text.push(letter);
        }
        text.push('"');
    }
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let values = [
            Some("plain"),
            None,
            Some(""),
            Some("tab\tline\nreturn\rback\\slash"),
            Some("\\N"),
            Some("Zoë \u{1} ‒"),
        ];
        let mut line = Vec::new();
        for (position, value) in values.iter().enumerate() {
            if position > 0 {
                line.push(b'\t');
            }
            push(*value, &mut line);
        }
        assert!(!line.contains(&b'\n'));
        let mut read: Vec<Option<String>> = Vec::new();
        split(&line, |_, value| {
            read.push(value.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()));
        });
        assert_eq!(read, values.map(|value| value.map(str::to_owned)));
        let mut special = Vec::new();
        unescape(br"\b\f\v\x", &mut special);
        assert_eq!(special, b"\x08\x0c\x0bx");
    }

    #[test]
    fn arrays_of_one_dimension_are_items() {
        let some = |text: &str| Some(text.to_owned());
        for (text, expected) in [
            ("{}", vec![]),
            ("{a}", vec![some("a")]),
            ("{a,NULL,\"NULL\"}", vec![some("a"), None, some("NULL")]),
            (
                r#"{"a,b","c\"d\\e","",x y}"#,
                vec![some("a,b"), some("c\"d\\e"), some(""), some("x y")],
            ),
        ] {
            assert_eq!(items(text).as_ref(), Some(&expected), "{text}");
            let again = array(expected.iter().map(Option::as_deref));
            assert_eq!(items(&again), Some(expected), "{again}");
        }
        for other in ["{{1,2},{3,4}}", "[0:1]={1,2}", "{", "a", "{\"a}", "{a,}b"] {
            assert_eq!(items(other), None, "{other}");
        }
    }
}
