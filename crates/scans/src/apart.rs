//! The process apart: strangers' bytes are remade where memory and time have an end.
//!
//! A decoder can be made to ask for more memory than there is, and then the whole process ends. So
//! the product starts itself once more for each file, sends the bytes to the child's input and reads
//! what the child says: one line of JSON, then the bytes of the file that was made. A child that ends
//! without an answer asked for too much, and the file is refused.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use rlimit::Resource;
use serde::{Deserialize, Serialize};

use crate::{CleanFile, Kind, MOST_BYTES, ScanRefusal, clean};

/// The word that makes the product remake one file and end.
pub const COMMAND: &str = "clean-file";
/// Most bytes of memory that the child may write to.
pub const MEMORY: u64 = 256 * 1024 * 1024;
/// Most seconds of processor that the child may use.
pub const SECONDS: u64 = 10;
/// How long the parent waits for the child: its seconds, and as many for a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(2 * SECONDS);
/// The largest answer: a remade file is rarely larger than the one that came.
const MOST_ANSWER: u64 = 4 * MOST_BYTES as u64;

/// What the child says before the bytes.
#[derive(Serialize, Deserialize)]
enum Header {
    Clean { kind: Kind, pages: u32, length: usize },
    Refused(ScanRefusal),
}

/// What the child does: sets its limits, reads a file from `input`, and writes the answer.
///
/// # Errors
/// The limits cannot be set, or the parent is gone.
pub fn serve(input: impl Read, mut output: impl Write) -> io::Result<()> {
    Resource::DATA.set(MEMORY, MEMORY)?;
    Resource::CPU.set(SECONDS, SECONDS)?;
    Resource::CORE.set(0, 0)?;
    // It writes no file, whatever it is made to do.
    Resource::FSIZE.set(0, 0)?;
    let mut bytes = Vec::new();
    input.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let (header, file) = match clean(&bytes) {
        Ok(file) => (header(&file), file.bytes),
        Err(refusal) => (Header::Refused(refusal), Vec::new()),
    };
    serde_json::to_writer(&mut output, &header)?;
    output.write_all(b"\n")?;
    output.write_all(&file)?;
    output.flush()
}

fn header(file: &CleanFile) -> Header {
    Header::Clean { kind: file.kind, pages: file.pages, length: file.bytes.len() }
}

/// The child, before it is started. It gets none of the product's secrets, and its allocator takes
/// memory as it needs it, so that the limit counts what is used.
pub fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg(COMMAND)
        .env_clear()
        .env("MIMALLOC_ARENA_RESERVE", "0")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Remakes a file in a child process of `program`, which calls [`serve`] when it is given
/// [`COMMAND`]. Waits for up to twenty seconds, so call it from a blocking task.
///
/// # Errors
/// The outer one: the child cannot be started. The inner one: why the file is not kept.
pub fn clean_apart(program: &Path, bytes: Vec<u8>) -> io::Result<Result<CleanFile, ScanRefusal>> {
    if bytes.is_empty() {
        return Ok(Err(ScanRefusal::Empty));
    }
    if bytes.len() > MOST_BYTES {
        return Ok(Err(ScanRefusal::TooLarge));
    }
    let mut child = command(program).spawn()?;
    let answer = talk(&mut child, bytes);
    // It has said all that it will say; a child that still works is ended.
    let _ = child.kill();
    let ended = child.wait();
    match answer {
        Some(answer) if ended.is_ok() => Ok(answer),
        _ => Ok(Err(ScanRefusal::TooDemanding)),
    }
}

/// Returns what the child answers in time; `None` means that it did not.
fn talk(child: &mut Child, bytes: Vec<u8>) -> Option<Result<CleanFile, ScanRefusal>> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let (sender, receiver) = channel();
    // A child that reads nothing or says nothing keeps this thread no longer than it lives.
    std::thread::Builder::new()
        .spawn(move || {
            let _ = input.write_all(&bytes);
            drop((input, bytes));
            let mut answer = Vec::new();
            let read = output.take(MOST_ANSWER + 1).read_to_end(&mut answer);
            let _ = sender.send(read.ok().and(Some(answer)));
        })
        .ok()?;
    let mut answer = receiver.recv_timeout(PATIENCE).ok()??;
    if answer.len() as u64 > MOST_ANSWER {
        return None;
    }
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    match serde_json::from_slice(answer.get(..end)?).ok()? {
        Header::Refused(refusal) => Some(Err(refusal)),
        Header::Clean { kind, pages, length } => {
            answer.drain(..=end);
            (answer.len() == length).then_some(Ok(CleanFile { kind, bytes: answer, pages }))
        }
    }
}
