//! Dates in the ways people write them, as year, month and day.

use serde::{Deserialize, Serialize};

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

/// Names of the months in European languages and Indonesian, without accents, some of them as they are declined. A word
/// is a month where one of its names begins with the word; the first month counts.
const MONTHS: [&str; 12] = [
    "january januar janvier enero janeiro gennaio gener januari styczen stycznia leden ledna ianuarie ocak tammikuu \
     januaris sausis jaanuar январь января січень січня ιανουαριοσ ιανουαριου يناير",
    "february februar fevrier febrero fevereiro febbraio febrer februari luty lutego unor unora februarie subat \
     helmikuu vasaris veebruar feber февраль февраля лютии лютого φεβρουαριοσ φεβρουαριου فبراير",
    "march marz marzo mars marco marc maart marec brezen brezna martie mart maaliskuu marcius kovas maret \
     март марта березень березня μαρτιοσ μαρτιου مارس",
    "april avril abril aprile kwiecien kwietnia duben dubna aprilie nisan huhtikuu aprilis balandis \
     апрель апреля квітень квітня απριλιοσ απριλιου ابريل",
    "may mai mayo maio maggio maig mei maj maja kveten kvetna mayis toukokuu majus geguze maijs маи мая травень травня \
     μαιοσ μαιου مايو",
    "june juni juin junio junho giugno juny czerwiec czerwca cerven cervna iunie haziran kesakuu junius birzelis jun \
     июнь июня червень червня ιουνιοσ ιουνιου يونيو",
    "july juli juillet julio julho luglio juliol lipiec lipca cervenec cervence iulie temmuz heinakuu julius liepa jul \
     июль июля липень липня ιουλιοσ ιουλιου يوليو",
    "august aout agosto agost augustus sierpien sierpnia srpen srpna agustos elokuu augusztus rugpjutis agustus \
     август августа серпень серпня αυγουστοσ αυγουστου اغسطس",
    "september septembre septiembre setembro settembre setembre wrzesien wrzesnia zari septembrie eylul syyskuu \
     szeptember rugsejis сентябрь сентября вересень вересня σεπτεμβριοσ σεπτεμβριου سبتمبر",
    "october oktober octobre octubre outubro ottobre pazdziernik pazdziernika rijen rijna octombrie ekim lokakuu \
     spalis oktoober октябрь октября жовтень жовтня οκτωβριοσ οκτωβριου اكتوبر",
    "november novembre noviembre novembro listopad listopada listopadu noiembrie kasim marraskuu lapkritis \
     ноябрь ноября листопад листопада νοεμβριοσ νοεμβριου نوفمبر",
    "december dezember decembre diciembre dezembro dicembre desembre desember grudzien grudnia prosinec prosince \
     decembrie aralik joulukuu gruodis detsember декабрь декабря грудень грудня δεκεμβριοσ δεκεμβριου ديسمبر",
];

fn month_of(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    let month = MONTHS
        .iter()
        .position(|names| names.split(' ').any(|name| name.starts_with(word)))?;
    Some(month as u32 + 1)
}

/// Words of a date that say nothing.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "t" | "z"
            | "th"
            | "st"
            | "nd"
            | "rd"
            | "of"
            | "de"
            | "del"
            | "du"
            | "le"
            | "den"
            | "der"
            | "er"
            | "the"
            | "am"
            | "pm"
            | "utc"
            | "gmt"
            | "ad"
            | "г"
            | "года"
            | "р"
            | "r"
            | "року"
            | "年"
            | "月"
            | "日"
            | "년"
            | "월"
            | "일"
            | "m"
            | "mon"
            | "tue"
            | "tues"
            | "wed"
            | "thu"
            | "thur"
            | "thurs"
            | "fri"
            | "sat"
            | "sun"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
    )
}

/// The year before the first of an era, by what is written before its years.
fn era_of(word: &str) -> Option<u32> {
    Some(match word {
        "明治" => 1867,
        "大正" | "民国" | "民國" | "中华民国" | "中華民國" => 1911,
        "昭和" => 1925,
        "平成" => 1988,
        "令和" => 2018,
        _ => return None,
    })
}

/// The same for the letter that stands for a Japanese era.
fn era_letter(word: &str) -> Option<u32> {
    Some(match word {
        "t" => 1911,
        "s" => 1925,
        "h" => 1988,
        "r" => 2018,
        _ => return None,
    })
}

/// Which of two small numbers is the month where both could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The second.
    #[default]
    DayFirst,
    /// The first.
    MonthFirst,
}

/// What a value says about the order, where only one reads as a date.
pub fn order_of(raw: &str) -> Option<Order> {
    let mut parts = raw.trim().split(['/', '.', '-']);
    let mut part = |longest: usize| -> Option<u32> {
        let part = parts.next()?;
        (!part.is_empty() && part.len() <= longest).then(|| part.parse().ok())?
    };
    let (a, b) = (part(2)?, part(2)?);
    match (a, b) {
        (13..=31, 1..=12) => Some(Order::DayFirst),
        (1..=12, 13..=31) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// Reads `1980-12-14`, `14/12/1980`, `12/14/1980`, `14.12.1980`, `19801214`, `14 Dec 1980`, `Dec 14, 1980`, `14 décembre
/// 1980`, `昭和55年12月14日`, `1980-12`, `1980`, with a time of day behind it or not. Where day and month cannot be told apart
/// `order` decides; comparison treats swapped ones as nearly equal. Years of the Buddhist era, which lie beyond all
/// others, and of eras that are named are counted as ours.
pub fn parse_date(raw: &str, order: Order) -> Option<Date> {
    let text = raw.trim();
    if text.is_ascii() {
        parse_folded(text, order)
    } else {
        let mut folded = String::new();
        super::clean::fold(text, &mut folded);
        parse_folded(&folded, order)
    }
}

fn parse_folded(text: &str, order: Order) -> Option<Date> {
    let mut numbers = [(0u32, 0usize); 4];
    let mut count = 0;
    let mut month_name = None;
    let mut era = None;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_digit() {
            let mut end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            if end - at == 14 && count == 0 {
                // A date with its time, without anything between.
                end = at + 8;
            }
            if end - at > 8 {
                return None;
            }
            if count == 3 || (count > 0 && (is_time(bytes, at, end) || numbers[0].1 == 8)) {
                break;
            }
            numbers[count] = (text[at..end].parse().ok()?, end - at);
            count += 1;
            if numbers[0].1 == 8 {
                break;
            }
            at = end;
        } else if bytes[at].is_ascii_alphabetic() || !bytes[at].is_ascii() {
            let len = text[at..]
                .find(|c: char| c.is_ascii() && !c.is_ascii_alphabetic())
                .unwrap_or(text.len() - at);
            let lower;
            let mut word = &text[at..at + len];
            if word.bytes().any(|b| b.is_ascii_uppercase()) {
                lower = word.to_ascii_lowercase();
                word = &lower;
            }
            if count == 0 && era.is_none() && era_of(word).is_some() {
                era = era_of(word);
            } else if let Some(first) =
                era_of(word.trim_end_matches("元年")).filter(|_| word.ends_with("元年"))
            {
                era = Some(first);
                numbers[0] = (1, 1);
                count = 1;
            } else if count == 0 && era.is_none() && is_era_letter(bytes, at) {
                era = era_letter(word);
                era?;
            } else if let Some(month) = month_of(word).filter(|_| month_name.is_none()) {
                month_name = Some(month);
            } else if !is_filler(word) && !is_buddhist(word) {
                return None;
            }
            at += len;
        } else {
            at += 1;
        }
    }
    if let Some(before) = era {
        numbers[0] = match numbers[0] {
            (year @ 1..=150, 1..=3) => (before + year, 4),
            _ => return None,
        };
    }
    for (number, len) in &mut numbers[..count] {
        if *len == 4 && (2400..=2650).contains(number) {
            *number -= 543;
        }
    }
    assemble(&numbers[..count], month_name, order)
}

/// A letter right before one or two digits and a point, slash or hyphen, as in `H12.5.6`.
fn is_era_letter(bytes: &[u8], at: usize) -> bool {
    let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    (1..=2).contains(&digits) && matches!(bytes.get(at + 1 + digits), Some(b'.' | b'/' | b'-'))
}

fn is_buddhist(word: &str) -> bool {
    matches!(word, "be" | "พ" | "ศ" | "พศ" | "ค" | "คศ")
}

fn is_time(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes.get(end) == Some(&b':') || (start > 0 && bytes[start - 1] == b':')
}

fn assemble(numbers: &[(u32, usize)], month_name: Option<u32>, order: Order) -> Option<Date> {
    let either = |year: u32, a: u32, b: u32| match order {
        Order::DayFirst => date(year, b, a).or_else(|| date(year, a, b)),
        Order::MonthFirst => date(year, a, b).or_else(|| date(year, b, a)),
    };
    match (numbers, month_name) {
        ([(n, 8)], None) => date(n / 10_000, n / 100 % 100, n % 100)
            .or_else(|| either(n % 10_000, n / 1_000_000, n / 10_000 % 100)),
        ([(n, 6)], None) => year_month(n / 100, n % 100),
        ([(y, 4)], None) => date(*y, 0, 0),
        ([(y, 4)], Some(m)) => year_month(*y, m),
        ([(d, 1 | 2), (y, 4)] | [(y, 4), (d, 1 | 2)], Some(m)) => date(*y, m, *d),
        ([(d, 1 | 2), (y, 2)], Some(m)) => date(century(*y), m, *d),
        ([(y, 4), (m, 1 | 2)] | [(m, 1 | 2), (y, 4)], None) => year_month(*y, *m),
        ([(y, 4), (m, 1 | 2), (d, 1 | 2)], None) => date(*y, *m, *d).or_else(|| date(*y, *d, *m)),
        ([(a, 1 | 2), (b, 1 | 2), (y, 4)], None) => either(*y, *a, *b),
        ([(y @ 32..=99, 2), (m, 1 | 2), (d, 1 | 2)], None) => date(century(*y), *m, *d),
        ([(a, 1 | 2), (b, 1 | 2), (y, 2)], None) => either(century(*y), *a, *b),
        _ => None,
    }
}

/// Two-digit years: 00 to 29 lie in this century.
fn century(year: u32) -> u32 {
    if year < 30 { 2000 + year } else { 1900 + year }
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
            ("2021-03-04 12:33:10", "20210304"),
            ("2021-03-04T12:33:10.123+01:00", "20210304"),
            ("20210304T123310Z", "20210304"),
            ("20210304123310", "20210304"),
            ("3/4/2021 9:05 AM", "20210403"),
            ("14 Dec 80", "19801214"),
            ("80-12-14", "19801214"),
            ("Fri, 14 Dec 1990 10:00:00 GMT", "19901214"),
            ("1. März 1980", "19800301"),
            ("14 décembre 1980", "19801214"),
            ("3 de mayo de 1980", "19800503"),
            ("14 grudnia 1980 r", "19801214"),
            ("14 декабря 1980 г.", "19801214"),
            ("3 Μαΐου 1980", "19800503"),
            ("12 Mayıs 1980", "19800512"),
            ("1980年12月14日", "19801214"),
            ("昭和55年12月14日", "19801214"),
            ("平成元年5月6日", "19890506"),
            ("H12.5.6", "20000506"),
            ("民國80年5月6日", "19910506"),
            ("2533-05-06", "19900506"),
            ("１９８０／１２／１４", "19801214"),
            ("١٤/١٢/١٩٨٠", "19801214"),
        ] {
            assert_eq!(
                parse_date(raw, Order::DayFirst).map(Date::canonical).as_deref(),
                Some(wanted),
                "{raw}"
            );
        }
        for raw in [
            "",
            "hello",
            "99999999",
            "12",
            "1980-13-40",
            "1980 dogs",
            "0000-00-00",
            "janet 1980",
        ] {
            assert_eq!(parse_date(raw, Order::DayFirst), None, "{raw}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_that_of_the_column() {
        for (raw, wanted) in [
            ("25/12/1990", Some(Order::DayFirst)),
            ("12/25/1990", Some(Order::MonthFirst)),
            ("3/4/90", None),
            ("1990-12-25", None),
            ("12/25", Some(Order::MonthFirst)),
            ("x", None),
        ] {
            assert_eq!(order_of(raw), wanted, "{raw}");
        }
        let read = |order| parse_date("3/4/1990", order).map(Date::canonical).unwrap();
        assert_eq!(read(Order::DayFirst), "19900403");
        assert_eq!(read(Order::MonthFirst), "19900304");
        let read = |order| parse_date("25/12/90", order).map(Date::canonical).unwrap();
        assert_eq!(read(Order::MonthFirst), "19901225");
    }
}
