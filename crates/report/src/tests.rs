use super::*;

fn sample() -> ReportView {
    ReportView {
        title: "people.csv".to_owned(),
        records: 4_910,
        groups: 2_686,
        groups_of_two_or_more: 2_224,
        duplicates: 2_224,
        largest_group: 2,
        candidate_pairs: 42_151,
        steps: vec![("read".to_owned(), 0.012), ("compare".to_owned(), 1.25)],
        attributes: vec![AttributeView {
            name: "title".to_owned(),
            kind: "text".to_owned(),
            filled: 4_900,
            distinct: 3_000,
            importance: 0.7,
            role: "identity".to_owned(),
        }],
        histogram: vec![900, 10, 0, 20, 800],
        threshold: 0.5,
        group_sizes: vec![(2, 2_224)],
        sample_groups: vec![GroupView {
            reason: "Typical".to_owned(),
            match_id: 7,
            confidence: Some(0.93),
            size: 3,
            columns: vec!["name".to_owned()],
            rows: vec![
                vec!["ann smith".to_owned()],
                vec!["ann smith".to_owned()],
                vec!["anne smith".to_owned()],
            ],
            unmarked: Vec::new(),
        }],
        pairs: vec![PairView {
            left_id: "a1".to_owned(),
            right_id: "b2".to_owned(),
            score: 0.52,
            prior: -2.0,
            match_weight: 0.1,
            attributes: vec![ComparisonView {
                name: "name".to_owned(),
                left: "ann".to_owned(),
                right: "anne".to_owned(),
                outcome: "nearly equal".to_owned(),
                bits: 3.2,
            }],
            contributions: (0..15).map(|i| (format!("feature {i}"), 0.14)).collect(),
        }],
        version: "0.0.0".to_owned(),
        ..ReportView::default()
    }
}

#[test]
fn a_page_states_the_figures_in_words() {
    let page = render(&sample());
    for part in [
        "4,910 records describe <strong>2,686</strong>",
        "45.3 %",
        "<mark>anne</mark>",
        "3 more columns",
    ] {
        assert!(page.contains(part), "{part} is missing");
    }
}

#[test]
fn a_page_loads_nothing_and_runs_nothing() {
    let page = render(&sample());
    for part in ["<script", "http://", "https://", "src=", "href=", "url("] {
        assert!(!page.contains(part), "{part} is there");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn hostile_values_are_harmless() {
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "abc\u{202e}def\u{0}",
        &"x".repeat(1 << 20),
    ];
    let mut view = sample();
    for value in hostile {
        view.title = value.to_owned();
        view.notices = vec![value.to_owned()];
        view.attributes[0].name = value.to_owned();
        view.sample_groups[0].rows[0][0] = value.to_owned();
        view.pairs[0].left_id = value.to_owned();
        view.pairs[0].attributes[0].left = value.to_owned();
        let page = render(&view);
        assert!(!page.contains("<script") && !page.contains("<img"), "{value:.20}");
        assert!(!page.contains('\u{202e}') && !page.contains('\u{0}'));
        assert!(page.len() < 100_000, "long values are cut");
    }
}

#[test]
fn an_empty_result_has_a_sane_page() {
    let page = render(&ReportView::default());
    assert!(page.contains("0 records describe <strong>0</strong>"));
    assert!(page.contains("No matches were found"));
    assert!(!page.contains("NaN") && !page.contains("inf"));
}

#[test]
fn a_waterfall_ends_at_the_match_weight() {
    let chart = charts::waterfall(-1.0, &[("a".to_owned(), 2.5), ("b".to_owned(), -0.5)], 1.0).into_string();
    for part in ["+2.50", "-0.50", "+1.00", "bar against"] {
        assert!(chart.contains(part), "{part} is missing");
    }
}

#[test]
fn figures_are_grouped_by_thousands() {
    for (number, wanted) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
        assert_eq!(text::count(number), wanted);
    }
}

#[test]
fn quality_on_labels_is_drawn_and_described() {
    let view = ReportView {
        learning: Some(LearningView {
            matches: 89,
            non_matches: 511,
            sets: 60,
            precision: 0.98,
            recall: 0.96,
            f1: 0.97,
            area: Some(0.99),
            curve: vec![(0.5, 1.0), (0.96, 0.98), (1.0, 0.4)],
            calibration: vec![(0.1, 0.05), (0.9, 0.95)],
            by_score: vec![(1, 500), (88, 11)],
        }),
        ..sample()
    };
    let page = render(&view);
    for wanted in [
        "600 labeled pairs in 60 labeling sets: 89 matches and 511 non-matches",
        "aria-label=\"Precision over recall\"",
        "aria-label=\"Calibration\"",
        "aria-label=\"Labeled pairs by score\"",
        "class=\"ring\"",
        "0.980",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
    assert!(!render(&sample()).contains("learned from labels"));
}

#[test]
fn ids_are_not_marked_though_they_always_differ() {
    let group = GroupView {
        size: 2,
        columns: vec!["id".to_owned(), "name".to_owned()],
        rows: vec![
            vec!["a004".to_owned(), "les celebrites".to_owned()],
            vec!["b150".to_owned(), "les célébrités".to_owned()],
        ],
        unmarked: vec![0],
        ..GroupView::default()
    };
    let page = render(&ReportView {
        sample_groups: vec![group],
        ..ReportView::default()
    });
    assert!(!page.contains("<mark>b150</mark>"));
    assert!(page.contains("<mark>célébrités</mark>"));
}

#[test]
fn an_evaluation_shows_the_truth_and_what_labels_say() {
    let quality = QualityView {
        precision: 0.9124,
        recall: 0.8011,
        f1: 0.8531,
    };
    let view = EvaluationView {
        title: "people.csv".to_owned(),
        truth: Some(TruthView {
            pairwise: quality,
            bcubed: quality,
            records: 1_234,
            across_sources: true,
            pairs_found: 1_000,
            true_pairs_found: 900,
            true_pairs: 950,
            records_without_truth: 7,
        }),
        learning: Some(LearningView {
            matches: 5,
            ..LearningView::default()
        }),
        judged: Some(JudgedView {
            threshold: 0.41,
            matches: (17, 3),
            non_matches: (2, 301),
            importances: vec![("<b>name</b>".to_owned(), 0.6)],
            histogram: vec![10, 0, 3],
            ..JudgedView::default()
        }),
        ..EvaluationView::default()
    };
    let page = render_evaluation(&view);
    for wanted in [
        "900 of 950 true matches across sources were found, with 100 false matches",
        "0.9124",
        "7 records are not in the truth",
        "Quality of the model learned from labels",
        "<td>301</td>",
        "scoring 0.41 or more",
        "&lt;b&gt;name",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    assert!(!page.contains("<b>name"));
    let bare = render_evaluation(&EvaluationView::default());
    assert!(!bare.contains("Compared with the truth") && !bare.contains("learned from labels"));
}
