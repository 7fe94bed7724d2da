//! For tests and benches only: synthetic people with known truth, and the guards of the architecture.
//!
//! No crate may depend on this one outside its dev-dependencies; [`architecture`] sees to that, too.
//!
//! ```
//! let (batches, entities) = onefold_testkit::people(100, 1);
//! let rows: usize = batches.iter().map(|batch| batch.num_rows()).sum();
//! assert_eq!((rows, entities.len()), (100, 100));
//! ```

pub mod architecture;
pub mod dependencies;
mod people;

pub use people::people;
