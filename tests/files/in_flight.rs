//! What strangers send is bounded before it is read: nothing of whoever may not send, nothing that says
//! itself that it is too large, and no more at once than the instance has room for.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use formacion::platform::clock::Clock;
use formacion::platform::uploads::budget::{ByteBudget, MOST};

use crate::support::figures::figure;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::{Character, World};

const MEGABYTE: usize = 1024 * 1024;
const EDGE: &str = "frontera";
const VERIFY: &str = "/verificar/archivo";
const IMPORT: &str = "/indicadores/importacion";

/// A form on its way: everything is sent but its end.
pub struct Sending {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Sending {
    /// Announces a form of so many bytes and sends its beginning.
    pub fn begin(
        server: &Server,
        path: &str,
        who: Option<&Character<'_>>,
        announced: usize,
    ) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).expect("connects");
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let cookie = who.map(|who| format!("Cookie: {}\r\n", who.cookie())).unwrap_or_default();
        let begin = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"datos.xlsx\"\r\n\r\n"
        );
        let end = format!("\r\n--{EDGE}--\r\n");
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n{cookie}\
             Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary={EDGE}\r\n\
             Content-Length: {}\r\n\r\n",
            server.port(),
            announced + begin.len() + end.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(begin.as_bytes()).unwrap();
        Self { stream, rest: end.into_bytes() }
    }

    /// Sends these bytes of the file.
    pub fn write(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    /// Sends bytes of the file. Whoever was refused already may find the line cut.
    fn send(&mut self, bytes: usize) {
        let part = vec![b'x'; MEGABYTE];
        let mut left = bytes;
        while left > 0 {
            let some = left.min(part.len());
            if self.stream.write_all(&part[..some]).is_err() {
                return;
            }
            left -= some;
        }
    }

    pub fn finish(mut self) -> String {
        let rest = std::mem::take(&mut self.rest);
        let _ = self.stream.write_all(&rest);
        self.answer()
    }

    /// The whole answer.
    fn answer(&mut self) -> String {
        let mut said = Vec::new();
        let _ = self.stream.read_to_end(&mut said);
        String::from_utf8_lossy(&said).into_owned()
    }
}

pub fn status(said: &str) -> u16 {
    said.get(9..12).and_then(|code| code.parse().ok()).unwrap_or_default()
}

/// Megabytes of memory that belong to the process alone.
pub fn memory(pid: u32) -> f64 {
    let said = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = said.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    let kilobytes: f64 =
        line.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or_default();
    kilobytes / 1024.0
}

/// A world whose sessions open the real server too.
async fn present(hint: &str) -> (World, Smtp, Server) {
    let world = World::new(hint).await;
    world.app.clock.travel_to(Clock::machine().now());
    let mail = Smtp::start();
    let server = Server::with().database(world.database_url()).smtp(&mail.url()).start();
    (world, mail, server)
}

#[rocket::async_test]
async fn a_body_that_says_itself_that_it_is_too_large_is_answered_at_once() {
    let (world, _mail, server) = present("two gigabytes").await;
    let administrator = world.as_administrator().await;
    let two_gigabytes = 2_000 * MEGABYTE;
    let begun = Instant::now();
    for (path, who, expected) in
        [(VERIFY, None, 422), (IMPORT, Some(&administrator), 422), (IMPORT, None, 303)]
    {
        let mut sending = Sending::begin(&server, path, who, two_gigabytes);
        assert_eq!(status(&sending.answer()), expected, "{path}");
    }
    let waited = begun.elapsed();
    assert!(
        waited < Duration::from_secs(10),
        "nothing more was sent, and nobody waited: {waited:?}"
    );
    // What a browser may have sent whole passes by, and its page says why it was not taken.
    let mut sending = Sending::begin(&server, IMPORT, Some(&administrator), 30 * MEGABYTE);
    sending.send(30 * MEGABYTE);
    let said = sending.finish();
    assert_eq!(status(&said), 422);
    assert!(said.contains("20 MB"), "the page names its limit");
    server.stop();
    world.finish().await;
}

#[rocket::async_test]
async fn a_hundred_strangers_with_ten_megabytes_each_cost_what_their_connections_cost() {
    let (world, _mail, server) = present("hundred strangers").await;
    // The control, before an allocator has anything to give back: what may be sent is held, and the
    // measure sees it.
    let administrator = world.as_administrator().await;
    let before = memory(server.pid());
    let mut one = Sending::begin(&server, IMPORT, Some(&administrator), 20 * MEGABYTE);
    one.send(20 * MEGABYTE - 1);
    std::thread::sleep(Duration::from_millis(500));
    let seen = memory(server.pid()) - before;
    drop(one);

    let mut strangers: Vec<Sending> = (0..100)
        .map(|number| {
            let path = if number % 2 == 0 { VERIFY } else { IMPORT };
            Sending::begin(&server, path, None, 10 * MEGABYTE)
        })
        .collect();
    // All of them short of their end, which is when the most is held.
    let most = std::thread::scope(|threads| {
        let senders: Vec<_> =
            strangers.iter_mut().map(|one| threads.spawn(|| one.send(10 * MEGABYTE - 1))).collect();
        let mut most: f64 = 0.0;
        while senders.iter().any(|sender| !sender.is_finished()) {
            most = most.max(memory(server.pid()));
            std::thread::sleep(Duration::from_millis(20));
        }
        most.max(memory(server.pid()))
    });
    let held = most - before;
    assert_eq!(server.status("/salud/lista"), Some(200), "others are served meanwhile");
    let mut statuses: Vec<u16> = strangers
        .into_iter()
        .map(|mut one| {
            one.send(1);
            status(&one.finish())
        })
        .collect();
    statuses.sort_unstable();
    statuses.dedup();
    assert_eq!(statuses, [303, 422, 429], "to sign-in; looked at; beyond the address's tries");

    // What is left is what the server's own connections read ahead, a megabyte each at most, whatever
    // the file.
    let holds = held <= 128.0 && seen >= 15.0;
    figure(
        "bytes-of-strangers",
        held,
        "MB",
        holds,
        &format!(
            "memory while 100 strangers send 10 MB each; the control, 20 MB of an administrator, shows {seen:.0} MB"
        ),
    );
    assert!(holds, "{held} MB of strangers, {seen} MB of the control");
    server.stop();
    world.finish().await;
}

#[rocket::async_test]
async fn beyond_its_budget_the_instance_says_come_back_and_one_account_cannot_spend_it() {
    let world = World::new("bytes in flight").await;
    let administrator = world.as_administrator().await;
    let budget = world.client.rocket().state::<ByteBudget>().expect("is managed").clone();
    let file = vec![b'x'; 3 * MEGABYTE];
    let send = async || {
        let fields = [("que", "x")];
        administrator.send_parts(IMPORT, &fields, Some(("datos.xlsx", &file))).await
    };
    // What others hold leaves one megabyte.
    let mut others: Vec<_> = (1..4).map(|who| budget.share(Some(-who))).collect();
    for share in &mut others {
        share.grow((MOST - MEGABYTE) / 3).expect("has room");
    }
    let refused = send().await.expect(503);
    assert!(refused.header("Retry-After").is_some());
    refused.expect_text("Hay muchas solicitudes").expect_text("No se hizo ningún cambio");
    drop(others);
    send().await.expect(422);
    assert_eq!(budget.held(), 0, "what was answered is let go");
    // One account holds what its largest file weighs, and others have the rest.
    let mut own = budget.share(Some(administrator.account().0));
    own.grow(22 * MEGABYTE).expect("has room");
    send().await.expect(503);
    let second = world.as_coordinator("MET").await;
    second.upload("/banco/importacion", "banco.xlsx", &file).await.expect(422);
    drop(own);
    world.finish().await;
}
