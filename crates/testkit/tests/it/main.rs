//! What takes several crates: the guards of the architecture, the errors on the wire, and the service under faults.

mod architecture;
mod dependencies;
#[cfg(test)]
mod errors;
mod faults;
#[cfg(test)]
mod kept_index;
#[cfg(test)]
mod scripts;
#[cfg(test)]
mod site;
mod transforms;
