//! Quotas; the defaults are those of AWS.

/// How long runs may take where nothing is said.
pub(crate) const DEFAULT_TIMEOUT_MINUTES: i64 = 2880;

/// How much of everything there may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Transforms.
    pub transforms: usize,
    /// Evaluations and labeling-set generations under way for one transform.
    pub runs_per_transform: usize,
    /// The same for all transforms together.
    pub runs: usize,
    /// Size of a label file.
    pub label_file_bytes: u64,
    /// Columns of a transform's table.
    pub columns: usize,
    /// Tags of a resource.
    pub tags: usize,
    /// Jobs.
    pub jobs: usize,
    /// Bytes of all kept indexes together; 0 keeps none.
    pub index_bytes: u64,
    /// Items of a page, where the client asks for no number.
    pub page: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            transforms: 100,
            runs_per_transform: 3,
            runs: 30,
            label_file_bytes: 10 * 1024 * 1024,
            columns: 100,
            tags: 50,
            jobs: 1000,
            index_bytes: 10 * 1024 * 1024 * 1024,
            page: 100,
        }
    }
}
