//! Figures as files: what a benchmark writes with `--json`, and `cargo xtask bench doc` reads.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use time::OffsetDateTime;

/// Writes figures, which are an object, with today's date.
pub fn write(path: &Path, mut figures: Value) -> Result<()> {
    ensure!(figures.is_object(), "figures are an object");
    figures["date"] = OffsetDateTime::now_utc().date().to_string().into();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("creating the folder {}", folder.display()))?;
    }
    let text = serde_json::to_string_pretty(&figures)?;
    std::fs::write(path, text + "\n").with_context(|| format!("writing {}", path.display()))?;
    eprintln!("written to {}", path.display());
    Ok(())
}

/// A part of a file of figures; an error names the file.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    file: &'a Path,
    value: &'a Value,
}

impl<'a> Part<'a> {
    /// A whole file.
    pub fn new(file: &'a Path, value: &'a Value) -> Self {
        Self { file, value }
    }

    fn take<T>(self, name: &str, found: Option<T>) -> Result<T> {
        found.with_context(|| format!("{} has no {name} in {}", self.file.display(), self.value))
    }

    /// A member, which may be missing.
    pub fn get(self, name: &str) -> Option<Self> {
        let value = self.value.get(name)?;
        Some(Self { value, ..self })
    }

    /// A member.
    pub fn member(self, name: &str) -> Result<Self> {
        self.take(name, self.get(name))
    }

    /// A list.
    pub fn list(self, name: &str) -> Result<Vec<Self>> {
        let values = self.take(name, self.value[name].as_array())?;
        Ok(values.iter().map(|value| Self { value, ..self }).collect())
    }

    /// A text.
    pub fn text(self, name: &str) -> Result<&'a str> {
        self.take(name, self.value[name].as_str())
    }

    /// A number.
    pub fn number(self, name: &str) -> Result<f64> {
        self.take(name, self.value[name].as_f64())
    }

    /// A count.
    pub fn count(self, name: &str) -> Result<u64> {
        self.take(name, self.value[name].as_u64())
    }

    /// A text that this part is.
    pub fn as_text(self) -> Result<&'a str> {
        self.take("text", self.value.as_str())
    }

    /// A count of a list.
    pub fn nth(self, name: &str, at: usize) -> Result<u64> {
        self.take(name, self.value[name][at].as_u64())
    }

    /// A part of a whole, as two counts.
    pub fn share(self, name: &str) -> Result<[u64; 2]> {
        Ok([self.nth(name, 0)?, self.nth(name, 1)?])
    }
}
