//! What the command line accepts: flags, their checks and the help texts. Nothing is run here.
#![expect(
    clippy::doc_markdown,
    reason = "doc comments on flags are help texts, printed verbatim"
)]

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use onefold_data::Format;
use onefold_engine::{AttributeKind, LinkCardinality, MatchMode, MatchSettings};
use onefold_tasks::{MapRule, Memory, Preference, PreferenceRule};

/// Printed below every help text: what scripts rely on.
const CONVENTIONS: &str = "\
Results go to stdout or to the file named with -o; messages and progress go to stderr.

Exit codes:
  0    success
  1    failure: unreadable or broken data, a full disk
  2    invalid usage: an unknown column, a bad value, an output that already exists
  130  interrupted with Ctrl-C; no output was written";

const ROOT_EXAMPLES: &str = "\
Start here:
  onefold match people.csv -o matched.csv
  onefold match people.csv -o matched.csv --report report.html
  onefold evaluate people.csv --truth truth.csv
  onefold explain people.csv --pair r17 r42";

const MATCH_EXAMPLES: &str = "\
Examples:
  Give every row of a file a match_id:
    onefold match people.csv -o matched.csv

  Link two sources and write a report to open in a browser:
    onefold match shop.csv supplier.csv --link -o linked.csv --links links.csv --report linked.html

  Read a sheet of a workbook, and write a workbook:
    onefold match people.xlsx --sheet Customers -o matched.xlsx

  Read several compressed files and write Parquet:
    onefold match 'export/*.csv.gz' -o matched.parquet

  Prefer a missed match to a false one, and save the scored pairs:
    onefold match people.csv -o matched.csv --precision-recall 0.8 --pairs-out pairs.csv

  Learn from labels, save the model, and use it on other data with the same columns:
    onefold match people.csv --labels labels.csv -o matched.csv --save-model people.model.json
    onefold match new.csv --model people.model.json -o new-matched.csv

  Add new records to a result; existing groups keep their ids:
    onefold match new.csv --into matched.csv -o all.csv

  The same for a large result that grows often:
    onefold match people.csv --index people.index -o matched.csv
    onefold match new.csv --into matched.csv --index people.index -o all.csv

  In a pipe:
    zcat people.csv.gz | onefold match - -q | head

The output holds every input row and column unchanged, in input order, and two more columns:
  match_id                a 64-bit integer, the same for all records of one group
  match_confidence_score  0 to 1 for each group, empty for a record without a match";

const EVALUATE_EXAMPLES: &str = "\
Examples:
  Match a file and compare the groups with the truth:
    onefold evaluate people.csv --truth truth.csv

  Match and evaluate only pairs across two sources:
    onefold evaluate restaurants.csv --truth truth.csv --source-column source

  Evaluate a finished result, from Onefold or another tool:
    onefold evaluate --truth truth.csv --result matched.csv

  Measure a model learned from labels, by cross-validation over labeling sets:
    onefold evaluate people.csv --labels labels.csv

  The same as a page with charts:
    onefold evaluate people.csv --labels labels.csv --report quality.html

The truth is a table with the columns id and entity. Records with the same entity refer to the same thing.
Records that are not in the truth are matched but not evaluated.";

const SCORE_EXAMPLES: &str = "\
Examples:
  onefold score people.csv --pairs pairs.csv -o scores.csv
  onefold score people.csv --pairs pairs.csv --id-column person_id | sort -t, -k3 -g

The pairs are a table with the columns id_a and id_b. The output lists them in the same order, as id_a,id_b,score.
A score is the probability, 0 to 1, that both records refer to the same thing. It depends on all input records.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  onefold explain people.csv --pair r17 r42
  onefold explain people.csv --group r17
  onefold explain people.csv --pair r17 r42 --report why.html
  onefold explain people.csv --pair r17 r42 --json | jq .score

Evidence is measured in bits: +1 doubles the odds that both records refer to the same thing, -1 halves them.";

const LABEL_EXAMPLES: &str = "\
Examples:
  Label in the browser; answers are saved to people.csv.labels.csv:
    onefold label people.csv

  Label in a spreadsheet instead:
    onefold label people.csv --propose round1.csv

  Fill in the label column of round1.csv: within a labeling set, give records that refer to the same thing the same
  label, and other records different labels. Leave it empty if you are not sure. Then measure, label more, and match:
    onefold evaluate people.csv --labels round1.csv
    onefold label people.csv --labels round1.csv --propose round2.csv
    onefold match people.csv --labels round1.csv --labels round2.csv -o matched.csv --save-model people.model.json
    onefold match new.csv --model people.model.json -o new-matched.csv";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  onefold completions bash > ~/.local/share/bash-completion/completions/onefold
  onefold completions zsh > ~/.zfunc/_onefold
  onefold completions fish > ~/.config/fish/completions/onefold.fish";

/// Finds records that refer to the same person, company or product.
///
/// Onefold needs no labels and no configuration. It infers what each column holds, compares the records that could
/// match, and gives every record a match_id.
#[derive(Debug, Parser)]
#[command(
    name = "onefold",
    version,
    before_help = "Onefold: many records, one entity.",
    after_help = format!("{ROOT_EXAMPLES}\n\n{CONVENTIONS}"),
    max_term_width = 100,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(flatten)]
    pub messages: MessageArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Give every record a match_id, the same for all records of the same thing
    #[command(after_help = format!("{MATCH_EXAMPLES}\n\n{CONVENTIONS}"))]
    Match(Box<MatchArgs>),
    /// Measure precision, recall and F1 against a known truth or labels
    #[command(after_help = format!("{EVALUATE_EXAMPLES}\n\n{CONVENTIONS}"))]
    Evaluate(EvaluateArgs),
    /// Score the pairs of records that you list
    #[command(after_help = format!("{SCORE_EXAMPLES}\n\n{CONVENTIONS}"))]
    Score(ScoreArgs),
    /// Explain the score of two records, or why records are one group
    #[command(after_help = format!("{EXPLAIN_EXAMPLES}\n\n{CONVENTIONS}"))]
    Explain(ExplainArgs),
    /// Label records in the browser or in a file
    #[command(after_help = format!("{LABEL_EXAMPLES}\n\n{CONVENTIONS}"))]
    Label(LabelArgs),
    /// Show the service on bundled data: create, train, evaluate and apply a transform, then keep running
    #[command(after_help = DEMO_EXAMPLES)]
    Demo(DemoArgs),
    /// Run the service: the AWS Glue API for machine-learning transforms, and a web console
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Print shell settings that point AWS clients to this service (use with eval)
    #[command(after_help = ENV_EXAMPLES)]
    Env(EnvArgs),
    /// Manage access keys, encryption keys and stored data of the service
    Admin(AdminArgs),
    /// Print a completion script for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArgs),
}

impl Command {
    /// The log format of a command that logs without `-v`.
    pub fn log_format(&self) -> Option<LogFormat> {
        match self {
            Self::Serve(args) => Some(args.log_format),
            _ => None,
        }
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Plain text
    Text,
    /// One JSON object per line
    Json,
}

const DEMO_EXAMPLES: &str = "\
Examples:
  onefold demo                 # keeps running for you to explore; the last lines say how
  onefold demo --once          # exits at the end";

const SERVE_EXAMPLES: &str = "\
Examples:
  onefold serve
  onefold serve --data-dir /var/lib/onefold --config /etc/onefold.toml --log-format json

The first start creates the data directory, with one access key in credentials.toml. Point AWS clients to the service:
  eval \"$(onefold env)\"
  aws glue get-ml-transforms

Keys in the configuration file are the flag names with underscores (data_dir = \"...\"); limits go into a table [limits].
Flags override environment variables, which override the file.";

const ENV_EXAMPLES: &str = "\
Examples:
  eval \"$(onefold env)\" && aws glue get-databases";

/// Flags that choose a service and its settings. Each one also works in the configuration file.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Service")]
pub struct ServiceArgs {
    /// Configuration file (TOML)
    #[arg(long, global = true, value_name = "FILE", env = "ONEFOLD_CONFIG")]
    pub config: Option<std::path::PathBuf>,
    /// Data directory of the service [default: ./onefold-data]
    #[arg(long, global = true, value_name = "DIR", env = "ONEFOLD_DATA_DIR")]
    pub data_dir: Option<std::path::PathBuf>,
    /// Address to listen on [default: 127.0.0.1:4510]
    #[arg(long, global = true, value_name = "ADDRESS:PORT", env = "ONEFOLD_LISTEN")]
    pub listen: Option<std::net::SocketAddr>,
    /// Allow listening on an address that other machines can reach
    #[arg(long, global = true, env = "ONEFOLD_ALLOW_REMOTE")]
    pub allow_remote: bool,
    /// Account id in ARNs, twelve digits [default: 000000000000]
    #[arg(long, global = true, value_name = "ID", env = "ONEFOLD_ACCOUNT")]
    pub account: Option<String>,
    /// Region in ARNs [default: us-east-1]
    #[arg(long, global = true, value_name = "REGION", env = "ONEFOLD_REGION")]
    pub region: Option<String>,
    /// How many task runs work at the same time [default: 2]
    #[arg(long, global = true, value_name = "N", env = "ONEFOLD_WORKERS")]
    pub workers: Option<usize>,
    /// Memory that runs may take together, such as 4GiB; each worker has an equal part, and what does not fit goes to a
    /// temporary file [default: 60 % of the machine's or container's]
    #[arg(long, global = true, value_name = "SIZE", value_parser = size_bytes, env = "ONEFOLD_MEMORY")]
    pub memory: Option<u64>,
    /// Folder for temporary files of runs [default: that of the system]
    #[arg(long, global = true, value_name = "DIR", env = "ONEFOLD_TEMP_DIR")]
    pub temp_dir: Option<std::path::PathBuf>,
    /// File with the token of the console, which then stays the same and sessions outlive a restart; made if it is missing
    #[arg(long, value_name = "FILE", env = "ONEFOLD_CONSOLE_TOKEN_FILE")]
    pub console_token_file: Option<std::path::PathBuf>,
    /// Python interpreter that runs the scripts of jobs; without one, no script runs
    #[arg(long, value_name = "FILE", env = "ONEFOLD_JOBS_PYTHON")]
    pub jobs_python: Option<std::path::PathBuf>,
}

/// Flags of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub service: ServiceArgs,
    /// Format of log lines
    #[arg(long, value_enum, default_value = "text", env = "ONEFOLD_LOG_FORMAT")]
    pub log_format: LogFormat,
}

/// Flags of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Data directory [default: a temporary folder, deleted at the end]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<std::path::PathBuf>,
    /// Address to listen on [default: 127.0.0.1:4510, or a free port if that one is taken]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<std::net::SocketAddr>,
    /// Exit at the end instead of keeping the service running
    #[arg(long)]
    pub once: bool,
}

/// Flags of `env`.
#[derive(Debug, Args)]
pub struct EnvArgs {
    #[command(flatten)]
    pub service: ServiceArgs,
}

/// Flags of `admin`.
#[derive(Debug, Args)]
pub struct AdminArgs {
    #[command(flatten)]
    pub service: ServiceArgs,
    #[command(subcommand)]
    pub command: AdminCommand,
}

/// The subcommands of `admin`.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Add, list or revoke access keys; a running service applies changes within a second
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// List or rotate the keys that encrypt labels and models at rest
    Keyring {
        #[command(subcommand)]
        command: KeyringCommand,
    },
    /// Check the metadata for damage
    Check,
    /// Reclaim space from deleted rows
    Vacuum,
    /// Copy metadata, keyring and access keys into a new folder, even while the service runs
    Backup {
        /// Folder to create
        folder: std::path::PathBuf,
    },
}

/// The subcommands of `admin keys`.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Create an access key and print it with its secret
    Add {
        /// Actions that the key allows, such as glue:Get* or s3:*; repeatable [default: *]
        #[arg(long, value_name = "PATTERN")]
        allow: Vec<String>,
    },
    /// Print the access keys and the actions they allow, without secrets
    List,
    /// Revoke an access key
    Revoke {
        /// The access key
        access_key: String,
    },
}

/// The subcommands of `admin keyring`.
#[derive(Debug, Subcommand)]
pub enum KeyringCommand {
    /// Print the keyring entries
    List,
    /// Add a new key to an entry and re-encrypt all data keys with it
    Rotate {
        /// Name of the entry: the KmsKeyId of transforms
        entry: String,
    },
}

/// A saved model, or labels to learn from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Learning")]
pub struct LearningArgs {
    /// Learn from a label file (labeling_set_id,label and the input's columns) or labeled pairs (id_a,id_b,label);
    /// repeatable
    #[arg(long, value_name = "LABELS.csv", conflicts_with = "model")]
    pub labels: Vec<String>,
    /// Use a model written by --save-model
    #[arg(long, value_name = "MODEL.json")]
    pub model: Option<String>,
}

/// Flags of `match`.
#[derive(Debug, Args)]
pub struct MatchArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub matching: MatchingArgs,
    #[command(flatten)]
    pub learning: LearningArgs,
    #[command(flatten)]
    pub memory: MemoryArgs,

    /// Add the input to this earlier result and write both; existing groups keep their match_id
    #[arg(long, value_name = "MATCHED.csv", help_heading = "Input")]
    pub into: Option<String>,
    /// Index file that makes --into fast: created if missing or outdated, otherwise extended
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub index: Option<String>,
    /// Always follow the labels when forming groups, even against the scores
    #[arg(long, requires = "labels", help_heading = "Learning")]
    pub enforce_labels: bool,
    /// With --link: these columns belong together, of the first input and another one; join parts with +, and leave
    /// the right side empty for a column without a partner; repeatable
    #[arg(long = "map", value_name = "LEFT=RIGHT", value_parser = map_rule, requires = "link", help_heading = "Matching")]
    pub maps: Vec<MapRule>,
    /// Save the learned model for later runs with --model
    #[arg(
        long,
        value_name = "MODEL.json",
        requires = "labels",
        help_heading = "Learning"
    )]
    pub save_model: Option<String>,

    /// Output file: .csv, .tsv, .jsonl, .parquet, .arrow, .xlsx or .sqlite; append .gz or .zst to compress text [default: stdout, as CSV, or as JSON lines if the input is JSON]
    #[arg(short, long, value_name = "OUT", help_heading = "Output")]
    pub output: Option<String>,
    /// Format of the output: csv, tsv, jsonl, json, parquet, arrow, xlsx or sqlite [default: by the extension of OUT]
    #[arg(long, value_name = "FORMAT", value_parser = format, help_heading = "Output")]
    pub output_format: Option<Format>,
    /// Table of a database output; other tables of the database stay [default: the one in the address, or matched]
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    pub output_table: Option<String>,
    /// Encoding of a CSV output [default: that of the input]
    #[arg(long, value_name = "NAME", help_heading = "Output")]
    pub output_encoding: Option<String>,
    /// Also write an HTML report with charts, sample groups and explained pairs; it works offline
    #[arg(long, value_name = "REPORT.html", help_heading = "Output")]
    pub report: Option<String>,
    /// Also write the scored candidate pairs: id_a,id_b,score
    #[arg(long, value_name = "PAIRS.csv", help_heading = "Output")]
    pub pairs_out: Option<String>,
    /// Also write why pairs have their scores, as JSON lines: each scored pair that has one match_id, matches or nearly does,
    /// with what each column adds in bits
    #[arg(long, value_name = "PAIRS.jsonl", help_heading = "Output")]
    pub explain: Option<String>,
    /// Also write the pairs of records with the same match_id, across sources if there are sources: id_a,id_b,score
    #[arg(long, value_name = "LINKS.csv", help_heading = "Output")]
    pub links: Option<String>,
    /// Also write one record for each match_id, with the number and ids of the records that it stands for; a value is the
    /// one that most records have
    #[arg(long, value_name = "UNIQUE.csv", help_heading = "Output")]
    pub unique: Option<String>,
    /// With --unique, how to choose a value: COLUMN=longest, COLUMN=source:NAME for the value of that source, or
    /// COLUMN=newest to take all values from the record with the newest date in COLUMN; repeatable
    #[arg(long = "prefer", value_name = "COLUMN=RULE", value_parser = preference, requires = "unique", help_heading = "Output")]
    pub preferences: Vec<Preference>,
    /// Write match ids as numbers, or as text such as m123, which no spreadsheet rounds
    #[arg(long, value_enum, default_value = "number", help_heading = "Output")]
    pub id_format: IdFormat,
    /// Lowest score that --pairs-out includes; 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.01, value_parser = unit_interval, help_heading = "Output")]
    pub min_score: f64,
    /// Replace existing outputs
    #[arg(long, help_heading = "Output")]
    pub force: bool,
    /// Print a summary as JSON to stdout; needs -o
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// Flags of `evaluate`.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// Files to match: CSV, JSON, Parquet, Arrow or workbooks; paths, folders, globs, s3:// or postgres:// addresses, or - for stdin
    #[arg(
        value_name = "INPUT",
        required_unless_present = "result",
        display_order = 0,
        help_heading = "Input"
    )]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub table: TableArgs,
    /// The truth: a table with the columns id and entity
    #[arg(
        long,
        value_name = "TRUTH.csv",
        required_unless_present = "labels",
        help_heading = "Input"
    )]
    pub truth: Option<String>,
    /// Evaluate this finished result instead of matching: a table with the id column and match_id
    #[arg(
        long,
        value_name = "MATCHED.csv",
        conflicts_with_all = ["labels", "model"],
        help_heading = "Input"
    )]
    pub result: Option<String>,
    #[command(flatten)]
    pub matching: MatchingArgs,
    #[command(flatten)]
    pub learning: LearningArgs,
    /// Also write an HTML report with figures and charts; it works offline
    #[arg(long, value_name = "REPORT.html", help_heading = "Output")]
    pub report: Option<String>,
    /// Replace an existing report
    #[arg(long, help_heading = "Output")]
    pub force: bool,
    /// Print the figures as JSON to stdout
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// Flags of `score`.
#[derive(Debug, Args)]
pub struct ScoreArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Pairs to score: a table with the columns id_a and id_b
    #[arg(long, value_name = "PAIRS.csv", help_heading = "Input")]
    pub pairs: String,
    #[command(flatten)]
    pub matching: MatchingArgs,
    #[command(flatten)]
    pub learning: LearningArgs,
    /// Write the scores here [default: stdout, as CSV]
    #[arg(short, long, value_name = "SCORES.csv", help_heading = "Output")]
    pub output: Option<String>,
    /// Replace an existing output
    #[arg(long, help_heading = "Output")]
    pub force: bool,
    /// Print a summary as JSON to stdout; needs -o
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// Flags of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Ids of the two records (row numbers from 1 if no column holds ids)
    #[arg(
        long,
        num_args = 2,
        value_names = ["ID_A", "ID_B"],
        required_unless_present = "group",
        allow_hyphen_values = true,
        help_heading = "Input"
    )]
    pub pair: Vec<String>,
    /// Explain the group of this record instead: why it is one group, and what would split it
    #[arg(
        long,
        value_name = "ID",
        conflicts_with = "pair",
        allow_hyphen_values = true,
        help_heading = "Input"
    )]
    pub group: Option<String>,
    /// With --group, also show the strongest way from that record to this one
    #[arg(
        long,
        value_name = "ID",
        requires = "group",
        allow_hyphen_values = true,
        help_heading = "Input"
    )]
    pub to: Option<String>,
    #[command(flatten)]
    pub matching: MatchingArgs,
    #[command(flatten)]
    pub learning: LearningArgs,
    /// Also write an HTML report with a waterfall chart of the score
    #[arg(
        long,
        value_name = "REPORT.html",
        conflicts_with = "group",
        help_heading = "Output"
    )]
    pub report: Option<String>,
    /// Replace an existing report
    #[arg(long, help_heading = "Output")]
    pub force: bool,
    /// Print the explanation as JSON to stdout
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// Flags of `label`.
#[derive(Debug, Args)]
pub struct LabelArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Write records for labeling to this CSV file instead of serving a page for the browser
    #[arg(long, value_name = "OUT.csv", help_heading = "Output")]
    pub propose: Option<String>,
    /// File for labels given in the browser [default: INPUT.labels.csv]
    #[arg(
        short,
        long,
        value_name = "LABELS.csv",
        conflicts_with = "propose",
        help_heading = "Output"
    )]
    pub output: Option<std::path::PathBuf>,
    /// Folder that keeps labeling progress, so you can continue later [default: INPUT.onefold]
    #[arg(long, value_name = "DIR", conflicts_with = "propose", help_heading = "Output")]
    pub work_dir: Option<std::path::PathBuf>,
    /// Address that serves the labeling page [default: a free local port]
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        conflicts_with = "propose",
        help_heading = "Output"
    )]
    pub listen: Option<std::net::SocketAddr>,
    /// Replace an existing file
    #[arg(long, help_heading = "Output")]
    pub force: bool,
    /// Print a summary as JSON to stdout
    #[arg(long, requires = "propose", help_heading = "Output")]
    pub json: bool,
    /// Existing labels: Onefold learns from them and does not ask about them again; repeatable
    #[arg(long, value_name = "LABELS.csv", help_heading = "Learning")]
    pub labels: Vec<String>,
    /// Number of labeling sets to propose
    #[arg(long, value_name = "N", default_value_t = 10, requires = "propose", value_parser = clap::value_parser!(u16).range(1..=1000), help_heading = "Learning")]
    pub sets: u16,
    /// Approximate number of records in a labeling set
    #[arg(long, value_name = "N", default_value_t = 10, requires = "propose", value_parser = clap::value_parser!(u16).range(2..=50), help_heading = "Learning")]
    pub records: u16,
    #[command(flatten)]
    pub matching: MatchingArgs,
}

/// Flags of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Shell to complete for
    pub shell: Shell,
}

/// Which data to read.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files to read as one table: CSV, JSON, Parquet, Arrow or workbooks; paths, folders, globs, s3:// or postgres:// addresses, or - for stdin
    #[arg(
        value_name = "INPUT",
        required = true,
        display_order = 0,
        help_heading = "Input"
    )]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub table: TableArgs,
}

/// How to read the data.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct TableArgs {
    /// Column with record ids, unique and never empty [default: a column such as id, otherwise the row number]
    #[arg(long, value_name = "COLUMN")]
    pub id_column: Option<String>,
    /// Column that names the source of each record; records from the same source then never match
    #[arg(long, value_name = "COLUMN")]
    pub source_column: Option<String>,
    /// Treat the first row of a CSV file as data; columns are named column1, column2, ...
    #[arg(long)]
    pub no_header: bool,
    /// CSV delimiter: one character, or comma, semicolon, tab, pipe, space [default: detected]
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    pub delimiter: Option<u8>,
    /// Encoding of text, such as utf-8, windows-1252, gbk, shift_jis [default: detected]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Format of the input: csv, tsv, jsonl, json, parquet, arrow, xlsx or sqlite [default: detected by content and name]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub format: Option<Format>,
    /// Sheet of a workbook [default: the first with data]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Table or view of a database [default: the one in the address, or the only one]
    #[arg(long, value_name = "NAME", conflicts_with = "query")]
    pub table: Option<String>,
    /// Query of a database whose result is the input
    #[arg(long, value_name = "SQL")]
    pub query: Option<String>,
    /// File with the password of postgres:// addresses [default: PGPASSWORD, then PGPASSFILE or ~/.pgpass]
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<std::path::PathBuf>,
    /// Line of a CSV file or row of a sheet with the column names; what is above is skipped [default: detected]
    #[arg(long, value_name = "N", conflicts_with = "no_header", value_parser = clap::value_parser!(u64).range(1..))]
    pub header_line: Option<u64>,
    /// A value that means missing when records are compared, such as "see notes"; repeatable
    #[arg(long = "blank", value_name = "VALUE", allow_hyphen_values = true)]
    pub blanks: Vec<String>,
    /// Take this value as it is, even if it looks like a placeholder (the surname Null); repeatable
    #[arg(long = "keep", value_name = "VALUE", allow_hyphen_values = true)]
    pub kept: Vec<String>,
    /// Refuse a file that can be read in several ways, instead of assuming the likeliest one
    #[arg(long)]
    pub strict: bool,
}

/// How to match.
#[derive(Debug, Args)]
#[command(next_help_heading = "Matching")]
pub struct MatchingArgs {
    /// Allow matches between records from the same source
    #[arg(long)]
    pub within_sources: bool,
    /// Link several inputs; each is one source, and its columns may have other names; a value says how many records of
    /// another source a record may match, also with --source-column [default: auto]
    #[arg(long, value_enum, num_args = 0..=1, default_missing_value = "auto")]
    pub link: Option<Link>,
    /// Correct the inferred kind of a column: name, organization, address, date, phone, email, number, code, text, category
    /// or ignore; repeatable
    #[arg(long = "kind", value_name = "COLUMN=KIND", value_parser = column_kind)]
    pub kinds: Vec<(String, AttributeKind)>,
    /// Trade recall for precision: 0 finds as many matches as possible, 1 makes as few false matches as possible
    #[arg(long, value_name = "0..1", default_value_t = 0.5, value_parser = unit_interval, allow_negative_numbers = true)]
    pub precision_recall: f64,
    /// Trade time for recall: 0 is fastest, 1 compares more candidate pairs and finds more matches
    #[arg(long, value_name = "0..1", default_value_t = 0.5, value_parser = unit_interval, allow_negative_numbers = true)]
    pub accuracy_cost: f64,
    /// Number of threads [default: all cores]; the result is the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Seed of all random choices
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// How much memory a run may take.
#[derive(Debug, Args)]
#[command(next_help_heading = "Matching")]
pub struct MemoryArgs {
    /// Memory that the run may take, such as 4GiB or 800MB; what does not fit goes to a temporary file; the result is the same
    /// [default: 60 % of the machine's or container's]
    #[arg(long, value_name = "SIZE", value_parser = size_bytes)]
    pub memory: Option<u64>,
    /// Folder for the temporary file [default: that of the system]
    #[arg(long, value_name = "DIR")]
    pub temp_dir: Option<std::path::PathBuf>,
}

impl MemoryArgs {
    /// The memory of the run.
    pub fn memory(&self) -> Memory {
        let machine = Memory::of_machine();
        Memory {
            budget_bytes: self.memory.or(machine.budget_bytes),
            folder: self.temp_dir.clone(),
        }
    }
}

/// What to print while working.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Messages")]
pub struct MessageArgs {
    /// Log to stderr and show the causes of an error; -vv logs more
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub verbose: u8,
    /// Print only errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Hide progress bars; they never appear if stderr is not a terminal
    #[arg(long, global = true)]
    pub no_progress: bool,
}

/// How match ids are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IdFormat {
    /// Whole numbers of up to 19 digits
    Number,
    /// Text: the number after an m
    Text,
}

/// How many records of another source a record may match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Link {
    /// Infer from the data
    Auto,
    /// At most one record of each source
    OneToOne,
    /// Several records of one source may match one record of the other
    OneToMany,
    /// No limit
    ManyToMany,
}

impl MatchingArgs {
    /// The engine's settings.
    pub fn settings(&self, linked: bool, min_score: f64) -> MatchSettings {
        MatchSettings {
            mode: self.mode(linked),
            kinds: self.kinds.iter().cloned().collect(),
            precision_recall: self.precision_recall,
            accuracy_cost: self.accuracy_cost,
            seed: self.seed,
            min_score: min_score as f32,
        }
    }

    /// Whether something is said about sources.
    pub fn names_sources(&self) -> bool {
        self.within_sources || self.link.is_some()
    }

    fn mode(&self, linked: bool) -> MatchMode {
        if !linked {
            return MatchMode::Dedupe;
        }
        if self.within_sources {
            return MatchMode::LinkAndDedupe;
        }
        MatchMode::Link(match self.link.unwrap_or(Link::Auto) {
            Link::Auto => LinkCardinality::Auto,
            Link::OneToOne => LinkCardinality::OneToOne,
            Link::OneToMany => LinkCardinality::OneToMany,
            Link::ManyToMany => LinkCardinality::ManyToMany,
        })
    }
}

fn unit_interval(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("must be a number from 0 to 1".to_owned()),
    }
}

/// A number of bytes: 4GiB and 4G are powers of two, 4GB is a power of ten, and a plain number is bytes.
pub fn size_bytes(text: &str) -> Result<u64, String> {
    let wrong = || "must be a size such as 4GiB, 800MB or a number of bytes".to_owned();
    let text = text.trim();
    let digits = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let unit = unit.trim().to_ascii_lowercase();
    let power = |base: u64| match unit.as_bytes().first() {
        Some(b'k') => Some(base),
        Some(b'm') => Some(base.pow(2)),
        Some(b'g') => Some(base.pow(3)),
        Some(b't') => Some(base.pow(4)),
        _ => None,
    };
    let factor = match unit.as_str() {
        "" | "b" => Some(1),
        "k" | "m" | "g" | "t" | "kib" | "mib" | "gib" | "tib" => power(1024),
        "kb" | "mb" | "gb" | "tb" => power(1000),
        _ => None,
    };
    let bytes = number * factor.ok_or_else(wrong)? as f64;
    if bytes.is_finite() && bytes >= 1.0 {
        Ok(bytes as u64)
    } else {
        Err(wrong())
    }
}

fn format(text: &str) -> Result<Format, String> {
    Format::parse(text).ok_or_else(|| format!("must be one of {}", Format::NAMES.join(", ")))
}

fn preference(text: &str) -> Result<Preference, String> {
    let form = || "must be COLUMN=newest, COLUMN=longest or COLUMN=source:NAME".to_owned();
    let (column, rule) = text.rsplit_once('=').ok_or_else(form)?;
    let rule = match rule {
        "newest" => PreferenceRule::Newest,
        "longest" => PreferenceRule::Longest,
        _ => PreferenceRule::Source(rule.strip_prefix("source:").ok_or_else(form)?.to_owned()),
    };
    Ok(Preference {
        column: column.to_owned(),
        rule,
    })
}

fn map_rule(text: &str) -> Result<MapRule, String> {
    let names = |side: &str| -> Vec<String> {
        let names = side.split('+').map(|name| name.trim().to_owned());
        names.filter(|name| !name.is_empty()).collect()
    };
    let (left, right) = text
        .split_once('=')
        .ok_or_else(|| "must have the form LEFT=RIGHT, such as name=first_name+last_name".to_owned())?;
    let (left, right) = (names(left), names(right));
    if left.is_empty() || (left.len() > 1 && right.len() != 1) {
        return Err("must have one column on one side, such as name=first_name+last_name".to_owned());
    }
    Ok(MapRule { left, right })
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "comma" => Ok(b','),
        "semicolon" => Ok(b';'),
        "tab" | "\\t" => Ok(b'\t'),
        "pipe" => Ok(b'|'),
        "space" => Ok(b' '),
        _ => match text.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
            _ => Err("must be one ASCII character, or comma, semicolon, tab, pipe or space".to_owned()),
        },
    }
}

fn column_kind(text: &str) -> Result<(String, AttributeKind), String> {
    let kinds = || AttributeKind::ALL.map(AttributeKind::as_str).join(", ");
    let (column, kind) = text
        .rsplit_once('=')
        .ok_or_else(|| "must have the form COLUMN=KIND, such as phone_no=phone".to_owned())?;
    AttributeKind::parse(kind)
        .map(|kind| (column.to_owned(), kind))
        .ok_or_else(|| format!("unknown kind {kind:?}; choose one of {}", kinds()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_column_name_may_hold_an_equals_sign() {
        assert_eq!(
            column_kind("a=b=text"),
            Ok(("a=b".to_owned(), AttributeKind::Text))
        );
    }

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("4GiB", 4 << 30),
            ("4g", 4 << 30),
            ("1.5 MiB", 3 << 19),
            ("800MB", 800_000_000),
            ("123", 123),
            ("64kib", 64 << 10),
        ] {
            assert_eq!(size_bytes(text), Ok(bytes), "{text}");
        }
        for text in ["", "GiB", "4 apples", "-1GiB", "0", "1..2GiB", "nan", "4GiBs"] {
            assert!(size_bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn delimiters_have_names() {
        for (text, byte) in [("tab", b'\t'), ("\\t", b'\t'), (";", b';'), ("pipe", b'|')] {
            assert_eq!(delimiter(text), Ok(byte), "{text}");
        }
        assert!(delimiter("ab").is_err());
        assert!(delimiter("\"").is_err());
    }
}
