//! What the command line accepts: flags, their checks and the help texts. Nothing is done here.
#![expect(
    clippy::doc_markdown,
    reason = "doc comments on flags are help texts, shown as they stand"
)]

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use onefold_engine::{AttributeKind, LinkCardinality, MatchMode, MatchSettings};

/// Text under every help: what scripts rely on.
const CONVENTIONS: &str = "\
Results go to stdout or to the file named with -o; messages and progress go to stderr.

Exit codes:
  0    all went well
  1    the work failed: unreadable or broken data, a full disk
  2    the call was wrong: an unknown column, a bad value, an output that already exists
  130  interrupted with Ctrl-C; no output was written";

const ROOT_EXAMPLES: &str = "\
Start here:
  onefold match people.csv -o matched.csv
  onefold match people.csv -o matched.csv --report report.html
  onefold evaluate people.csv --truth truth.csv
  onefold explain people.csv --pair r17 r42";

const MATCH_EXAMPLES: &str = "\
Examples:
  Give every row of a file its match_id:
    onefold match people.csv -o matched.csv

  Link two sources, and look at the result in a browser:
    onefold match shop.csv supplier.csv --source-column source -o linked.csv --report linked.html

  Several files, compressed, to Parquet:
    onefold match 'export/*.csv.gz' -o matched.parquet

  Prefer missing a match over a wrong one, and keep the scored pairs:
    onefold match people.csv -o matched.csv --precision-recall 0.8 --pairs-out pairs.csv

  Learn from labels, keep what was learned, and use it on other data with the same columns:
    onefold match people.csv --labels labels.csv -o matched.csv --save-model people.model.json
    onefold match new.csv --model people.model.json -o new-matched.csv

  Add new records to a result; its groups keep their ids:
    onefold match new.csv --into matched.csv -o all.csv

  The same for a large result that grows again and again:
    onefold match people.csv --index people.index -o matched.csv
    onefold match new.csv --into matched.csv --index people.index -o all.csv

  In a pipe:
    onefold match people.csv -q | head

The output holds every input row and column untouched, in the input's order, and two more columns:
  match_id                a 64-bit integer, the same for all records of one group
  match_confidence_score  0 to 1 for each group, empty where a record stands alone";

const EVALUATE_EXAMPLES: &str = "\
Examples:
  Match a file and compare the groups with the truth:
    onefold evaluate people.csv --truth truth.csv

  Judge pairs across two sources only:
    onefold evaluate restaurants.csv --truth truth.csv --source-column source

  Judge a file that was matched before, by Onefold or by another tool:
    onefold evaluate --truth truth.csv --result matched.csv

  Judge what labels teach, each labeling set held out in turn:
    onefold evaluate people.csv --labels labels.csv

  The same as a page with curves and charts:
    onefold evaluate people.csv --labels labels.csv --report quality.html

The truth is a table with the columns id and entity; records with the same entity are one real thing.
Records that the truth does not list are matched but not judged.";

const SCORE_EXAMPLES: &str = "\
Examples:
  onefold score people.csv --pairs pairs.csv -o scores.csv
  onefold score people.csv --pairs pairs.csv --id-column person_id | sort -t, -k3 -g

The pairs are a table with the columns id_a and id_b. The scores keep its order: id_a,id_b,score.
A score is the probability, 0 to 1, that both records are the same thing, given all records of the input.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  onefold explain people.csv --pair r17 r42
  onefold explain people.csv --pair r17 r42 --report why.html
  onefold explain people.csv --pair r17 r42 --json | jq .score

Evidence is given in bits: +1 doubles the odds that both records are the same thing, -1 halves them.";

const LABEL_EXAMPLES: &str = "\
Examples:
  onefold label people.csv --propose round1.csv
  (open round1.csv, and give the records of each labeling set the same label where they are one thing, another where
  they are not; leave a label empty where you cannot tell)
  onefold evaluate people.csv --labels round1.csv
  onefold label people.csv --labels round1.csv --propose round2.csv
  onefold match people.csv --labels round1.csv --labels round2.csv -o matched.csv --save-model people.model.json
  onefold match new.csv --model people.model.json -o new-matched.csv";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  onefold completions bash > ~/.local/share/bash-completion/completions/onefold
  onefold completions zsh > ~/.zfunc/_onefold
  onefold completions fish > ~/.config/fish/completions/onefold.fish";

/// Finds the records in messy data that mean the same real thing.
///
/// No labels, no configuration: Onefold looks at the data, infers what each column holds, compares the records that
/// could match, and gives every record a match_id.
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

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Give every record a match_id, the same for all records of one real thing
    #[command(after_help = format!("{MATCH_EXAMPLES}\n\n{CONVENTIONS}"))]
    Match(MatchArgs),
    /// Compare match groups with a known truth: precision, recall, F1
    #[command(after_help = format!("{EVALUATE_EXAMPLES}\n\n{CONVENTIONS}"))]
    Evaluate(EvaluateArgs),
    /// Score given pairs of records
    #[command(after_help = format!("{SCORE_EXAMPLES}\n\n{CONVENTIONS}"))]
    Score(ScoreArgs),
    /// Show why two records have their score
    #[command(after_help = format!("{EXPLAIN_EXAMPLES}\n\n{CONVENTIONS}"))]
    Explain(ExplainArgs),
    /// Choose the records whose labels teach most, and write them to a file to label
    #[command(after_help = format!("{LABEL_EXAMPLES}\n\n{CONVENTIONS}"))]
    Label(LabelArgs),
    /// See the service at work: it teaches, evaluates and applies a transform on bundled data, then stays up
    #[command(after_help = DEMO_EXAMPLES)]
    Demo(DemoArgs),
    /// Run the service: the machine-learning transforms of the AWS Glue API
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Print what points AWS clients to the local service, for `eval`
    #[command(after_help = ENV_EXAMPLES)]
    Env(EnvArgs),
    /// Look after the service's keys and data
    Admin(AdminArgs),
    /// Print a completion script for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArgs),
}

impl Command {
    /// How the command logs when nobody asked for more or less.
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
    /// For people.
    Text,
    /// One JSON object for each line.
    Json,
}

const DEMO_EXAMPLES: &str = "\
Examples:
  onefold demo                 # and then look around: the last lines say how
  onefold demo --once          # the same, and exit at the end";

const SERVE_EXAMPLES: &str = "\
Examples:
  onefold serve
  onefold serve --data-dir /var/lib/onefold --config /etc/onefold.toml --log-format json

A first start makes the data directory, with one key pair in credentials.toml. Point clients to it:
  eval \"$(onefold env)\"
  aws glue get-ml-transforms

A configuration file has the names of the flags with underscores (data_dir = \"...\"), and a table [limits].
A flag counts over its environment variable, and that over the file.";

const ENV_EXAMPLES: &str = "\
Examples:
  eval \"$(onefold env)\" && aws glue get-databases";

/// Flags that say which service is meant. Each one can also stand in the configuration file.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Service")]
pub struct ServiceArgs {
    /// Configuration file (TOML)
    #[arg(long, value_name = "FILE", env = "ONEFOLD_CONFIG")]
    pub config: Option<std::path::PathBuf>,
    /// Where everything is kept [default: ./onefold-data]
    #[arg(long, value_name = "DIR", env = "ONEFOLD_DATA_DIR")]
    pub data_dir: Option<std::path::PathBuf>,
    /// Address to listen on [default: 127.0.0.1:4510]
    #[arg(long, value_name = "ADDRESS:PORT", env = "ONEFOLD_LISTEN")]
    pub listen: Option<std::net::SocketAddr>,
    /// Allow an address that other machines can reach
    #[arg(long, env = "ONEFOLD_ALLOW_REMOTE")]
    pub allow_remote: bool,
    /// Account id, twelve digits [default: 000000000000]
    #[arg(long, value_name = "ID", env = "ONEFOLD_ACCOUNT")]
    pub account: Option<String>,
    /// Region in ARNs [default: us-east-1]
    #[arg(long, value_name = "REGION", env = "ONEFOLD_REGION")]
    pub region: Option<String>,
    /// Task runs at a time [default: 2]
    #[arg(long, value_name = "N", env = "ONEFOLD_WORKERS")]
    pub workers: Option<usize>,
}

/// Flags of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub service: ServiceArgs,
    /// How log lines are written
    #[arg(long, value_enum, default_value = "text", env = "ONEFOLD_LOG_FORMAT")]
    pub log_format: LogFormat,
}

/// Flags of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where everything is kept [default: a new folder, removed at the end]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<std::path::PathBuf>,
    /// Address to listen on [default: 127.0.0.1:4510, or any free port if that is taken]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<std::net::SocketAddr>,
    /// Exit at the end
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
    /// Access keys: add, list, revoke; a running service takes changes within a second
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Keys that encrypt labels and models at rest: list, rotate
    Keyring {
        #[command(subcommand)]
        command: KeyringCommand,
    },
    /// Look for damage in the metadata
    Check,
    /// Give room of deleted rows back
    Vacuum,
    /// Copy metadata, keyring and keys into a new folder, also while the service runs
    Backup {
        /// The new folder
        folder: std::path::PathBuf,
    },
}

/// The subcommands of `admin keys`.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Make a key pair and print it
    Add {
        /// What it allows, such as glue:Get* or s3:*; may be given several times [default: *]
        #[arg(long, value_name = "PATTERN")]
        allow: Vec<String>,
    },
    /// Print the access keys and what they allow, without their secrets
    List,
    /// Take a key pair away
    Revoke {
        /// The access key
        access_key: String,
    },
}

/// The subcommands of `admin keyring`.
#[derive(Debug, Subcommand)]
pub enum KeyringCommand {
    /// Print the entries
    List,
    /// Add a generation to an entry, and wrap all data keys with it
    Rotate {
        /// The entry: the KmsKeyId of transforms
        entry: String,
    },
}

/// What was learned before, or what to learn from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Learning")]
pub struct LearningArgs {
    /// Learn from what people have judged: a label file (labeling_set_id,label and the columns of the input) or pairs
    /// (id_a,id_b,label); may be given several times
    #[arg(long, value_name = "LABELS.csv", conflicts_with = "model")]
    pub labels: Vec<String>,
    /// Use a model that --save-model kept
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

    /// Match the input against a table that was matched before, and write both: earlier groups keep their match_id
    #[arg(long, value_name = "MATCHED.csv", help_heading = "Input")]
    pub into: Option<String>,
    /// Keep what new records are compared by in this file, so that --into takes the time of the new records alone: made
    /// where it is not there or does not fit, else used
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub index: Option<String>,
    /// Let the groups agree with every label, even against what was learned
    #[arg(long, requires = "labels", help_heading = "Learning")]
    pub enforce_labels: bool,
    /// Keep what was learned for later runs
    #[arg(
        long,
        value_name = "MODEL.json",
        requires = "labels",
        help_heading = "Learning"
    )]
    pub save_model: Option<String>,

    /// Write the result here; .csv, .jsonl or .parquet, also with .gz or .zst [default: stdout, as CSV, or as JSON lines where the input is]
    #[arg(short, long, value_name = "OUT", help_heading = "Output")]
    pub output: Option<String>,
    /// Also write a page with charts, sample groups and explained pairs; it needs no network to be read
    #[arg(long, value_name = "REPORT.html", help_heading = "Output")]
    pub report: Option<String>,
    /// Also write the scored candidate pairs: id_a,id_b,score
    #[arg(long, value_name = "PAIRS.csv", help_heading = "Output")]
    pub pairs_out: Option<String>,
    /// Leave pairs with a lower score out of --pairs-out; 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = 0.01, value_parser = unit_interval, help_heading = "Output")]
    pub min_score: f64,
    /// Replace outputs that exist
    #[arg(long, help_heading = "Output")]
    pub force: bool,
    /// Print a summary as JSON to stdout; needs -o
    #[arg(long, help_heading = "Output")]
    pub json: bool,
}

/// Flags of `evaluate`.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// Files to match: CSV, JSON lines or Parquet, also compressed; paths, globs or s3:// addresses
    #[arg(
        value_name = "INPUT",
        required_unless_present = "result",
        display_order = 0,
        help_heading = "Input"
    )]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub table: TableArgs,
    /// Known entities: a table with the columns id and entity
    #[arg(
        long,
        value_name = "TRUTH.csv",
        required_unless_present = "labels",
        help_heading = "Input"
    )]
    pub truth: Option<String>,
    /// Judge this result instead of matching: a table with the id column and match_id
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
    /// Also write a page with the figures and charts; it needs no network to be read
    #[arg(long, value_name = "REPORT.html", help_heading = "Output")]
    pub report: Option<String>,
    /// Replace the report if it exists
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
    /// Replace the output if it exists
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
    /// The two records, by their ids (or row numbers counted from 1, where no column holds ids)
    #[arg(
        long,
        num_args = 2,
        value_names = ["ID_A", "ID_B"],
        required = true,
        allow_hyphen_values = true,
        help_heading = "Input"
    )]
    pub pair: Vec<String>,
    #[command(flatten)]
    pub matching: MatchingArgs,
    #[command(flatten)]
    pub learning: LearningArgs,
    /// Also write a page with the waterfall chart of the pair
    #[arg(long, value_name = "REPORT.html", help_heading = "Output")]
    pub report: Option<String>,
    /// Replace the report if it exists
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
    /// Write the records to label here, as CSV, instead of showing them in a browser
    #[arg(long, value_name = "OUT.csv", help_heading = "Output")]
    pub propose: Option<String>,
    /// Where the labels of the browser are kept [default: INPUT.labels.csv]
    #[arg(
        short,
        long,
        value_name = "LABELS.csv",
        conflicts_with = "propose",
        help_heading = "Output"
    )]
    pub output: Option<std::path::PathBuf>,
    /// Where the state of labeling is kept, so that it can go on later [default: INPUT.onefold]
    #[arg(long, value_name = "DIR", conflicts_with = "propose", help_heading = "Output")]
    pub work_dir: Option<std::path::PathBuf>,
    /// Address of the page for the browser [default: a free port of this machine]
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        conflicts_with = "propose",
        help_heading = "Output"
    )]
    pub listen: Option<std::net::SocketAddr>,
    /// Replace the file if it exists
    #[arg(long, help_heading = "Output")]
    pub force: bool,
    /// Print a summary as JSON to stdout
    #[arg(long, requires = "propose", help_heading = "Output")]
    pub json: bool,
    /// What is labeled already; it is learned from, and not asked again; may be given several times
    #[arg(long, value_name = "LABELS.csv", help_heading = "Learning")]
    pub labels: Vec<String>,
    /// Labeling sets to propose
    #[arg(long, value_name = "N", default_value_t = 10, requires = "propose", value_parser = clap::value_parser!(u16).range(1..=1000), help_heading = "Learning")]
    pub sets: u16,
    /// Records of a labeling set, about
    #[arg(long, value_name = "N", default_value_t = 10, requires = "propose", value_parser = clap::value_parser!(u16).range(2..=50), help_heading = "Learning")]
    pub records: u16,
    #[command(flatten)]
    pub matching: MatchingArgs,
}

/// Flags of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// Which data to read.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files to read as one table: CSV, JSON lines or Parquet, also compressed; paths, globs or s3:// addresses
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
    /// Column that identifies records, unique and never empty [default: a column such as id, else the row number]
    #[arg(long, value_name = "COLUMN")]
    pub id_column: Option<String>,
    /// Column that names the source of each record; records of one source then never match each other
    #[arg(long, value_name = "COLUMN")]
    pub source_column: Option<String>,
    /// The first row of a CSV file is data; columns are then named column1, column2, ...
    #[arg(long)]
    pub no_header: bool,
    /// What separates the values of a CSV row: one character, or comma, semicolon, tab, pipe, space [default: detected]
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    pub delimiter: Option<u8>,
    /// Encoding of a CSV file, such as utf-8, windows-1252, iso-8859-2, shift_jis [default: detected]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
}

/// How to match.
#[derive(Debug, Args)]
#[command(next_help_heading = "Matching")]
pub struct MatchingArgs {
    /// Let records of one source match each other, too
    #[arg(long, requires = "source_column", conflicts_with = "link")]
    pub within_sources: bool,
    /// How many records of another source one record may match [default: auto]
    #[arg(long, value_enum, requires = "source_column")]
    pub link: Option<Link>,
    /// What a column holds, where the inferred kind is wrong: name, address, date, phone, email, number, code, text,
    /// category or ignore; may be given several times
    #[arg(long = "kind", value_name = "COLUMN=KIND", value_parser = column_kind)]
    pub kinds: Vec<(String, AttributeKind)>,
    /// 0 finds as many matches as possible, 1 makes as few mistakes as possible
    #[arg(long, value_name = "0..1", default_value_t = 0.5, value_parser = unit_interval, allow_negative_numbers = true)]
    pub precision_recall: f64,
    /// 1 searches more candidate pairs and finds more matches, 0 spends as little time as possible
    #[arg(long, value_name = "0..1", default_value_t = 0.5, value_parser = unit_interval, allow_negative_numbers = true)]
    pub accuracy_cost: f64,
    /// Threads to use [default: all cores]; the result does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Seed of every random choice
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// What to say while working.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Messages")]
pub struct MessageArgs {
    /// Log what happens to stderr; -vv logs more, and an error shows its causes
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show no progress bars; they also stay away when stderr is no terminal
    #[arg(long, global = true)]
    pub no_progress: bool,
}

/// How many records of another source one record may match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Link {
    /// Found from the data
    Auto,
    /// One record of each source at most
    OneToOne,
    /// Several records of one source match one of the other
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
        _ => Err("it must be a number from 0 to 1".to_owned()),
    }
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
            _ => Err("it must be one ASCII character, or comma, semicolon, tab, pipe or space".to_owned()),
        },
    }
}

fn column_kind(text: &str) -> Result<(String, AttributeKind), String> {
    let kinds = || AttributeKind::ALL.map(AttributeKind::as_str).join(", ");
    let (column, kind) = text
        .rsplit_once('=')
        .ok_or_else(|| "it must read COLUMN=KIND, such as phone_no=phone".to_owned())?;
    AttributeKind::parse(kind)
        .map(|kind| (column.to_owned(), kind))
        .ok_or_else(|| format!("there is no kind {kind:?}; the kinds are {}", kinds()))
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
    fn delimiters_have_names() {
        for (text, byte) in [("tab", b'\t'), ("\\t", b'\t'), (";", b';'), ("pipe", b'|')] {
            assert_eq!(delimiter(text), Ok(byte), "{text}");
        }
        assert!(delimiter("ab").is_err());
        assert!(delimiter("\"").is_err());
    }
}
