//! Ids: a prefix and random hexadecimal digits, as AWS makes them.

/// Begins the id of a task run of a transform; 40 digits follow.
pub const TASK_RUN_PREFIX: &str = "tsk-";
/// Begins the id of a run of a job; 64 digits follow.
pub const JOB_RUN_PREFIX: &str = "jr_";
/// Begins the id of a crawl; 40 digits follow.
pub const CRAWL_PREFIX: &str = "crawl-";

/// Random hexadecimal digits, two for each byte.
pub fn random_hex(bytes: usize) -> String {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).expect("the operating system gives random bytes");
    hex(&random)
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).expect("a nibble is a digit");
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// `tfm-` and 40 digits.
pub fn new_transform_id() -> String {
    format!("tfm-{}", random_hex(20))
}

/// An id for a task run.
pub fn new_task_run_id() -> String {
    format!("{TASK_RUN_PREFIX}{}", random_hex(20))
}

/// An id for a run of a job.
pub fn new_job_run_id() -> String {
    format!("{JOB_RUN_PREFIX}{}", random_hex(32))
}

/// An id for a crawl.
pub fn new_crawl_id() -> String {
    format!("{CRAWL_PREFIX}{}", random_hex(20))
}

/// `lr-` and 12 digits: a round of labeling.
pub fn new_round_id() -> String {
    format!("lr-{}", random_hex(6))
}

/// Id of the task run that shows a transform at work inside of a job run.
pub fn task_run_of_job_run(job_run: &str) -> String {
    format!("{TASK_RUN_PREFIX}{}", short_id(job_run, 40))
}

/// The first digits of an id, as names of files and folders hold them.
pub fn short_id(id: &str, digits: usize) -> &str {
    let begin = id.find(['-', '_']).map_or(0, |separator| separator + 1);
    let own = &id[begin..];
    own.get(..digits).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ids_are_the_digits_behind_the_prefix() {
        let id = new_job_run_id();
        assert_eq!(short_id(&id, 12), &id[3..15]);
        assert_eq!(task_run_of_job_run(&id), format!("tsk-{}", &id[3..43]));
        assert_eq!(short_id("jr_a", 12), "a");
        assert_eq!(short_id("", 12), "");
    }
}
