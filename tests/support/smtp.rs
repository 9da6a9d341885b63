//! A small mail server for the tests, speaking SMTP on this machine. It keeps
//! what it is sent and can be told to fail the way real servers do.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use mail_parser::{MessageParser, MessagePart, MimeHeaders};

/// A message as it arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The envelope's sender and recipients.
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body exactly as sent, without the transparency dots.
    pub raw: String,
}

impl Mail {
    /// A header's value, unfolded, as it was sent.
    pub fn header(&self, name: &str) -> Option<String> {
        let message = MessageParser::default().parse(self.raw.as_bytes())?;
        message.header_raw(name).map(|value| value.trim().replace("\r\n", ""))
    }

    /// The subject, decoded.
    pub fn subject(&self) -> String {
        let message = MessageParser::default().parse(self.raw.as_bytes());
        message.as_ref().and_then(|m| m.subject()).unwrap_or_default().to_owned()
    }

    /// The plain text part, decoded.
    pub fn text(&self) -> String {
        let message = MessageParser::default().parse(self.raw.as_bytes());
        message.and_then(|m| m.body_text(0).map(|text| text.into_owned())).unwrap_or_default()
    }

    /// Every calendar part, decoded, as one form of the letter or as a file beside it.
    pub fn calendars(&self) -> Vec<String> {
        let message = MessageParser::default().parse(self.raw.as_bytes()).unwrap_or_default();
        let is_calendar = |part: &&MessagePart<'_>| {
            part.content_type().is_some_and(|kind| kind.subtype() == Some("calendar"))
        };
        let parts = message.parts.iter().filter(is_calendar);
        parts.map(|part| String::from_utf8_lossy(part.contents()).into_owned()).collect()
    }

    /// The HTML part, decoded.
    pub fn html(&self) -> String {
        let message = MessageParser::default().parse(self.raw.as_bytes());
        message.and_then(|m| m.body_html(0).map(|html| html.into_owned())).unwrap_or_default()
    }
}

#[derive(Default)]
struct State {
    mails: Vec<Mail>,
    refuse: usize,
    cut: usize,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    arrived: Condvar,
    closed: AtomicBool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The server; it stops listening when dropped.
pub struct Smtp {
    port: u16,
    shared: Arc<Shared>,
}

impl Smtp {
    /// Listens on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port for mail");
        let port = listener.local_addr().expect("the port's address").port();
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if own.closed.load(Ordering::Relaxed) {
                    break;
                }
                let shared = Arc::clone(&own);
                std::thread::spawn(move || converse(&stream, &shared));
            }
        });
        Self { port, shared }
    }

    /// The address to put in `SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Everything accepted so far, in order.
    pub fn messages(&self) -> Vec<Mail> {
        self.shared.state().mails.clone()
    }

    /// Waits up to ten seconds for `count` messages and returns all there are.
    pub fn wait_for(&self, count: usize) -> Vec<Mail> {
        let end = Instant::now() + Duration::from_secs(10);
        let mut state = self.shared.state();
        while state.mails.len() < count {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = match self.shared.arrived.wait_timeout(state, left) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
        state.mails.clone()
    }

    /// Answers the next `count` messages with 451 (try again later).
    pub fn fail_next(&self, count: usize) {
        self.shared.state().refuse = count;
    }

    /// Keeps the next `count` messages but cuts the line before saying so: the
    /// sender cannot know that they arrived.
    pub fn cut_next(&self, count: usize) {
        self.shared.state().cut = count;
    }

    /// Forgets what arrived.
    pub fn clear(&self) {
        self.shared.state().mails.clear();
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        // The listener wakes only for a visitor.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// One client's conversation, to its end.
fn converse(stream: &TcpStream, shared: &Shared) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut writer = stream;
    let mut say = |answer: &str| writer.write_all(format!("{answer}\r\n").as_bytes()).ok();
    let (mut from, mut to) = (String::new(), Vec::new());
    say("220 prueba ESMTP")?;
    loop {
        let line = line(&mut reader)?;
        let verb: String =
            line.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_uppercase();
        match verb.as_str() {
            "EHLO" => say("250-prueba\r\n250-8BITMIME\r\n250 SMTPUTF8")?,
            "HELO" | "NOOP" => say("250 prueba")?,
            "RSET" => {
                (from, to) = (String::new(), Vec::new());
                say("250 bien")?;
            }
            "MAIL" => {
                from = address(&line);
                say("250 bien")?;
            }
            "RCPT" => {
                to.push(address(&line));
                say("250 bien")?;
            }
            "DATA" if to.is_empty() => say("503 falta el destinatario")?,
            "DATA" => {
                say("354 adelante")?;
                let raw = body(&mut reader)?;
                // As real servers do, it quotes whom the letter was for.
                let whom = to.join("> <");
                let mail =
                    Mail { from: std::mem::take(&mut from), to: std::mem::take(&mut to), raw };
                match receive(shared, mail) {
                    Outcome::Kept => say("250 recibido")?,
                    Outcome::Refused => say(&format!("451 <{whom}>: intente más tarde"))?,
                    Outcome::Cut => return None,
                }
            }
            "QUIT" => {
                say("221 adiós")?;
                return Some(());
            }
            _ => say("502 no se entiende")?,
        }
    }
}

enum Outcome {
    Kept,
    Refused,
    Cut,
}

fn receive(shared: &Shared, mail: Mail) -> Outcome {
    let mut state = shared.state();
    if state.refuse > 0 {
        state.refuse -= 1;
        return Outcome::Refused;
    }
    state.mails.push(mail);
    shared.arrived.notify_all();
    if state.cut > 0 {
        state.cut -= 1;
        return Outcome::Cut;
    }
    Outcome::Kept
}

/// The text up to the lonely dot.
fn body(reader: &mut impl BufRead) -> Option<String> {
    let mut raw = String::new();
    loop {
        let line = line(reader)?;
        if line == "." {
            return Some(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        raw.push_str("\r\n");
    }
}

fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    if reader.read_until(b'\n', &mut bytes).ok()? == 0 {
        return None;
    }
    let text = String::from_utf8_lossy(&bytes);
    Some(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// What stands between the angle brackets of `MAIL FROM:<…>`.
fn address(line: &str) -> String {
    let after = line.split_once('<').map_or("", |(_, rest)| rest);
    after.split('>').next().unwrap_or_default().to_owned()
}
