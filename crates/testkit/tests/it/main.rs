//! What takes several crates: the guards of the architecture, and the service under faults.

mod architecture;
mod dependencies;
mod faults;
#[cfg(test)]
mod site;
mod transforms;
