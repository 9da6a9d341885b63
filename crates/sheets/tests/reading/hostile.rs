//! P7: files made to do harm do none, when they are read and when they are sent back.
//!
//! Each file is read by a process of its own: the test starts itself again, and the child reads one
//! file and tells how, so that a crash or memory kept from another file is not mistaken.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use calamine::{Reader as _, Xlsx};
use sheets::{Book, Limits, SheetRefusal, SheetRemark, SheetReview, reviewed_copy};

use super::corpus::{Must, corpus};
use crate::figures::figure;

/// What is promised. The workspace's `Cargo.toml` optimises this crate and what it reads with in
/// every profile.
const MOST_SECONDS: f64 = 2.0;
const MOST_MEGABYTES: f64 = 64.0;
const SEED: u64 = 20_261_120;
const FILE: &str = "FORMACION_HOSTILE_FILE";
const TRUSTED: &str = "FORMACION_TRUSTED_FILE";

fn read(bytes: &[u8]) -> Result<usize, SheetRefusal> {
    let mut book = Book::open(bytes, Limits::default())?;
    let mut rows = 0;
    book.rows(0, |_| {
        rows += 1;
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

/// Sends the file back with a remark, as whoever read it would; what comes out opens.
fn send_back(bytes: &[u8]) {
    let text = "a remark".to_owned();
    let remarks = [SheetRemark { row: 2, column: Some(0), is_error: true, text }];
    let review = SheetReview { sheet: 0, header: 1, heading: "Remarks", remarks: &remarks };
    if let Ok(copy) = reviewed_copy(bytes, Limits::default(), &review) {
        assert!(read(&copy).is_ok_and(|rows| rows > 0), "the copy is no workbook");
    }
}

/// Of this process now and at its highest since the mark was taken back, in MB.
fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    let kilobytes = found.and_then(|rest| rest.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// The child's work; nothing when the test is run like any other.
#[test]
fn child_reads_what_it_is_given() {
    let Some(path) = std::env::var_os(FILE) else { return };
    let bytes = std::fs::read(&path).unwrap();
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = memory("VmRSS");
    let began = Instant::now();
    let outcome = read(&bytes);
    send_back(&bytes);
    let took = began.elapsed().as_secs_f64();
    let grew = (memory("VmHWM") - before).max(0.0);
    println!("\nend {took:.3} {grew:.1} {outcome:?}");
}

/// The negative control's work: the same file read by who trusts it, a grid of all its cells.
#[test]
fn child_reads_without_a_guard() {
    let Some(path) = std::env::var_os(TRUSTED) else { return };
    let bytes = std::fs::read(&path).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let rows = book.worksheet_range_at(0).unwrap().unwrap().height();
    println!("\nend {rows} rows, {:.0} MB", memory("VmHWM"));
}

/// The same harm, without the guard, is real: the process is ended by the bounds it was given.
#[test]
fn without_the_guard_the_same_files_end_the_process() {
    let folder = std::env::temp_dir().join(format!("formacion-trusted-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("file");
    // 1 GB of memory and 20 s of processor: sixteen and ten times what is promised.
    let bounded = "ulimit -v 1048576; ulimit -t 20; exec \"$0\" \"$@\"";
    let trusted = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        let child = Command::new("sh")
            .args(["-c", bounded])
            .arg(std::env::current_exe().unwrap())
            .args(["hostile::child_reads_without_a_guard", "--exact", "--nocapture"])
            .env(TRUSTED, &path)
            .env("RUST_TEST_THREADS", "1")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&child.stdout).into_owned();
        told.lines().any(|line| line.starts_with("end "))
    };
    let files = corpus(SEED, 120);
    let named = |name: &str| files.iter().find(|file| file.name == name).unwrap();
    let honest = files.iter().find(|file| file.must == Must::Read(1)).unwrap();
    assert!(trusted(&honest.bytes), "«{}» is read within the bounds", honest.name);
    let harmful = ["two corners", "bomb: four gigabytes in one sheet"];
    let survived: Vec<_> = harmful.iter().filter(|name| trusted(&named(name).bytes)).collect();
    for name in harmful {
        std::fs::write(&path, &named(name).bytes).unwrap();
        let read = read_apart(&path).expect("the guard's reader comes back");
        assert!(read.megabytes <= MOST_MEGABYTES, "{name}: {:.0} MB", read.megabytes);
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(survived.is_empty(), "{survived:?} do no harm to a reader that trusts them");
}

struct Read {
    seconds: f64,
    megabytes: f64,
    outcome: String,
}

/// Reads a file in a child of its own; nothing if the child did not live to tell.
fn read_apart(path: &Path) -> Option<Read> {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["hostile::child_reads_what_it_is_given", "--exact", "--nocapture"])
        .env(FILE, path)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stdout);
    let line = told.lines().find_map(|line| line.strip_prefix("end "))?;
    let mut words = line.splitn(3, ' ');
    let (seconds, megabytes) = (words.next()?, words.next()?);
    Some(Read {
        seconds: seconds.parse().ok()?,
        megabytes: megabytes.parse().ok()?,
        outcome: words.next()?.to_owned(),
    })
}

fn fits(must: Must, outcome: &str) -> bool {
    let first = |text: &str| text.split([' ', '{', ')']).next().unwrap_or_default().to_owned();
    match must {
        Must::Survive => true,
        Must::Read(rows) => outcome == format!("Ok({rows})"),
        Must::Say(refusal) => outcome == format!("Err({refusal:?})"),
        Must::SayLike(refusal) => first(outcome) == first(&format!("Err({refusal:?})")),
    }
}

#[test]
fn hostile_files_do_no_harm() {
    let many =
        if std::env::var("FORMACION_LONG").is_ok_and(|value| value == "1") { 300 } else { 120 };
    let files = corpus(SEED, many);
    let folder = std::env::temp_dir().join(format!("formacion-hostile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("file");
    println!("{} files, seed {SEED}", files.len());
    let mut wrong = Vec::new();
    let (mut slowest, mut largest) = ((0.0_f64, ""), (0.0_f64, ""));
    let mut refused = 0;
    let mut crashed = 0;
    for file in &files {
        std::fs::write(&path, &file.bytes).unwrap();
        let Some(read) = read_apart(&path) else {
            crashed += 1;
            wrong.push(format!("{}: the reader did not come back", file.name));
            continue;
        };
        println!(
            "{:6.3} s {:6.1} MB {:55} {}",
            read.seconds, read.megabytes, file.name, read.outcome
        );
        refused += usize::from(read.outcome.starts_with("Err"));
        if read.seconds > slowest.0 {
            slowest = (read.seconds, &file.name);
        }
        if read.megabytes > largest.0 {
            largest = (read.megabytes, &file.name);
        }
        if !fits(file.must, &read.outcome) {
            wrong.push(format!("{}: {} instead of {:?}", file.name, read.outcome, file.must));
        }
        if read.seconds > MOST_SECONDS || read.megabytes > MOST_MEGABYTES {
            wrong.push(format!("{}: {:.1} s, {:.0} MB", file.name, read.seconds, read.megabytes));
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    figure(
        "P7",
        largest.0,
        "MB at most",
        wrong.is_empty() && crashed == 0,
        &format!(
            "{} hostile files (seed {SEED}), {refused} refused with their reason, the others read; {crashed} crashes; the slowest {:.2} s («{}»), the largest «{}»; limits 2 s and 64 MB",
            files.len(),
            slowest.0,
            slowest.1,
            largest.1
        ),
    );
    assert!(wrong.is_empty() && crashed == 0, "{}", wrong.join("\n"));
}
