//! A batch of certificates beside typst alone on the same page, in the same run: what checking,
//! cleaning, drawing the square and letting go of memory cost. Forty of them, or a thousand with
//! `FORMACION_LONG=1`; the figure counts where it is optimised.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod alone;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use alone::{Alone, data};
use documents::certificate::{Certificate, pdf, sample};
use documents::template::{Document, Template};

/// Certificates of both before anything is timed or weighed.
const WARM: usize = 12;

fn certificate(n: usize) -> Certificate {
    let certificate = Certificate {
        full_name: format!("Persona Número {n} Muñoz Cañón"),
        document_label: format!("C. C. 1.{:03}.{:03}", n / 1_000, n % 1_000),
        number: format!("2026-{n:06}"),
        ..sample()
    };
    let look = Template::usual(Document::Curso).look(Document::Curso, 0, &certificate);
    Certificate { look: Some(look), ..certificate }
}

/// Kilobytes in memory, where the system tells.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_batch_costs_little_more_than_typst_alone_and_its_memory_does_not_grow() {
    let many = if std::env::var_os("FORMACION_LONG").is_some() { 1_000 } else { 40 };
    let mut alone = Alone::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    for n in 0..WARM {
        drop(pdf(&certificate(n)).unwrap());
        drop(alone.pdf(data(&certificate(n))));
    }
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    let mut weights = Vec::new();
    // In turns of twenty, so that a neighbour on the machine slows both.
    for turn in 0..many / 20 {
        let numbers = WARM + turn * 20..WARM + (turn + 1) * 20;
        let start = Instant::now();
        for n in numbers.clone() {
            assert!(pdf(&certificate(n)).unwrap().len() > 10_000);
        }
        ours += start.elapsed();
        weights.push(resident());
        let prepared: Vec<_> = numbers.map(|n| data(&certificate(n))).collect();
        let start = Instant::now();
        for one in prepared {
            assert!(alone.pdf(one).len() > 10_000);
        }
        theirs += start.elapsed();
    }
    let each = |time: Duration| time.as_secs_f64() * 1_000.0 / many as f64;
    let rate = theirs.as_secs_f64() / ours.as_secs_f64();
    // The allocator settles within the first turns; what grows with the batch grows after them.
    let (early, late) = (weights[weights.len() / 4], weights[weights.len() - 1]);
    let grown = late.zip(early).map_or(0, |(late, early)| late.saturating_sub(early));
    let how = format!(
        "{many} certificates of PDF/A-2a and PDF/UA-1 at {:.1} ms each; typst alone makes the same \
         page in {:.1} ms without a standard; {grown} kB more at the end than after a quarter",
        each(ours),
        each(theirs),
    );
    println!("figure P8-batch: {rate:.2} of the rate of typst alone — {how}");
    assert!(rate >= 0.5, "{how}");
    assert!(grown < 20_000, "{how}");
    if !cfg!(debug_assertions) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("figures");
        let record = serde_json::json!({
            "id": "P8-batch", "database": "none", "value": (rate * 100.0).round() / 100.0,
            "unit": "of the rate of typst alone", "holds": true, "how": how,
        });
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("P8-batch.json"), record.to_string()).unwrap();
    }
}
