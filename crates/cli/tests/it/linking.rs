//! Tables that do not line up: which columns belong together, what is linked, and what is written.

use crate::support::{Folder, assert_names, rows, testdata};

const SHOP: &str = "\
id,name,address,phone,shelf
1,Maria Fernanda Lopez,12 Oak Street Springfield 62701,217-555-0101,A
2,Jonathan Archer,4 Mill Road Riverton 62561,217-555-0202,B
3,Aisha Okafor,77 Lake Avenue Lakeside 60051,217-555-0303,C
4,Peter Novak,9 Hill Lane Greenville 62246,217-555-0404,A
5,Chloe Dubois,31 Park Street Fairview 61432,217-555-0505,B
6,Hiroshi Tanaka,8 River Road Clinton 61727,217-555-0606,C
";
const SUPPLIER: &str = "\
Cust No;Tel;First Name;Last Name;Street;City;Zip;since
1;217 555 0606;Hiroshi;Tanaka;8 River Road;Clinton;61727;2001
2;217 555 0505;Chloe;Dubois;31 Park Street;Fairview;61432;2002
3;217 555 0404;Peter;Novak;9 Hill Lane;Greenville;62246;2003
4;217 555 0303;Aisha;Okafor;77 Lake Avenue;Lakeside;60051;2004
5;217 555 0202;Jonathon;Archer;4 Mill Road;Riverton;62561;2005
6;217 555 0909;Olga;Petrova;1 Main Street;Madison;62060;2006
";

fn folder() -> Folder {
    let folder = Folder::with("shop.csv", SHOP);
    folder.write("supplier.csv", SUPPLIER);
    folder
}

#[test]
fn columns_with_other_names_order_and_number_are_linked() {
    let folder = folder();
    let args = ["match", "shop.csv", "supplier.csv", "--link", "-o", "linked.csv"];
    let more = ["--links", "links.csv", "--report", "report.html"];
    let run = folder.run_well(&[&args[..], &more].concat());
    let told = [
        "First Name + Last Name",
        "Street + City + Zip",
        "columns of shop without a partner, compared with nothing: shelf",
        "columns of supplier without a partner, compared with nothing: since",
    ];
    assert_names(&run.stderr, &told);
    assert_names(&folder.read("report.html"), &told);
    let links = rows(&folder.read("links.csv"));
    assert_eq!(links[0], ["id_a", "id_b", "score"]);
    for (left, right) in [("6", "1"), ("5", "2"), ("4", "3"), ("3", "4"), ("2", "5")] {
        assert!(
            links.iter().any(|link| link[0] == left && link[1] == right),
            "{left} {right} in {links:?}"
        );
    }
    assert_eq!(links.len(), 6, "{links:?}");
    let linked = rows(&folder.read("linked.csv"));
    assert_eq!(linked.len(), 13);
    let source = linked[0].iter().position(|name| name == "source").unwrap();
    assert_eq!(linked[1][source], "shop");
    assert_eq!(linked[7][source], "supplier");
    assert!(linked[0].contains(&"First Name".to_owned()) && linked[0].contains(&"shelf".to_owned()));
}

#[test]
fn the_mapping_is_in_json_and_can_be_corrected() {
    let folder = folder();
    let args = [
        "match",
        "shop.csv",
        "supplier.csv",
        "--link",
        "-o",
        "o.csv",
        "--force",
        "--json",
    ];
    let mapping = |more: &[&str]| -> serde_json::Value {
        let run = folder.run_well(&[&args[..], more].concat());
        let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        summary["mapping"].clone()
    };
    let found = mapping(&[]);
    assert_eq!(found["sources"], serde_json::json!(["shop", "supplier"]));
    assert_eq!(found["ids"], serde_json::json!(["id", "Cust No"]));
    let columns_of = |mapping: &serde_json::Value, name: &str| {
        let columns = mapping["columns"].as_array().unwrap().clone();
        columns
            .into_iter()
            .find(|column| column["name"] == name)
            .map(|column| column["columns"].clone())
    };
    assert_eq!(
        columns_of(&found, "phone"),
        Some(serde_json::json!([["phone"], ["Tel"]]))
    );
    let corrected = mapping(&["--map", "name=Last Name", "--map", "phone="]);
    assert_eq!(
        columns_of(&corrected, "name"),
        Some(serde_json::json!([["name"], ["Last Name"]]))
    );
    assert_eq!(columns_of(&corrected, "phone"), None);
    let error = folder.run_badly(
        2,
        &[
            "match",
            "shop.csv",
            "supplier.csv",
            "--link",
            "--map",
            "nme=Tel",
            "-o",
            "x.csv",
        ],
    );
    assert_names(&error, &["\"nme\"", "shop: id, name"]);
}

#[test]
fn link_needs_sources() {
    let folder = folder();
    let error = folder.run_badly(2, &["match", "shop.csv", "--link", "-o", "o.csv"]);
    assert_names(&error, &["--link", "several inputs", "--source-column"]);
}

#[test]
fn tables_that_have_nothing_in_common_are_refused() {
    let folder = Folder::with("a.csv", "id,name\n1,Ann\n2,Bob\n");
    folder.write("b.csv", "no,weight\n7,12.5\n8,13.5\n");
    let error = folder.run_badly(1, &["match", "a.csv", "b.csv", "--link", "-o", "o.csv"]);
    assert_names(&error, &["--map", "a", "b"]);
}

#[test]
fn match_ids_can_be_text_and_serve_later_runs() {
    let folder = Folder::with("people.csv", crate::support::PEOPLE);
    folder.run_well(&["match", "people.csv", "-o", "m.csv", "--id-format", "text"]);
    assert!(folder.read("m.csv").lines().nth(1).unwrap().contains(",m"));
    folder.write(
        "new.csv",
        "id,name,city,born,phone\nr11,Olga Petrowa,Clinton,1993-05-05,555-0707\n",
    );
    folder.run_well(&[
        "match",
        "new.csv",
        "--into",
        "m.csv",
        "-o",
        "all.csv",
        "--id-format",
        "text",
    ]);
    let all = rows(&folder.read("all.csv"));
    let id = |row: &str| all.iter().find(|cells| cells[0] == row).unwrap()[5].clone();
    assert_eq!(id("r9"), id("r11"));
}

#[test]
fn records_that_come_again_are_updated() {
    let folder = Folder::with("people.csv", crate::support::PEOPLE);
    folder.run_well(&["match", "people.csv", "-o", "m.csv"]);
    folder.write(
        "new.csv",
        "id,name,city,born,phone\nr11,Olga Petrowa,Clinton,1993-05-05,555-0707\nr2,Maria F. Lopes,Springfield,1980-02-11,555-0101\n",
    );
    let run = folder.run_well(&["match", "new.csv", "--into", "m.csv", "-o", "once.csv"]);
    assert_names(&run.stderr, &["1 record came again with the same id"]);
    let run = folder.run_well(&["match", "new.csv", "--into", "once.csv", "-o", "twice.csv"]);
    assert_names(&run.stderr, &["2 records came again with the same id"]);
    assert_eq!(rows(&folder.read("once.csv")).len(), 12);
    assert_eq!(folder.read("once.csv"), folder.read("twice.csv"));
    assert!(folder.read("once.csv").contains("r2,Maria F. Lopes"));
}

#[test]
fn one_record_for_each_group_has_the_preferred_values() {
    let folder = Folder::with(
        "people.csv",
        "id,name,city,born,seen\n\
         1,Maria Fernanda Lopez,Springfield,1980-02-11,2024-01-01\n\
         2,Maria F Lopez,Springfield,1980-02-11,2024-03-01\n\
         3,Maria Fernanda Lopez,,1980-02-11,2024-02-01\n\
         4,Hiroshi Tanaka,Clinton,1959-11-23,2024-02-01\n\
         5,Peter Novak,Greenville,1965-03-19,2024-02-01\n",
    );
    let unique = |more: &[&str]| {
        let args = [
            "match",
            "people.csv",
            "-o",
            "m.csv",
            "--unique",
            "u.csv",
            "--force",
            "--kind",
            "seen=ignore",
        ];
        folder.run_well(&[&args[..], more].concat());
        rows(&folder.read("u.csv"))
    };
    let found = unique(&[]);
    assert_eq!(
        found[0],
        ["id", "name", "city", "born", "seen", "match_id", "records", "ids"]
    );
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[1][1..3], ["Maria Fernanda Lopez", "Springfield"]);
    assert_eq!(found[1][6..], ["3", "1 2 3"]);
    let newest = unique(&["--prefer", "seen=newest"]);
    assert_eq!(newest[1][..3], ["2", "Maria F Lopez", "Springfield"]);
    let longest = unique(&["--prefer", "seen=newest", "--prefer", "name=longest"]);
    assert_eq!(longest[1][..3], ["2", "Maria Fernanda Lopez", "Springfield"]);
    let error = folder.run_badly(
        2,
        &[
            "match",
            "people.csv",
            "-o",
            "x.csv",
            "--unique",
            "y.csv",
            "--prefer",
            "nme=longest",
        ],
    );
    assert_names(&error, &["\"nme\""]);
}

/// The columns of a set are renamed and put in another order: what is found is what was done, and the links are as good as
/// with equal names.
#[test]
fn renamed_columns_of_known_tables_are_found() {
    let (mut right, mut all) = (0, 0);
    for (set, renamed) in [
        (
            "fodors-zagats",
            ["restaurant", "street address", "Town", "Telephone", "cuisine"].as_slice(),
        ),
        ("dblp-acm", &["Paper Title", "Writers", "Journal", "pub_year"]),
    ] {
        let text = std::fs::read_to_string(testdata(&format!("{set}/records.csv"))).unwrap();
        let (header, records) = text.split_once('\n').unwrap();
        let names: Vec<&str> = header.split(',').skip(2).collect();
        // The records of each source without the column that names it, which follows the id.
        let of = |source: &str, names: &[&str]| {
            let lines = records.lines().filter_map(|line| {
                let (id, rest) = line.split_once(',')?;
                let values = rest.strip_prefix(source)?.strip_prefix(',')?;
                Some(format!("{id},{values}\n"))
            });
            format!("id,{}\n{}", names.join(","), lines.collect::<String>())
        };
        let folder = Folder::with("left.csv", of("a", &names));
        folder.write("equal.csv", of("b", &names));
        folder.write("renamed.csv", of("b", renamed));
        let linked = |other: &str| -> serde_json::Value {
            let run = folder.run_well(&[
                "match", "left.csv", other, "--link", "-o", "o.csv", "--force", "--json",
            ]);
            serde_json::from_str(&run.stdout).unwrap()
        };
        let found = linked("renamed.csv");
        for (name, other) in names.iter().zip(renamed) {
            let columns = found["mapping"]["columns"].as_array().unwrap();
            let own = columns.iter().find(|column| column["name"] == **name);
            all += 1;
            if own.is_some_and(|own| own["columns"] == serde_json::json!([[name], [other]])) {
                right += 1;
            } else {
                println!("{set}: {name} and {other}: {own:?}");
            }
        }
        assert_eq!(
            found["matched_pairs"],
            linked("equal.csv")["matched_pairs"],
            "{set}: names change what is linked"
        );
    }
    assert!(f64::from(right) >= 0.95 * f64::from(all), "{right} of {all}");
}
