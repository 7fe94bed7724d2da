//! Why a script failed, from the end of what it printed to its standard error.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

/// Begins what Python prints about an error that nobody caught.
const TRACEBACK: &str = "Traceback (most recent call last):";
/// A longer reason is cut.
const REASON_LETTERS: usize = 500;
/// SIGKILL.
const KILLED: i32 = 9;

/// One sentence about a script that failed.
pub(super) fn reason<'a>(
    status: ExitStatus,
    printed: impl DoubleEndedIterator<Item = &'a str> + Clone,
) -> String {
    if let Some(signal) = status.signal() {
        let hint = if signal == KILLED {
            ", as happens when memory runs out"
        } else {
            ""
        };
        return format!("the script was ended by signal {signal}{hint}");
    }
    let code = status.code().unwrap_or_default();
    match last_error(printed) {
        Some(error) => format!("the script failed: {}", shortened(error)),
        None => format!("the script ended with exit code {code} and printed no error"),
    }
}

/// The line of the last traceback that names the error, or else the last line.
fn last_error<'a>(printed: impl DoubleEndedIterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let mut after: Vec<&str> = printed
        .clone()
        .rev()
        .take_while(|line| line.trim() != TRACEBACK)
        .collect();
    let has_traceback = printed.clone().any(|line| line.trim() == TRACEBACK);
    after.reverse();
    let is_error = |line: &&&str| !line.trim().is_empty() && !line.starts_with([' ', '\t']);
    if has_traceback && let Some(error) = after.iter().find(is_error) {
        return Some(error.trim());
    }
    printed.rev().map(str::trim).find(|line| !line.is_empty())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(REASON_LETTERS) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(code: i32, printed: &str) -> String {
        reason(ExitStatus::from_raw(code << 8), printed.lines())
    }

    #[test]
    fn the_reason_is_the_error_of_the_last_traceback() {
        let simple = "Traceback (most recent call last):\n  File \"job.py\", line 1, in <module>\n    1 / 0\n    ~~^~~\n\
                      ZeroDivisionError: division by zero\n26/11/29 INFO ShutdownHookManager: Shutdown hook called";
        assert_eq!(
            failed(1, simple),
            "the script failed: ZeroDivisionError: division by zero"
        );
        let chained = format!(
            "{simple}\n\nDuring handling of the above exception, another exception occurred:\n\n{TRACEBACK}\n  \
             File \"job.py\", line 3\nValueError: the first line\nand a second one"
        );
        assert_eq!(
            failed(1, &chained),
            "the script failed: ValueError: the first line"
        );
    }

    #[test]
    fn without_a_traceback_the_last_line_is_the_reason() {
        let syntax = "  File \"job.py\", line 1\n    a b\n    ^^^\nSyntaxError: invalid syntax\n\n";
        assert_eq!(
            failed(1, syntax),
            "the script failed: SyntaxError: invalid syntax"
        );
        assert_eq!(failed(1, "no such table"), "the script failed: no such table");
        assert_eq!(
            failed(3, ""),
            "the script ended with exit code 3 and printed no error"
        );
        assert_eq!(failed(1, TRACEBACK), format!("the script failed: {TRACEBACK}"));
    }

    #[test]
    fn a_signal_is_named() {
        let ended = |signal| reason(ExitStatus::from_raw(signal), "some line".lines());
        assert_eq!(ended(15), "the script was ended by signal 15");
        assert!(ended(9).contains("memory"));
    }

    #[test]
    fn a_long_reason_is_cut() {
        let text = failed(1, &"ä".repeat(2000));
        assert!(text.ends_with("ä...") && text.chars().count() < 600);
    }
}
