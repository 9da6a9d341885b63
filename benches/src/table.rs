//! The table that is printed, and the file that keeps its figures.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;

use crate::Engine;
use crate::arrivals::Arrivals;
use crate::certificates::Certificates;
use crate::exams::Exams;
use crate::import::Import;
use crate::measure::{Measurement, Spread};

/// One line of the table.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub name: &'static str,
    #[serde(flatten)]
    pub measured: Measurement,
    /// Milliseconds of processor that the server took for one answer. They say most when the machine
    /// is busy with other things.
    pub processor: f64,
    pub statements: Option<u64>,
    /// MB that the server held after it, and at most during it.
    pub memory: f64,
    pub peak: f64,
    /// What limits it, measured in the same run.
    pub beside: Baseline,
    pub aims: Vec<Aim>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// A page of the same size, answered from memory.
    Still(Measurement),
    /// One commit of the same database.
    Commit(Spread),
    /// The document alone, without the server.
    Document(Spread),
    /// One plain statement that asks for the figure of the page and fetches its rows.
    Plain(Spread),
}

impl Baseline {
    fn median(&self) -> f64 {
        match self {
            Self::Still(measured) => measured.alone.median,
            Self::Commit(spread) | Self::Document(spread) | Self::Plain(spread) => spread.median,
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Still(_) => "static",
            Self::Commit(_) => "commit",
            Self::Document(_) => "document",
            Self::Plain(_) => "plain SQL",
        }
    }
}

/// What is wanted of a figure, and whether it holds.
#[derive(Clone, Debug, Serialize)]
pub struct Aim {
    pub what: &'static str,
    pub wanted: f64,
    pub got: f64,
    pub holds: bool,
    /// The figure is to be as large or larger.
    pub at_least: bool,
}

impl Aim {
    pub fn at_most(what: &'static str, wanted: f64, got: f64) -> Self {
        Self { what, wanted, got, holds: got <= wanted, at_least: false }
    }

    pub fn at_least(what: &'static str, wanted: f64, got: f64) -> Self {
        Self { what, wanted, got, holds: got >= wanted, at_least: true }
    }

    fn sentence(&self) -> String {
        let sign = if self.at_least { "≥" } else { "≤" };
        let verdict = if self.holds { "ok" } else { "SHORT" };
        format!("{} {sign} {} {verdict}", self.what, self.wanted)
    }
}

#[derive(Default)]
pub struct Report {
    pub arrivals: Option<Arrivals>,
    pub certificates: Option<Certificates>,
    pub exams: Option<Exams>,
    pub import: Option<Import>,
    pub lines: Vec<Line>,
    pub commits: Spread,
    /// MB resident at the end, and the most there ever was.
    pub memory: (f64, f64),
    pub memory_aim: Option<Aim>,
    pub doctor: String,
    /// How the database goes about the heaviest statements, as Markdown. It is empty when no country was
    /// measured.
    pub plans: String,
    /// Why something was not measured, with its name first.
    pub failures: Vec<String>,
    pub took: Duration,
}

pub fn print(report: &Report) {
    println!(
        "\n{:<34} {:>8} {:>8} {:>8} {:>8} {:>8} {:>5} {:>9} {:>8} {:>11} {:>4} {:>4}  aims",
        "",
        "ms",
        "p95",
        "/s at 8",
        "p95 at 8",
        "cpu ms",
        "sql",
        "bytes",
        "beside",
        "ratio",
        "MB",
        "most"
    );
    for line in &report.lines {
        let measured = &line.measured;
        let beside = line.beside.median();
        let statements = line.statements.map_or("–".to_owned(), |n| n.to_string());
        let aims: Vec<_> = line.aims.iter().map(Aim::sentence).collect();
        println!(
            "{:<34} {:>8.2} {:>8.2} {:>8.0} {:>8.2} {:>8.2} {:>5} {:>9} {:>8.2} {:>5.1}× {:<4} {:>4.0} {:>4.0}  {}",
            line.name,
            measured.alone.median,
            measured.alone.p95,
            measured.per_second,
            measured.together.p95,
            line.processor,
            statements,
            measured.bytes,
            beside,
            measured.alone.median / beside,
            &line.beside.word()[..4],
            line.memory,
            line.peak,
            aims.join(", ")
        );
    }
    println!(
        "\nOne commit: {:.2} ms (p95 {:.2}). Memory at the end {:.0} MB, at most {:.0} MB{}. Load average {}.",
        report.commits.median,
        report.commits.p95,
        report.memory.0,
        report.memory.1,
        report.memory_aim.as_ref().map(|aim| format!(" ({})", aim.sentence())).unwrap_or_default(),
        load_average()
    );
    if let Some(arrivals) = &report.arrivals {
        let aims: Vec<_> = arrivals.aims.iter().map(Aim::sentence).collect();
        println!("{} {}", arrivals.sentence(), aims.join(", "));
    }
    if let Some(certificates) = &report.certificates {
        let aims: Vec<_> = certificates.aims.iter().map(Aim::sentence).collect();
        println!("{} {}", certificates.sentence(), aims.join(", "));
    }
    if let Some(exams) = &report.exams {
        let aims: Vec<_> = exams.aims.iter().map(Aim::sentence).collect();
        println!("{} {}", exams.sentence(), aims.join(", "));
    }
    if let Some(import) = &report.import {
        let aims: Vec<_> = import.aims.iter().map(Aim::sentence).collect();
        println!("{} {}", import.sentence(), aims.join(", "));
    }
    println!("Doctor: {}. Measured for {:.0} s.", report.doctor, report.took.as_secs_f64());
    for failure in &report.failures {
        println!("NOT MEASURED: {failure}");
    }
}

/// Returns how busy the machine is: other programs on it make every time longer.
fn load_average() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// Writes `target/bench.json`, and the plans beside it.
pub fn write(report: &Report, engine: Engine) {
    let all = json!({
        "database": format!("{engine:?}").to_lowercase(),
        "lines": report.lines,
        "commit_ms": report.commits,
        "memory_mb": { "end": report.memory.0, "most": report.memory.1, "aim": report.memory_aim },
        "arrivals": report.arrivals,
        "certificates": report.certificates,
        "exams": report.exams,
        "import": report.import,
        "not_measured": report.failures,
        "load_average": load_average(),
    });
    let own = std::env::current_exe().expect("this program has a path");
    let path = own.ancestors().nth(2).expect("it lies in target/release").join("bench.json");
    std::fs::write(&path, format!("{all:#}\n")).expect("the figures are kept");
    println!("Figures: {}", path.display());
    if !report.plans.is_empty() {
        let path =
            path.with_file_name(format!("plans-{}.md", format!("{engine:?}").to_lowercase()));
        std::fs::write(&path, &report.plans).expect("the plans are kept");
        println!("Plans: {}", path.display());
    }
}
