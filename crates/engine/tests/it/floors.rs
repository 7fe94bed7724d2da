//! Pairwise F1 without labels and with one set of defaults must not fall below these floors.

use super::sets::{load, quality};

fn holds(name: &str, floor: f64) {
    let Some(set) = load(name) else {
        eprintln!(
            "skipped: {name} is not in testdata and the shared data folder is not beside the repository"
        );
        return;
    };
    let found = quality(&set).pairwise;
    assert!(
        found.f1 >= floor,
        "{name}: F1 {:.4} is below {floor} ({found:?})",
        found.f1
    );
}

macro_rules! floors {
    ($($test:ident: $name:literal >= $floor:literal;)*) => {
        $(#[test] fn $test() { holds($name, $floor); })*
    };
}

floors! {
    febrl3_holds_its_floor: "febrl3" >= 0.990;
    febrl4_holds_its_floor: "febrl4" >= 0.995;
    historical_50k_holds_its_floor: "historical-50k" >= 0.92;
    dblp_acm_holds_its_floor: "dblp-acm" >= 0.990;
    dirty_dblp_acm_holds_its_floor: "dirty-dblp-acm" >= 0.98;
    fodors_zagats_holds_its_floor: "fodors-zagats" >= 0.97;
    abt_buy_holds_its_floor: "abt-buy" >= 0.92;
    amazon_google_holds_its_floor: "amazon-google" >= 0.55;
    cora_holds_its_floor: "cora" >= 0.87;
    dedupe_csv_example_holds_its_floor: "dedupe-csv-example" >= 0.92;
    imdb_tmdb_holds_its_floor: "imdb-tmdb" >= 0.88;
}
