//! Numbers as people read them.

use std::time::Duration;

use onefold_engine::Count;

/// A count with thousands separators: `1,234,567`.
pub fn count(number: u64) -> String {
    Count(number).to_string()
}

/// A count with its noun, singular for one: `1 record`, `2,000 records`.
pub fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", count(number))
}

/// A part of a whole as a percentage: `12.3 %`.
pub fn percent(part: u64, whole: u64) -> String {
    share(part as f64 / whole.max(1) as f64)
}

/// A share between 0 and 1 as a percentage: `12.3 %`.
pub fn share(share: f64) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    if tenths >= 100.0 || tenths == 0.0 {
        format!("{tenths:.0} %")
    } else {
        format!("{tenths:.1} %")
    }
}

/// A duration in a fitting unit: `42 ms`, `3.2 s`, `2 min 05 s`.
pub fn duration(time: Duration) -> String {
    let secs = time.as_secs_f64();
    if secs < 0.9995 {
        format!("{:.0} ms", secs * 1000.0)
    } else if secs < 59.95 {
        format!("{secs:.1} s")
    } else {
        let secs = secs.round() as u64;
        format!("{} min {:02} s", secs / 60, secs % 60)
    }
}

/// A number of bytes in a fitting unit: `512 KiB`, `64 MiB`, `3.2 GiB`.
pub fn size(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    if bytes < MIB {
        format!("{} KiB", bytes.div_ceil(1024))
    } else if bytes < 1000 * MIB {
        format!("{} MiB", bytes.div_ceil(MIB))
    } else {
        format!("{:.1} GiB", bytes as f64 / (1024 * MIB) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_a_fitting_unit() {
        for (bytes, text) in [
            (0, "0 KiB"),
            (1, "1 KiB"),
            (64 << 20, "64 MiB"),
            ((64 << 20) + 1, "65 MiB"),
            (999 << 20, "999 MiB"),
            (1000 << 20, "1.0 GiB"),
            (7 << 29, "3.5 GiB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn thousands_are_separated() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (65_536, "65,536"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1, "record"), "1 record");
        assert_eq!(counted(0, "record"), "0 records");
    }

    #[test]
    fn times_and_shares_are_short() {
        assert_eq!(duration(Duration::from_millis(42)), "42 ms");
        assert_eq!(duration(Duration::from_millis(3_210)), "3.2 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 05 s");
        assert_eq!(percent(1, 3), "33.3 %");
        assert_eq!(percent(0, 0), "0 %");
        assert_eq!(percent(3, 3), "100 %");
    }
}
