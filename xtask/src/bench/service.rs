//! `cargo xtask bench service`: what a page of task runs costs, over the wire, with signatures verified.
//!
//! The benchmark starts a service on a new data directory with one transform and many finished runs. It signs each request
//! once and repeats it over keep-alive connections, so the client costs little. For comparison it also measures a handler
//! that does nothing (`/healthz`), the upper limit of machine and client, and, with `--moto`, the server of moto with a page
//! of job runs. With `--while-matching` it measures again while a job matches people.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use onefold_protocol::sigv4::{Signable, Signer, basic, payload_hash, sign};
use rusqlite::{Connection, params};
use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Places;

const REGION: &str = "us-east-1";
const DATABASE: &str = "bench";
const HEALTH: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
/// How long a start may take.
const START_SECS: u64 = 30;
/// When a match is asked to stop.
const STOPS_AFTER_SECS: [f64; 10] = [0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 16.0, 20.0, 25.0];
/// Requests by which one page is timed alone.
const LONE_REQUESTS: usize = 200;

/// Arguments of `bench service`.
#[derive(Debug, clap::Args)]
pub struct ServiceArgs {
    #[command(flatten)]
    places: Places,
    /// Runs that the transform has; each number is measured
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 100_000, 1_000_000])]
    runs: Vec<usize>,
    /// Seconds of each load
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Keep-alive connections
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Measure also while so many generated people are matched
    #[arg(long, value_name = "PEOPLE")]
    while_matching: Option<usize>,
    /// The program `moto_server` (5.2.1), to compare with
    #[arg(long)]
    moto: Option<PathBuf>,
}

/// What a load came to.
#[derive(Debug, Serialize)]
struct Load {
    what: String,
    runs: usize,
    requests_per_sec: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// What one page costs a client that is alone.
#[derive(Debug, Serialize)]
struct Page {
    what: String,
    runs: usize,
    median_ms: f64,
}

#[derive(Debug, Serialize)]
struct Figures {
    loads: Vec<Load>,
    pages: Vec<Page>,
    stops: Vec<Stop>,
}

/// How long a match took to stop when it was asked to.
#[derive(Debug, Serialize)]
struct Stop {
    after_secs: f64,
    stopped_in_secs: f64,
}

/// Measures and prints.
pub fn run(args: &ServiceArgs) -> Result<()> {
    let binary = args.places.binary()?;
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let service = Service::start(&binary, &data)?;
    let transform = service.make_transform()?;
    service.end()?;
    let mut figures = Figures {
        loads: Vec::new(),
        pages: Vec::new(),
        stops: Vec::new(),
    };
    for &runs in &args.runs {
        fill(&data, &transform, runs)?;
        let service = Service::start(&binary, &data)?;
        let page = service.signed(
            "GetMLTaskRuns",
            &json!({"TransformId": transform, "MaxResults": 100}),
        );
        let duration = Duration::from_secs(args.seconds);
        for (what, request) in [
            ("/healthz", HEALTH.to_vec()),
            ("GetMLTaskRuns, 100 per page", page),
        ] {
            figures.loads.push(load(
                what,
                runs,
                service.address,
                &request,
                args.connections,
                duration,
            )?);
        }
        for (what, request) in pages(&transform) {
            figures.pages.push(service.page(what, runs, &request)?);
        }
        service.end()?;
    }
    if let Some(people) = args.while_matching {
        while_matching(args, &binary, &data, &transform, people, &mut figures)?;
    }
    if let Some(program) = &args.moto {
        figures.loads.push(of_moto(args, program)?);
    }
    print(&figures);
    args.places.write("service", serde_json::to_value(&figures)?)
}

/// Loads of one client and of many before and while a job matches people.
fn while_matching(
    args: &ServiceArgs,
    binary: &Path,
    data: &Path,
    transform: &str,
    people: usize,
    figures: &mut Figures,
) -> Result<()> {
    const RUNS: usize = 100_000;
    let source = super::people(&args.places, people)?.join("records.csv");
    let folder = data.join("objects").join(DATABASE);
    std::fs::create_dir_all(folder.join("people"))?;
    std::fs::copy(&source, folder.join("people/records.csv"))?;
    let lines: Vec<String> = BufReader::new(std::fs::File::open(&source)?)
        .lines()
        .take(3)
        .collect::<std::io::Result<_>>()?;
    let [header, first, second] = &lines[..] else {
        bail!("{} has too few records", source.display());
    };
    std::fs::write(
        folder.join("labels.csv"),
        format!("labeling_set_id,label,{header}\ns,a,{first}\ns,b,{second}\n"),
    )?;
    fill(data, transform, RUNS)?;
    let service = Service::start(binary, data)?;
    let job = service.make_job(&header.replace('"', ""))?;
    let page = service.signed(
        "GetMLTaskRuns",
        &json!({"TransformId": transform, "MaxResults": 100}),
    );
    let duration = Duration::from_secs(args.seconds);
    let clients = [
        (1, "one connection".to_owned()),
        (args.connections, format!("{} connections", args.connections)),
    ];
    for (connections, who) in &clients {
        let what = format!("GetMLTaskRuns, {who}, idle");
        let idle = load(&what, RUNS, service.address, &page, *connections, duration)?;
        figures.loads.push(idle);
    }
    let run = service.call("StartJobRun", &json!({"JobName": job}))?["JobRunId"].clone();
    for (connections, who) in &clients {
        let what = format!("GetMLTaskRuns, {who}, while a job matches {people} people");
        let busy = load(&what, RUNS, service.address, &page, *connections, duration)?;
        figures.loads.push(busy);
    }
    let state = || -> Result<String> {
        let got = service.call("GetJobRun", &json!({"JobName": job, "RunId": run}))?;
        Ok(got["JobRun"]["JobRunState"]
            .as_str()
            .unwrap_or_default()
            .to_owned())
    };
    ensure!(
        state()? == "RUNNING",
        "the match was over before the load was; take more people or fewer seconds"
    );
    while state()? == "RUNNING" {
        std::thread::sleep(Duration::from_millis(200));
    }
    ensure!(state()? == "SUCCEEDED", "the match ended as {}", state()?);
    for after_secs in STOPS_AFTER_SECS {
        figures.stops.push(service.stop(job, after_secs)?);
    }
    service.end()
}

/// A page of 100 job runs of moto's server, which verifies no signature.
fn of_moto(args: &ServiceArgs, program: &Path) -> Result<Load> {
    const RUNS: usize = 100;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let process = Command::new(program)
        .args(["-H", "127.0.0.1", "-p", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}", program.display()))?;
    let server = Service {
        process,
        address: SocketAddr::from(([127, 0, 0, 1], port)),
        access_key: "moto".to_owned(),
        secret: "moto".to_owned(),
    };
    let begin = Instant::now();
    while TcpStream::connect(server.address).is_err() {
        ensure!(begin.elapsed().as_secs() < START_SECS, "moto does not start");
        std::thread::sleep(Duration::from_millis(50));
    }
    let job = json!({
        "Name": "bench",
        "Role": "any",
        "Command": {"Name": "glueetl"},
        "ExecutionProperty": {"MaxConcurrentRuns": RUNS},
    });
    server.call("CreateJob", &job)?;
    for _ in 0..RUNS {
        server.call("StartJobRun", &json!({"JobName": "bench"}))?;
    }
    let page = server.signed("GetJobRuns", &json!({"JobName": "bench", "MaxResults": 100}));
    let duration = Duration::from_secs(args.seconds);
    load(
        "moto 5.2.1: GetJobRuns, 100 per page",
        RUNS,
        server.address,
        &page,
        args.connections,
        duration,
    )
}

/// Every sort in both directions, and every filter.
fn pages(transform: &str) -> Vec<(String, Value)> {
    let mut pages = Vec::new();
    for column in ["TASK_RUN_TYPE", "STATUS", "STARTED"] {
        for direction in ["ASCENDING", "DESCENDING"] {
            pages.push((
                format!("sorted by {column}, {}", direction.to_lowercase()),
                json!({"TransformId": transform, "MaxResults": 100, "Sort": {"Column": column, "SortDirection": direction}}),
            ));
        }
    }
    for (what, filter) in [
        ("status FAILED", json!({"Status": "FAILED"})),
        ("type EVALUATION", json!({"TaskRunType": "EVALUATION"})),
        ("started after", json!({"StartedAfter": 1_600_000_500})),
        ("started before", json!({"StartedBefore": 1_600_000_500})),
        (
            "type, status and time",
            json!({"TaskRunType": "EVALUATION", "Status": "STOPPED", "StartedAfter": 1_600_000_100}),
        ),
    ] {
        pages.push((
            what.to_owned(),
            json!({"TransformId": transform, "MaxResults": 100, "Filter": filter}),
        ));
    }
    pages
}

/// Leaves the transform with so many runs that are over, a second apart.
fn fill(data: &Path, transform: &str, runs: usize) -> Result<()> {
    let connection = Connection::open(data.join("metadata.sqlite"))?;
    connection.execute("DELETE FROM runs", [])?;
    connection.execute(
        "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?2) \
         INSERT INTO runs (id, owner, kind, status, started_on, modified_on, completed_on, execution_millis, details, \
         attempt, max_retries) \
         SELECT printf('tsk-%040x', n), ?1, CASE n % 3 WHEN 0 THEN 'EVALUATION' WHEN 1 THEN 'LABELING_SET_GENERATION' ELSE \
         'EVALUATION' END, CASE n % 5 WHEN 0 THEN 'FAILED' WHEN 1 THEN 'STOPPED' ELSE 'SUCCEEDED' END, \
         1600000000000 + n * 1000, 1600000000000 + n * 1000, 1600000000500 + n * 1000, 500, '\"Evaluation\"', 1, 0 \
         FROM numbers",
        params![transform, runs as i64],
    )?;
    connection.execute_batch("ANALYZE")?;
    Ok(())
}

/// A running service; killed when dropped.
struct Service {
    process: Child,
    address: SocketAddr,
    access_key: String,
    secret: String,
}

impl Service {
    fn start(binary: &Path, data: &Path) -> Result<Self> {
        let endpoint = data.join("endpoint");
        if endpoint.exists() {
            std::fs::remove_file(&endpoint)?;
        }
        let process = Command::new(binary)
            .arg("serve")
            .arg("--data-dir")
            .arg(data)
            .args(["--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", binary.display()))?;
        let mut service = Self {
            process,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            access_key: String::new(),
            secret: String::new(),
        };
        let begin = Instant::now();
        let url = loop {
            match std::fs::read_to_string(&endpoint) {
                Ok(url) if !url.trim().is_empty() => break url,
                _ if begin.elapsed().as_secs() > START_SECS => bail!("the service does not start"),
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        service.address = url.trim().trim_start_matches("http://").parse()?;
        let keys = std::fs::read_to_string(data.join("credentials.toml"))?;
        let value = |name: &str| -> Result<String> {
            let line = keys.lines().find(|line| line.trim_start().starts_with(name));
            let quoted = line.and_then(|line| line.split('"').nth(1));
            Ok(quoted
                .with_context(|| format!("credentials.toml has no {name}"))?
                .to_owned())
        };
        service.access_key = value("access_key")?;
        service.secret = value("secret")?;
        Ok(service)
    }

    fn make_transform(&self) -> Result<String> {
        self.call("CreateDatabase", &json!({"DatabaseInput": {"Name": DATABASE}}))?;
        self.make_transform_of("records", "id,name")
    }

    /// Makes a table of CSV files with these columns, the first of which is the key, and a transform of the table's name.
    fn make_transform_of(&self, table: &str, header: &str) -> Result<String> {
        let columns: Vec<Value> = header
            .split(',')
            .map(|name| json!({"Name": name, "Type": "string"}))
            .collect();
        let location = format!("s3://{DATABASE}/{table}/");
        let input = json!({
            "Name": table,
            "Parameters": {"classification": "csv", "skip.header.line.count": "1"},
            "StorageDescriptor": {"Columns": columns, "Location": location},
        });
        self.call(
            "CreateTable",
            &json!({"DatabaseName": DATABASE, "TableInput": input}),
        )?;
        let answer = self.call(
            "CreateMLTransform",
            &json!({
                "Name": table,
                "Role": "any",
                "InputRecordTables": [{"DatabaseName": DATABASE, "TableName": table}],
                "Parameters": {
                    "TransformType": "FIND_MATCHES",
                    "FindMatchesParameters": {"PrimaryKeyColumnName": header.split(',').next()}
                }
            }),
        )?;
        let id = answer["TransformId"].as_str().context("a transform has an id")?;
        Ok(id.to_owned())
    }

    /// Makes a job that matches the table of people; gives its name.
    fn make_job(&self, header: &str) -> Result<&'static str> {
        const JOB: &str = "people";
        let transform = self.make_transform_of("people", header)?;
        let import = self.call(
            "StartImportLabelsTaskRun",
            &json!({"TransformId": transform, "InputS3Path": "s3://bench/labels.csv"}),
        )?;
        let run = json!({"TransformId": transform, "TaskRunId": import["TaskRunId"]});
        let ended = loop {
            let ended = self.call("GetMLTaskRun", &run)?;
            if ended["Status"] != "STARTING" && ended["Status"] != "RUNNING" {
                break ended;
            }
            std::thread::sleep(Duration::from_millis(200));
        };
        ensure!(
            ended["Status"] == "SUCCEEDED",
            "the import of labels ended as {}: {}",
            ended["Status"],
            ended["ErrorString"]
        );
        self.call(
            "CreateJob",
            &json!({
                "Name": JOB,
                "Role": "any",
                "Command": {"Name": "findmatches"},
                "DefaultArguments": {"--transform-id": transform, "--output-path": "s3://bench/out/"},
            }),
        )?;
        Ok(JOB)
    }

    /// Starts the job, asks it to stop after so long, and waits until it has.
    fn stop(&self, job: &str, after_secs: f64) -> Result<Stop> {
        let run = self.call("StartJobRun", &json!({"JobName": job}))?["JobRunId"].clone();
        std::thread::sleep(Duration::from_secs_f64(after_secs));
        let asked = Instant::now();
        self.call("BatchStopJobRun", &json!({"JobName": job, "JobRunIds": [run]}))?;
        loop {
            let got = self.call("GetJobRun", &json!({"JobName": job, "RunId": run}))?;
            match got["JobRun"]["JobRunState"].as_str() {
                Some("STOPPED") => break,
                Some("RUNNING" | "STOPPING") => std::thread::sleep(Duration::from_millis(10)),
                other => bail!("the match was to stop after {after_secs} s, and is {other:?}"),
            }
        }
        Ok(Stop {
            after_secs,
            stopped_in_secs: asked.elapsed().as_secs_f64(),
        })
    }

    /// A request as any AWS client signs it; it is taken for fifteen minutes.
    fn signed(&self, operation: &str, body: &Value) -> Vec<u8> {
        let body = body.to_string();
        let (host, date) = (self.address.to_string(), basic(OffsetDateTime::now_utc()));
        let target = format!("AWSGlue.{operation}");
        let hash = payload_hash(body.as_bytes());
        let headers = [
            ("host", host.as_str()),
            ("x-amz-content-sha256", hash.as_str()),
            ("x-amz-date", date.as_str()),
            ("x-amz-target", target.as_str()),
        ];
        let authorization = sign(
            &Signable {
                method: "POST",
                path: "/",
                query: "",
                headers: &headers,
                body: body.as_bytes(),
            },
            Signer {
                access_key: &self.access_key,
                secret: &self.secret,
                region: REGION,
                service: "glue",
            },
        );
        let headers: String = headers
            .iter()
            .flat_map(|(name, value)| [name, ": ", value, "\r\n"])
            .collect();
        let request = format!(
            "POST / HTTP/1.1\r\nauthorization: {authorization}\r\n{headers}content-type: \
             application/x-amz-json-1.1\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        request.into_bytes()
    }

    fn call(&self, operation: &str, body: &Value) -> Result<Value> {
        let mut client = Client::connect(self.address)?;
        let (status, answer) = client.send(&self.signed(operation, body))?;
        ensure!(
            status == 200,
            "{operation}: {status} {}",
            String::from_utf8_lossy(answer)
        );
        Ok(serde_json::from_slice(answer)?)
    }

    /// The median time of one page for a client that is alone.
    fn page(&self, what: String, runs: usize, body: &Value) -> Result<Page> {
        let request = self.signed("GetMLTaskRuns", body);
        let mut client = Client::connect(self.address)?;
        let mut millis = Vec::with_capacity(LONE_REQUESTS);
        for _ in 0..LONE_REQUESTS {
            let begin = Instant::now();
            let (status, answer) = client.send(&request)?;
            ensure!(
                status == 200,
                "{what}: {status} {}",
                String::from_utf8_lossy(answer)
            );
            millis.push(begin.elapsed().as_secs_f64() * 1000.0);
        }
        millis.sort_by(f64::total_cmp);
        Ok(Page {
            what,
            runs,
            median_ms: percentile(&millis, 0.5),
        })
    }

    fn end(mut self) -> Result<()> {
        kill(Pid::from_raw(self.process.id().cast_signed()), Signal::SIGTERM)?;
        let status = self.process.wait()?;
        ensure!(status.success(), "the service ended with {status}");
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Gone already after `end`.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One connection that knows as much HTTP as the answers need; made again where the server closes it.
struct Client {
    address: SocketAddr,
    is_closed: bool,
    stream: TcpStream,
    reader: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Client {
    fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(START_SECS)))?;
        Ok(Self {
            address,
            is_closed: false,
            reader: BufReader::with_capacity(64 * 1024, stream.try_clone()?),
            stream,
            body: Vec::new(),
        })
    }

    /// Sends a request; gives the status and the body.
    fn send(&mut self, request: &[u8]) -> Result<(u16, &[u8])> {
        if self.is_closed {
            *self = Self::connect(self.address)?;
        }
        self.stream.write_all(request)?;
        let (mut status, mut length) = (0, 0);
        let mut line = String::new();
        loop {
            line.clear();
            ensure!(self.reader.read_line(&mut line)? > 0, "the connection was closed");
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest.get(..3).unwrap_or_default().parse()?;
            } else if let Some((name, value)) = line.split_once(':') {
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.trim().parse()?,
                    "connection" => self.is_closed = value.trim().eq_ignore_ascii_case("close"),
                    _ => {}
                }
            }
        }
        self.body.resize(length, 0);
        self.reader.read_exact(&mut self.body)?;
        Ok((status, &self.body))
    }
}

/// Sends one request over several connections at once, again and again.
fn load(
    what: &str,
    runs: usize,
    address: SocketAddr,
    request: &[u8],
    connections: usize,
    duration: Duration,
) -> Result<Load> {
    let begin = Instant::now();
    let parts: Vec<Result<Vec<f64>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|_| {
                scope.spawn(move || {
                    let mut client = Client::connect(address)?;
                    let mut millis = Vec::new();
                    while begin.elapsed() < duration {
                        let sent = Instant::now();
                        let (status, answer) = client.send(request)?;
                        ensure!(status == 200, "{status} {}", String::from_utf8_lossy(answer));
                        millis.push(sent.elapsed().as_secs_f64() * 1000.0);
                    }
                    Ok(millis)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a client does not panic"))
            .collect()
    });
    let elapsed = begin.elapsed().as_secs_f64();
    let mut millis = Vec::new();
    for part in parts {
        millis.extend(part.with_context(|| what.to_owned())?);
    }
    millis.sort_by(f64::total_cmp);
    Ok(Load {
        what: what.to_owned(),
        runs,
        requests_per_sec: millis.len() as f64 / elapsed,
        p50_ms: percentile(&millis, 0.5),
        p99_ms: percentile(&millis, 0.99),
    })
}

/// Of ascending values; 0 for none.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len() as f64 * share) as usize;
    sorted
        .get(at.min(sorted.len().saturating_sub(1)))
        .copied()
        .unwrap_or(0.0)
}

fn print(figures: &Figures) {
    println!("| load | runs stored | requests/s | p50 ms | p99 ms |");
    println!("|---|---:|---:|---:|---:|");
    for load in &figures.loads {
        println!(
            "| {} | {} | {:.0} | {:.2} | {:.2} |",
            load.what, load.runs, load.requests_per_sec, load.p50_ms, load.p99_ms
        );
    }
    if !figures.stops.is_empty() {
        println!("\n| asked to stop after s | stopped in s |");
        println!("|---:|---:|");
        for stop in &figures.stops {
            println!("| {:.1} | {:.2} |", stop.after_secs, stop.stopped_in_secs);
        }
    }
    println!("\n| page of 100 | runs stored | median ms |");
    println!("|---|---:|---:|");
    for page in &figures.pages {
        println!("| {} | {} | {:.2} |", page.what, page.runs, page.median_ms);
    }
}
