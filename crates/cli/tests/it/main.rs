//! The real binary, run as a user runs it: in a folder of its own, judged by exit code, output and what it leaves.
#![expect(clippy::unwrap_used, reason = "a failing test is what an unwrap means here")]

mod bad_input;
mod bad_output;
mod console;
mod databases;
mod evaluate;
mod explain;
mod files;
mod help;
mod interrupt;
mod learning;
mod linking;
mod matching;
mod memory;
mod score;
mod support;
mod wide;
