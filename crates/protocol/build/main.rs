//! Writes the service models in `model/` as Rust. The crate includes a file with the requests and responses of each
//! service, and `model.rs` with the operations and the constraints of their members.
#![expect(
    clippy::format_collect,
    clippy::format_push_string,
    reason = "this program writes a few hundred short texts, and is read more often than it waits"
)]

mod definition;
mod shapes;
mod tables;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use definition::Model;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=model");
    let glue = read("shapes", "model/operations.json")?;
    let logs = read("logs", "model/logs.json")?;
    let onefold = read("onefold", "model/onefold.json")?;
    write("shapes.rs", &shapes::written(&glue))?;
    write("logs.rs", &shapes::written(&logs))?;
    write("onefold.rs", &shapes::written(&onefold))?;
    write("model.rs", &tables::written(&[glue, logs, onefold]))
}

/// Reads the model of a service whose shapes become that module.
fn read(module: &'static str, path: &str) -> Result<Model, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let mut model: Model = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
    model.check().map_err(|wrong| format!("{path}: {wrong}"))?;
    model.module = module;
    Ok(model)
}

fn write(name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    Ok(fs::write(folder.join(name), text)?)
}
