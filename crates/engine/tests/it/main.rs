//! The engine from outside: quality floors, determinism, and that verbs agree with each other.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod agreement;
mod aside;
mod chance;
mod determinism;
mod floors;
mod learning;
mod parts;
mod sets;
mod stopping;
mod taken;
mod tradeoffs;
