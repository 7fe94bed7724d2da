//! `cargo xtask bench doc`: writes the tables of `docs/benchmarks.md` from the figures in `docs/figures/`.
//!
//! A table stands between `<!-- figures: NAME -->` and `<!-- end of figures -->`. A benchmark writes its file with `--json`;
//! this command renders every table whose file exists and leaves the others as they are. A test fails if a table and its
//! file disagree. `comparisons.json` is kept by hand: what the tables show next to our figures.

mod tables;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

const BEGIN: &str = "<!-- figures: ";
const END: &str = "<!-- end of figures -->";

/// Arguments of `bench doc`.
#[derive(Debug, clap::Args)]
pub struct DocArgs {
    /// Folder with `benchmarks.md` and `figures/`
    #[arg(long, default_value = "docs")]
    docs: PathBuf,
}

/// Rewrites the page.
pub fn run(args: &DocArgs) -> Result<()> {
    let path = args.docs.join("benchmarks.md");
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let page = fill(&text, &args.docs.join("figures"))?;
    for name in &page.unchecked {
        eprintln!("left as it is: table \"{name}\", whose figures are not in docs/figures");
    }
    if page.text == text {
        eprintln!("{} shows the figures already", path.display());
    } else {
        std::fs::write(&path, page.text).with_context(|| format!("writing {}", path.display()))?;
        eprintln!("{} is rewritten", path.display());
    }
    Ok(())
}

struct Page {
    text: String,
    /// Tables without a file.
    unchecked: Vec<String>,
}

/// The page with each table as its figures say.
fn fill(text: &str, figures: &Path) -> Result<Page> {
    let mut page = Page {
        text: String::with_capacity(text.len()),
        unchecked: Vec::new(),
    };
    let mut rest = text;
    while let Some(at) = rest.find(BEGIN) {
        let (before, from_mark) = rest.split_at(at);
        let (mark, after) = from_mark.split_once('\n').context("a mark ends its line")?;
        let name = mark[BEGIN.len()..].trim_end_matches("-->").trim();
        let Some((old, after)) = after.split_once(END) else {
            bail!("the table \"{name}\" has no line {END}");
        };
        page.text.push_str(before);
        page.text.push_str(mark);
        page.text.push('\n');
        if let Some(table) = tables::render(name, figures)? {
            page.text.push('\n');
            page.text.push_str(table.trim_end());
            page.text.push_str("\n\n");
        } else {
            page.unchecked.push(name.to_owned());
            page.text.push_str(old);
        }
        page.text.push_str(END);
        rest = after;
    }
    page.text.push_str(rest);
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docs() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
    }

    #[test]
    fn the_page_of_benchmarks_shows_the_figures_in_the_files() {
        let text = std::fs::read_to_string(docs().join("benchmarks.md")).expect("the page");
        let page = fill(&text, &docs().join("figures")).expect("tables");
        let differs = text.lines().zip(page.text.lines()).find(|(old, new)| old != new);
        assert!(
            text == page.text,
            "run `cargo xtask bench doc`; first difference: {differs:#?}"
        );
    }

    #[test]
    fn every_file_of_figures_is_shown_by_a_table() {
        let text = std::fs::read_to_string(docs().join("benchmarks.md")).expect("the page");
        for entry in std::fs::read_dir(docs().join("figures")).expect("the folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let is_shown = tables::NAMES
                .iter()
                .filter(|(_, files)| files.contains(&name.as_str()))
                .any(|(table, _)| text.contains(&format!("{BEGIN}{table} -->")));
            assert!(is_shown, "no table shows {}", path.display());
        }
    }

    #[test]
    fn a_changed_figure_changes_the_page() {
        let folder = tempfile::tempdir().expect("a folder");
        let figures = r#"{"date": "2026-01-02", "rows": [
            {"name": "names", "f1": 0.75, "precision": 1.0, "recall": 0.6},
            {"name": "towns", "f1": 0.5, "precision": 0.5, "recall": 0.5}]}"#;
        std::fs::write(folder.path().join("real.json"), figures).expect("written");
        let old = "Text.\n\n<!-- figures: real -->\nold\n<!-- end of figures -->\n\nMore.\n";
        let new = "Text.\n\n<!-- figures: real -->\n\n\
            | real set of a new kind | F1 | precision | recall |\n|---|---:|---:|---:|\n\
            | names | 0.750 | 1.000 | 0.600 |\n| towns | 0.500 | 0.500 | 0.500 |\n\
            | **mean of 2** | **0.625** | | |\n\nMeasured on 2026-01-02.\n\n<!-- end of figures -->\n\nMore.\n";
        let page = fill(old, folder.path()).expect("a page");
        assert_eq!(page.text, new);
        assert_eq!(fill(new, folder.path()).expect("a page").text, new);
    }

    #[test]
    fn a_table_without_figures_stays_and_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "<!-- figures: few -->\nold\n<!-- end of figures -->\n";
        let page = fill(text, folder.path()).expect("a page");
        assert_eq!(page.text, text);
        assert_eq!(page.unchecked, ["few"]);
    }

    #[test]
    fn a_mark_without_end_and_an_unknown_name_are_errors() {
        for text in [
            "<!-- figures: real -->\n| a |\n",
            "<!-- figures: weather -->\n<!-- end of figures -->\n",
        ] {
            assert!(fill(text, Path::new("nowhere")).is_err(), "{text}");
        }
    }
}
