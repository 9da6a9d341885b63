//! One keep-alive connection that speaks HTTP/1.1 by hand, so that what is measured is the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One request, ready to be sent.
#[derive(Clone, Debug)]
pub struct Shot {
    pub path: String,
    /// The secret of the web session, if somebody is signed in.
    pub session: Option<String>,
    /// The body of a POST. A request without one is a GET.
    pub form: Option<String>,
    /// The status that says that the server did its work.
    pub status: u16,
}

impl Shot {
    pub fn get(path: impl Into<String>, session: Option<&str>) -> Self {
        Self { path: path.into(), session: session.map(str::to_owned), form: None, status: 200 }
    }

    /// Makes a change, which ends in a redirect.
    pub fn post(path: impl Into<String>, session: Option<&str>, form: String) -> Self {
        Self { form: Some(form), status: 303, ..Self::get(path, session) }
    }

    fn bytes(&self, origin: &str, host: &str) -> Vec<u8> {
        let method = if self.form.is_some() { "POST" } else { "GET" };
        let mut head = format!("{method} {} HTTP/1.1\r\nHost: {host}\r\n", self.path);
        if let Some(secret) = &self.session {
            head.push_str(&format!("Cookie: sesion={secret}\r\n"));
        }
        if let Some(form) = &self.form {
            head.push_str(&format!(
                "Origin: {origin}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                form.len()
            ));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(self.form.as_deref().unwrap_or_default().as_bytes());
        bytes
    }
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

pub struct Client {
    origin: String,
    host: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    /// `origin` is `http://127.0.0.1:port`.
    pub fn new(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            host: origin.trim_start_matches("http://").to_owned(),
            stream: None,
        }
    }

    /// Sends the request and reads the whole answer. A connection that was closed while idle is opened
    /// again for a GET.
    pub fn send(&mut self, shot: &Shot) -> Result<Answer, String> {
        let bytes = shot.bytes(&self.origin, &self.host);
        let fresh = self.stream.is_none();
        match self.exchange(&bytes) {
            Ok(answer) => Ok(answer),
            Err(_) if !fresh && shot.form.is_none() => {
                self.stream = None;
                self.exchange(&bytes).map_err(|error| error.to_string())
            }
            Err(error) => {
                self.stream = None;
                Err(format!("{}: {error}", shot.path))
            }
        }
    }

    /// Sends the request, and refuses any other status than the one that was meant.
    pub fn expect(&mut self, shot: &Shot) -> Result<Answer, String> {
        let answer = self.send(shot)?;
        if answer.status == shot.status {
            return Ok(answer);
        }
        let method = if shot.form.is_some() { "POST" } else { "GET" };
        Err(format!(
            "{method} {} answered {} and not {}: {}",
            shot.path,
            answer.status,
            shot.status,
            crate::page::words(&String::from_utf8_lossy(&answer.body), 300)
        ))
    }

    fn exchange(&mut self, bytes: &[u8]) -> std::io::Result<Answer> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(&self.host)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            self.stream = Some(BufReader::with_capacity(64 * 1024, stream));
        }
        let stream = self.stream.as_mut().expect("opened above");
        stream.get_mut().write_all(bytes)?;
        let (answer, closes) = read(stream)?;
        if closes {
            self.stream = None;
        }
        Ok(answer)
    }
}

fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<(Answer, bool)> {
    let broken = |what: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned());
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status =
        line.get(9..12).and_then(|code| code.parse().ok()).ok_or_else(|| broken("no status"))?;
    let (mut length, mut chunked, mut closes) = (0_usize, false, false);
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let header = line.trim_end();
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').unwrap_or((header, ""));
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(|_| broken("content-length"))?,
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => closes = value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
    let mut body = Vec::with_capacity(length);
    if chunked {
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim_end(), 16).map_err(|_| broken("chunk"))?;
            let from = body.len();
            body.resize(from + size, 0);
            stream.read_exact(&mut body[from..])?;
            line.clear();
            stream.read_line(&mut line)?;
            if size == 0 {
                break;
            }
        }
    } else {
        body.resize(length, 0);
        stream.read_exact(&mut body)?;
    }
    Ok((Answer { status, body }, closes))
}
