//! Tests of the protocol from outside.

mod constraints;
mod shapes;
