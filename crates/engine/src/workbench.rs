//! For those who train the model that ships with the engine, and measure: what `cargo xtask` needs of the inside.
//!
//! This is the one door to the stages. What is behind it changes with them.

pub use crate::{
    block::BlockingPlan,
    clock::Clock,
    compare::Prepared,
    fit::{FitSettings, fit, score_alone},
    pipeline::prepare,
    propose::propose,
    random::Random,
    score::score,
    train::{Example, TrainSettings, train_model},
};
