//! Packages of software, listed in several repositories with other versions and sizes: every likely match has several rivals. An
//! earlier built-in model took so much from all of them that nothing was certain, and no group was formed.

use onefold_engine::{
    MatchOutcome, MatchRequest, MatchSettings, Records, Silent, evaluate::group_quality, find_matches,
    workbench::Random,
};

use crate::sets::records_of;

/// The packages, and which one each record is of.
fn packages() -> (Records, Vec<u32>) {
    const SYLLABLES: [&str; 12] = [
        "ka", "lo", "mi", "ra", "tu", "ve", "zo", "pi", "ne", "sha", "gro", "dul",
    ];
    const DOES: [&str; 8] = [
        "convert", "render", "index", "parse", "mirror", "watch", "pack", "trace",
    ];
    const WITH: [&str; 8] = [
        "bitmap fonts",
        "log files",
        "map tiles",
        "audio streams",
        "mail boxes",
        "disk images",
        "sensor data",
        "web feeds",
    ];
    const HOW: [&str; 4] = [
        "quickly",
        "with plugins",
        "on small machines",
        "in the background",
    ];
    const REPOSITORIES: [&str; 5] = ["Debian", "Fedora", "PyPI", "Gentoo", "Homebrew"];
    const LICENSES: [&str; 4] = ["MIT", "GPL-3", "Apache-2.0", "BSD"];
    let mut random = Random::new(8);
    let mut below = |most: usize| random.below(most as u32) as usize;
    let (mut rows, mut entities) = (Vec::new(), Vec::new());
    for package in 0..220 {
        // The first two syllables number the packages, so that no two have one name.
        let name = SYLLABLES[package / 12 % 12].to_owned()
            + SYLLABLES[package % 12]
            + SYLLABLES[package / 144 * 6 + below(6)];
        let summary = format!("{} {} {}", DOES[below(8)], WITH[below(8)], HOW[below(4)]);
        let license = LICENSES[below(4)];
        for _ in 0..[1, 1, 1, 2, 3, 4, 6][below(7)] {
            let listed = [&name, &format!("apps/{name}")][below(2)].clone();
            let version = format!("{}.{}.{}", below(4), below(21), below(10));
            let size = 100 + below(9_900);
            rows.push(vec![
                rows.len().to_string(),
                listed,
                version,
                REPOSITORIES[below(5)].to_owned(),
                [license, ""][below(2)].to_owned(),
                [summary.as_str(), summary.as_str(), ""][below(3)].to_owned(),
                size.to_string(),
            ]);
            entities.push(package as u32);
        }
    }
    let names = [
        "id",
        "package",
        "version",
        "repository",
        "license",
        "summary",
        "size_kb",
    ];
    (records_of(&names, &rows), entities)
}

#[test]
fn matches_with_many_rivals_are_found_and_explained() {
    let (records, entities) = packages();
    let settings = MatchSettings::default();
    let choose = |outcome: &MatchOutcome| {
        let matches = outcome
            .pairs
            .iter()
            .filter(|pair| pair.score >= outcome.threshold);
        matches.map(|pair| (pair.left, pair.right)).collect()
    };
    let request = MatchRequest::new(&records)
        .with_settings(&settings)
        .explaining(&choose);
    let outcome = find_matches(&request, &Silent).unwrap();
    let quality = group_quality(&outcome.groups.of, &entities, None).pairwise;
    assert!(quality.precision > 0.95 && quality.recall > 0.5, "{quality:?}");
    assert!(outcome.explanations.len() > 300);
    for explanation in &outcome.explanations {
        let features: f32 = explanation.features.iter().map(|share| share.bits).sum();
        let sum = explanation.feature_base + features;
        assert!((sum - explanation.match_weight).abs() < 1e-2, "{explanation:?}");
    }
}
