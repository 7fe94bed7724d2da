//! Names of the arguments of the built-in job: a misspelled one is refused before it is silently without effect.

use std::collections::BTreeMap;

use onefold_domain::JobRunDetails;

use crate::Error;

/// Arguments that AWS gives a meaning in all jobs (AWS Glue developer guide, "Using job parameters in AWS Glue jobs"). Consoles
/// and infrastructure tools add them; the built-in job has no use for them.
const OF_ALL_JOBS: [&str; 46] = [
    "--JOB_ID",
    "--JOB_NAME",
    "--JOB_RUN_ID",
    "--TempDir",
    "--additional-python-modules",
    "--auto-scale-within-microbatch",
    "--class",
    "--conf",
    "--continuous-log-conversionPattern",
    "--continuous-log-logGroup",
    "--continuous-log-logStreamPrefix",
    "--customer-driver-env-vars",
    "--customer-executor-env-vars",
    "--datalake-formats",
    "--debug",
    "--disable-proxy-v2",
    "--enable-auto-scaling",
    "--enable-continuous-cloudwatch-log",
    "--enable-continuous-log-filter",
    "--enable-glue-datacatalog",
    "--enable-job-insights",
    "--enable-lakeformation-fine-grained-access",
    "--enable-metrics",
    "--enable-observability-metrics",
    "--enable-rename-algorithm-v2",
    "--enable-s3-parquet-optimized-committer",
    "--enable-spark-ui",
    "--encryption-type",
    "--executor-cores",
    "--extra-files",
    "--extra-jars",
    "--extra-py-files",
    "--job-bookmark-from",
    "--job-bookmark-option",
    "--job-bookmark-to",
    "--job-language",
    "--mode",
    "--python-modules-installer-option",
    "--scriptLocation",
    "--spark-event-logs-path",
    "--spark-ui-event-logs-path",
    "--use-postgres-driver",
    "--user-jars-first",
    "--write-shuffle-files-to-s3",
    "--write-shuffle-spills-to-s3",
    "--enable-glue-di-transforms",
];

/// Refuses an argument that neither the built-in job nor AWS knows.
pub(crate) fn check(arguments: &BTreeMap<String, String>) -> Result<(), Error> {
    let is_known = |name: &str| JobRunDetails::ARGUMENTS.contains(&name) || OF_ALL_JOBS.contains(&name);
    match arguments.keys().find(|name| !is_known(name)) {
        Some(name) => Err(Error::InvalidInput(format!(
            "the built-in job has no argument {name:?}; did you mean {:?}? The arguments are {}",
            nearest(name),
            JobRunDetails::ARGUMENTS.join(", ")
        ))),
        None => Ok(()),
    }
}

fn nearest(name: &str) -> &'static str {
    let folded = name.to_lowercase().replace('_', "-");
    let known = JobRunDetails::ARGUMENTS.into_iter();
    known
        .min_by_key(|own| distance(&folded, own))
        .expect("the built-in job has arguments")
}

/// Letters to insert, delete or replace between two names (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_argument_is_refused_with_the_nearest_known_one() {
        for (given, meant) in [
            ("--outputpath", "--output-path"),
            ("--output_format", "--output-format"),
            ("--Transform-Id", "--transform-id"),
            ("--compute-match-scores", "--compute-match-confidence-scores"),
            ("--remove-duplicate", "--remove-duplicates"),
        ] {
            let error = check(&BTreeMap::from([(given.to_owned(), String::new())])).unwrap_err();
            let text = error.to_string();
            assert!(
                text.contains(&format!("{given:?}; did you mean {meant:?}?")),
                "{text}"
            );
        }
        for known in JobRunDetails::ARGUMENTS.iter().chain(&OF_ALL_JOBS) {
            let arguments = BTreeMap::from([((*known).to_owned(), String::new())]);
            assert!(check(&arguments).is_ok(), "{known}");
        }
    }
}
