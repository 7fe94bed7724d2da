//! Ids: a prefix and random hexadecimal digits, as AWS makes them.

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

/// `tsk-` and 40 digits.
pub fn new_task_run_id() -> String {
    format!("tsk-{}", random_hex(20))
}

/// `jr_` and 64 digits.
pub fn new_job_run_id() -> String {
    format!("jr_{}", random_hex(32))
}

/// `lr-` and 12 digits: a round of labeling.
pub fn new_round_id() -> String {
    format!("lr-{}", random_hex(6))
}
