//! A process that lives as long as the test process and not a moment longer,
//! even when the tests are killed: a small shell holds it, reads a pipe that
//! only the test process has open, and ends it when the pipe closes.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A shell script that starts something, says when it is ready, waits for the
/// end of its standard input and cleans up. Dropping this ends it.
pub struct Companion {
    shell: Child,
    leash: Option<ChildStdin>,
}

impl Companion {
    /// Runs `script` (with `arguments` as `$1…`) and waits for the first line
    /// of its output that `ready` accepts. The error holds what it printed.
    pub fn start<T>(
        mut command: Command,
        patience: Duration,
        ready: impl Fn(&str) -> Option<T>,
    ) -> Result<(Self, T), String> {
        // A group of its own: Ctrl-C in the terminal reaches the tests, whose
        // end closes the pipe; the shell must survive to clean up.
        let mut shell = command
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{command:?} does not start: {error}"))?;
        let leash = shell.stdin.take();
        let output = shell.stdout.take().expect("the output is piped");
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                // Nobody listens any more once it is ready; reading goes on
                // so that the pipe never fills.
                let _ = sender.send(line);
            }
        });
        let companion = Self { shell, leash };
        let end = Instant::now() + patience;
        let mut said = String::new();
        loop {
            match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if let Some(answer) = ready(&line) {
                        return Ok((companion, answer));
                    }
                    said.push_str(&line);
                    said.push('\n');
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    return Err(format!("not ready after {patience:?}:\n{said}"));
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    return Err(format!("it ended before it was ready:\n{said}"));
                }
            }
        }
    }

    /// A shell that runs `script` (which begins with `trap '' PIPE`: when the
    /// tests are killed while it starts, nobody reads what it says) with `arguments` as `$1…`.
    pub fn shell(script: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg("sh").args(arguments);
        command
    }

    /// Process id of the holding shell, which is also its group's.
    pub fn pid(&self) -> u32 {
        self.shell.id()
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        drop(self.leash.take());
        let _ = self.shell.wait();
    }
}

/// Whether a process of this id exists and is not just waiting to be reaped.
pub fn alive(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.contains(") Z ") && !stat.contains(") X "))
}
