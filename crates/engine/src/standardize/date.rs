//! Dates in the ways people write them, as year, month and day.

/// A calendar date; month and day are 0 where only the year is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Four-digit year.
    pub year: u16,
    /// 1 to 12, or 0.
    pub month: u8,
    /// 1 to 31, or 0.
    pub day: u8,
}

impl Date {
    /// Eight digits, or four for a year alone.
    pub fn canonical(self) -> String {
        if self.month == 0 {
            format!("{:04}", self.year)
        } else {
            format!("{:04}{:02}{:02}", self.year, self.month, self.day)
        }
    }

    /// Reads what [`Date::canonical`] writes.
    pub fn from_canonical(text: &[u8]) -> Option<Self> {
        if !matches!(text.len(), 4 | 8) || !text.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number = |digits: &[u8]| {
            digits
                .iter()
                .fold(0u16, |n, digit| n * 10 + u16::from(digit - b'0'))
        };
        let part = |digits: Option<&[u8]>| digits.map_or(0, number) as u8;
        Some(Self {
            year: number(&text[..4]),
            month: part(text.get(4..6)),
            day: part(text.get(6..8)),
        })
    }

    /// A number that holds all three parts.
    pub fn packed(self) -> u32 {
        u32::from(self.year) << 16 | u32::from(self.month) << 8 | u32::from(self.day)
    }

    /// The inverse of [`Date::packed`].
    pub fn unpack(packed: u32) -> Self {
        Self {
            year: (packed >> 16) as u16,
            month: (packed >> 8) as u8,
            day: packed as u8,
        }
    }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Reads `1980-12-14`, `14/12/1980`, `12/14/1980`, `14.12.1980`, `19801214`, `14 Dec 1980`, `Dec 14, 1980`,
/// `1980-12`, `1980`, with a time of day behind it or not. Where day and month cannot be told apart the first is taken
/// as the day; comparison treats swapped ones as nearly equal.
pub fn parse_date(raw: &str) -> Option<Date> {
    let mut numbers = [(0u32, 0usize); 4];
    let mut count = 0;
    let mut month_name = None;
    let text = raw.trim();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_digit() {
            let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            if end - at > 8 {
                return None;
            }
            if count == 3 || (count > 0 && is_time(bytes, at, end)) {
                break;
            }
            numbers[count] = (text[at..end].parse().ok()?, end - at);
            count += 1;
            at = end;
        } else if bytes[at].is_ascii_alphabetic() {
            let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
            let word = text[at..end].to_ascii_lowercase();
            match MONTHS.iter().position(|month| word.starts_with(month)) {
                Some(month) if month_name.is_none() => month_name = Some(month as u32 + 1),
                _ if matches!(word.as_str(), "t" | "z" | "th" | "st" | "nd" | "rd" | "of") => {}
                _ => return None,
            }
            at = end;
        } else if bytes[at].is_ascii() {
            at += 1;
        } else {
            return None;
        }
    }
    assemble(&numbers[..count], month_name)
}

fn is_time(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes.get(end) == Some(&b':') || (start > 0 && bytes[start - 1] == b':')
}

fn assemble(numbers: &[(u32, usize)], month_name: Option<u32>) -> Option<Date> {
    match (numbers, month_name) {
        ([(n, 8)], None) => date(n / 10_000, n / 100 % 100, n % 100),
        ([(n, 6)], None) => year_month(n / 100, n % 100),
        ([(y, 4)], None) => date(*y, 0, 0),
        ([(y, 4)], Some(m)) => year_month(*y, m),
        ([(d, 1 | 2), (y, 4)] | [(y, 4), (d, 1 | 2)], Some(m)) => date(*y, m, *d),
        ([(y, 4), (m, 1 | 2)] | [(m, 1 | 2), (y, 4)], None) => year_month(*y, *m),
        ([(y, 4), (m, 1 | 2), (d, 1 | 2)], None) => date(*y, *m, *d).or_else(|| date(*y, *d, *m)),
        ([(d, 1 | 2), (m, 1 | 2), (y, 4)], None) => date(*y, *m, *d).or_else(|| date(*y, *d, *m)),
        ([(a, 1 | 2), (b, 1 | 2), (y, 2)], None) => {
            // Two-digit years: 00 to 29 lie in this century.
            let year = if *y < 30 { 2000 + y } else { 1900 + y };
            date(year, *a, *b).or_else(|| date(year, *b, *a))
        }
        _ => None,
    }
}

fn year_month(year: u32, month: u32) -> Option<Date> {
    (1..=12).contains(&month).then(|| date(year, month, 1))?
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let fits = (1000..=2200).contains(&year)
        && month <= 12
        && day <= 31
        && ((month == 0 && day == 0) || (month > 0 && day > 0));
    fits.then_some(Date {
        year: year as u16,
        month: month as u8,
        day: day as u8,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_ways_people_write_dates() {
        for (raw, wanted) in [
            ("1980-12-14", "19801214"),
            ("14/12/1980", "19801214"),
            ("12/14/1980", "19801214"),
            ("14.12.1980", "19801214"),
            ("19801214", "19801214"),
            ("14 Dec 1980", "19801214"),
            ("December 14th, 1980", "19801214"),
            ("1980-12-14T10:11:12Z", "19801214"),
            ("01/31/13", "20130131"),
            ("1980", "1980"),
            ("(1983).", "1983"),
        ] {
            assert_eq!(
                parse_date(raw).map(Date::canonical).as_deref(),
                Some(wanted),
                "{raw}"
            );
        }
        for raw in ["", "hello", "99999999", "12", "1980-13-40", "1980 dogs"] {
            assert_eq!(parse_date(raw), None, "{raw}");
        }
    }
}
