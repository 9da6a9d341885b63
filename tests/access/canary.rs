//! P15: documents, mails and names walk through the product, and none is found in its log, in an error
//! page or in an address that somebody is led to.
//!
//! The real binary runs and its whole log is read. What people type without meeting a row is one more
//! line in [`journeys`]; what goes further has a part of its own in [`walk`].

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use formacion::people::entity::post;
use formacion::platform::clock::Clock;
use formacion::sign_in::browser::Browser;
use formacion::sign_in::sessions;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::enrolment::code;
use crate::enrolment::import::csv;
use crate::support::figures::figure;
use crate::support::fixtures::{CohortPlan, cohort};
use crate::support::people::servant;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::{Character, World};

/// Things of a person that no log may hold.
const CANARIES: [&str; 8] = [
    "canario.azul",
    "4815162342",
    "4.815.162.342",
    "Canarinha",
    "CANARINHA",
    "3001234567",
    "frase-secreta-del-canario",
    "canario-en-la-ruta",
];

/// One request: method, address, form.
type Step = (&'static str, &'static str, &'static str);

/// What people type, right and wrong, with and without a session.
fn journeys() -> Vec<Step> {
    vec![
        ("GET", "/ingresar?destino=%2Fpersonas%3Fq%3D4815162342", ""),
        (
            "POST",
            "/ingresar",
            "correo=canario.azul%40pueblo.example&contrasena=frase-secreta-del-canario",
        ),
        ("POST", "/ingresar", "correo=%00canario.azul&contrasena=%FF%FEfrase-secreta-del-canario"),
        ("POST", "/ingresar/olvido", "correo=canario.azul%40pueblo.example"),
        ("POST", "/ingresar/olvido", "correo=nadie.canario.azul%40pueblo.example"),
        ("GET", "/enlace/frase-secreta-del-canario", ""),
        (
            "POST",
            "/enlace/frase-secreta-del-canario",
            "contrasena=frase-secreta-del-canario&contrasena_otra_vez=frase-secreta-del-canario",
        ),
        (
            "POST",
            "/contrasena",
            "contrasena_actual=frase-secreta-del-canario&contrasena=frase-secreta-del-canario2&contrasena_otra_vez=frase-secreta-del-canario2",
        ),
        (
            "POST",
            "/cuentas",
            "tipo_documento=CC&documento=9300000013&primer_nombre=Canarinha&primer_apellido=Canarinha&correo=otro.canario.azul%40pueblo.example&rol=coordinator&direccion=MET",
        ),
        (
            "POST",
            "/cuentas",
            "tipo_documento=CC&documento=4815162342&primer_nombre=Canarinha&primer_apellido=Canarinha&correo=otro.canario.azul%40pueblo.example&rol=coordinator&direccion=4815162342",
        ),
        ("GET", "/cuentas?q=canario.azul", ""),
        ("GET", "/cuentas?rol=4815162342&pagina=4815162342", ""),
        ("GET", "/envios", ""),
        ("GET", "/personas?q=4815162342", ""),
        ("GET", "/personas?q=Canarinha", ""),
        ("GET", "/personas/4815162342", ""),
        ("GET", "/oferta?q=Canarinha", ""),
        (
            "POST",
            "/oferta/4815162342/registro",
            "tipo=CC&documento=4815162342&nombre=Canarinha&correo=canario.azul%40pueblo.example&telefono=3001234567",
        ),
        ("GET", "/registro/frase-secreta-del-canario", ""),
        ("POST", "/registro/frase-secreta-del-canario", "contrasena=frase-secreta-del-canario"),
        ("GET", "/cupo/frase-secreta-del-canario", ""),
        ("GET", "/llegada/frase-secreta-del-canario", ""),
        ("GET", "/papeletas/frase-secreta-del-canario", ""),
        ("GET", "/verificar?codigo=4815162342", ""),
        ("GET", "/verificar/4815162342", ""),
        (
            "POST",
            "/mis-certificados/recuperar",
            "tipo_documento=CC&documento=4815162342&correo=canario.azul%40pueblo.example",
        ),
        ("GET", "/portafolio/frase-secreta-del-canario", ""),
        ("POST", "/portafolio/frase-secreta-del-canario/compartir", "que=4815162342"),
        ("GET", "/portafolio/frase-secreta-del-canario/4815162342/pdf", ""),
        ("GET", "/compartidos/frase-secreta-del-canario", ""),
        ("GET", "/canario-en-la-ruta/4815162342?correo=canario.azul", ""),
        ("DELETE", "/canario-en-la-ruta", "4815162342"),
        ("POST", "/cohortes/canario-en-la-ruta/datos", "nombre=Canarinha"),
    ]
}

/// What a registration says of the canary, as a page of our own sends it.
const FORM: &str = "tipo_documento=CC&documento=4.815.162.342&primer_nombre=Canarinha&segundo_nombre=&primer_apellido=Turpial&segundo_apellido=&correo=canario.azul.nuevo%40pueblo.example&telefono=3001234567&municipio=50325&entidad=alcaldia%3A50325&otra_entidad=&cargo=Tesorera&tipo_vinculacion=lnr&autorizo=si";

const TYPED: &str = "application/x-www-form-urlencoded";
const EDGE: &str = "frontera";

/// The requests of a walk, and what was wrong with their answers.
struct Walk<'s> {
    server: &'s Server,
    asked: u32,
    wrong: Vec<String>,
    /// The cookie of the canary, whose own name stands in the head of every page.
    own: String,
    /// Secrets that the product gave out on the way: no log may hold one either.
    secrets: Vec<String>,
}

/// One answer over the wire.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// The secret of the session that it opens.
    fn session(&self) -> Option<String> {
        let (_, rest) = self.head.split_once("sesion=")?;
        let secret = rest.split(';').next()?;
        (!secret.is_empty()).then(|| secret.to_owned())
    }
}

impl Walk<'_> {
    fn form(&mut self, method: &str, path: &str, form: &str, cookie: &str) -> Reply {
        self.send(method, path, TYPED, form.as_bytes(), cookie)
    }

    fn upload(&mut self, path: &str, name: &str, bytes: &[u8], cookie: &str) -> Reply {
        let mut body = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"{name}\"\r\n\r\n"
        )
        .into_bytes();
        body.extend(bytes);
        body.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.send("POST", path, &kind, &body, cookie)
    }

    /// One request over the wire. An answer that breaks, an error page or an address with a canary in
    /// it is noted.
    fn send(&mut self, method: &str, path: &str, kind: &str, body: &[u8], cookie: &str) -> Reply {
        let reply = self.ask(method, path, kind, body, cookie);
        if reply.status == 0 || reply.status >= 500 {
            self.wrong.push(format!("{method} {path}: «{}»", reply.status));
        }
        reply
    }

    fn ask(&mut self, method: &str, path: &str, kind: &str, body: &[u8], cookie: &str) -> Reply {
        let address = self.server.url("");
        let host = address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\nUser-Agent: Canarinha/4815162342\r\nReferer: {address}/canario-en-la-ruta\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        self.asked += 1;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
        let reply = Reply { status, head: head.to_owned(), body: body.to_owned() };
        // Whoever was sent to sign in comes back to the address that they asked for themselves.
        self.secrets.extend(reply.session());
        let led = reply.header("Location").unwrap_or_default().to_owned();
        let is_error = matches!(reply.status, 400..=417 | 429 | 500..) && self.own != cookie;
        for canary in CANARIES {
            let own = path.contains(canary) || canary == "canario-en-la-ruta";
            if led.contains(canary) && !own {
                self.wrong.push(format!("{method} {path} leads to an address with «{canary}»"));
            }
            if is_error && reply.body.contains(canary) && !own {
                self.wrong.push(format!("{method} {path}: «{canary}» on a page {}", reply.status));
            }
        }
        reply
    }
}

/// The text of the first letter behind the first `sent` that has this in it.
fn letter_with(post: &Smtp, mut sent: usize, what: &str) -> String {
    loop {
        let letters = post.wait_for(sent + 1);
        let texts = letters.iter().skip(sent).map(|letter| letter.text());
        if let Some(text) = texts.into_iter().find(|text| text.contains(what)) {
            return text;
        }
        assert!(letters.len() > sent, "no letter with {what} came");
        sent = letters.len();
    }
}

/// A registration with its link, a nomination, a list, look-ups, files, and what is too large or of
/// another kind. `cohort` is its id, `offer` its public code.
fn walk(walk: &mut Walk<'_>, post: &Smtp, cohort: i64, offer: &str, cookies: [&str; 3]) {
    let [administration, coordination, focal] = cookies;
    let path = format!("/oferta/{offer}/registro");
    let sent = post.messages().len();
    assert_eq!(walk.form("POST", &path, FORM, "").status, 200, "the registration is taken");
    let text = letter_with(post, sent, "/registro/");
    let link = text[text.find("/registro/").unwrap()..].split_whitespace().next().unwrap();
    walk.secrets.push(link.trim_start_matches("/registro/").to_owned());
    walk.form("GET", link, "", "");
    assert_eq!(walk.form("POST", link, "contrasena=corta", "").status, 422);
    let entered = walk.form("POST", link, "contrasena=frase-secreta-del-canario", "");
    assert_eq!(entered.status, 303, "the link makes the account: {}", entered.head);
    let own = format!("sesion={}", walk.secrets.last().expect("a session"));
    walk.own.clone_from(&own);
    for page in ["/", "/mis-certificados", "/contrasena", "/calendario"] {
        walk.form("GET", page, "", &own);
    }
    let changed = "contrasena_actual=frase-secreta-del-canario&contrasena=frase-secreta-del-canario-3&contrasena_otra_vez=frase-secreta-del-canario-3";
    walk.form("POST", "/contrasena", changed, &own);
    walk.form(
        "POST",
        "/ingresar",
        "correo=canario.azul.nuevo%40pueblo.example&contrasena=frase-secreta-del-canario-3",
        "",
    );
    walk.form("POST", &format!("/cohortes/{cohort}/postulaciones"), "todas=si", focal);
    let lookup = "paso=&tipo_documento=CC&documento=4815162342";
    let found =
        walk.form("POST", &format!("/cohortes/{cohort}/inscritos/nuevo"), lookup, coordination);
    assert!(found.status < 300, "the look-up answers: {}", found.status);
    let seek = format!("/cohortes/{cohort}/inscritos/busqueda");
    walk.form("POST", &seek, "q=4815162342", coordination);
    walk.form("POST", "/personas/busqueda", "tipo_documento=CC&documento=4815162342", coordination);
    walk.form(
        "POST",
        "/personas/busqueda",
        "tipo_documento=CC&documento=48151623421",
        coordination,
    );
    let row = |number: &str, name: &str| -> Vec<String> {
        let cells = [
            "1",
            number,
            name,
            "MAPIRIPAN",
            "TESORERA",
            "CARRERA",
            "canario.azul.2@pueblo.example",
        ];
        cells.map(str::to_owned).to_vec()
    };
    // A known document with another name, somebody new, and a document that is none.
    let rows = [
        row("4815162342", "OTRA PERSONA DISTINTA"),
        row("48151623422", "CANARINHA TURPIAL"),
        row("4815162342-X", "CANARINHA"),
    ];
    let imports = format!("/cohortes/{cohort}/importacion");
    let check = walk.upload(&imports, "Canarinha 4815162342.csv", &csv(&rows), coordination);
    let check = check.header("Location").expect("the list is looked at").to_owned();
    for page in [check.clone(), format!("{check}/xlsx")] {
        walk.form("GET", &page, "", coordination);
    }
    walk.form("POST", &check, "documento=1", coordination);
    let name = "Canarinha 4815162342.pdf";
    walk.upload("/verificar/archivo", name, b"%PDF-1.7 Canarinha 4815162342", "");
    walk.upload("/verificar/archivo", name, b"Canarinha", "");
    walk.upload(&imports, name, b"\xff\xd8\xff\xe0Canarinha 4815162342", coordination);
    walk.upload("/indicadores/importacion", name, b"Canarinha;4815162342", administration);
    walk.upload("/banco/importacion", name, b"::Canarinha::4815162342{", coordination);
    // Too large, of another kind, and no form at all.
    let large = format!("nombre={}", "Canarinha 4815162342 ".repeat(27_000));
    assert_eq!(walk.form("POST", "/cuentas", &large, administration).status, 413);
    let json = br#"{"nombre":"Canarinha","documento":"4815162342"}"#;
    assert_eq!(walk.send("POST", "/cuentas", "application/json", json, administration).status, 415);
    walk.send("POST", "/campo/marcas", "application/json", json, coordination);
    walk.send("POST", "/campo/dispositivo", "application/json", b"Canarinha", coordination);
    walk.send(
        "POST",
        &imports,
        "multipart/form-data; boundary=x",
        b"--x\r\nCanarinha",
        coordination,
    );
}

async fn cookie(world: &World, character: &Character<'_>) -> (String, String) {
    let tx = world.app.db.begin().await.unwrap();
    let browser = Browser::default();
    let open = sessions::open(&tx, character.account(), &browser, world.app.clock.now());
    let secret = open.await.unwrap().session;
    tx.commit().await.unwrap();
    (format!("sesion={secret}"), secret)
}

#[rocket::async_test]
async fn nothing_of_a_person_is_in_the_log() {
    let world = World::with("canary", |app| app.clock = Clock::machine()).await;
    let administrator = world.as_administrator().await;
    let (administration, secret) = cookie(&world, &administrator).await;
    // Somebody whose letters will leave, and one whose address no server takes.
    for (mail, number) in [
        ("canario.azul@pueblo.example", "9300000011"),
        ("canario.azul.roto@pueblo.example", "9300000012"),
    ] {
        let fields = [
            ("tipo_documento", "CC"),
            ("documento", number),
            ("primer_nombre", "Canarinha"),
            ("primer_apellido", "Canarinha"),
            ("correo", mail),
            ("rol", "facilitator"),
        ];
        administrator.post("/cuentas", &fields).await.expect(303);
    }
    let (_, post) = servant(&world, 1, "50325").await;
    let post = post::Entity::find_by_id(post).one(world.app.db.read()).await.unwrap().unwrap();
    let focal = world.as_focal_point(post.entity_id.0).await;
    let cohort = cohort(&world, CohortPlan::default()).await;
    let offer = code(&world, cohort).await;
    let (coordination, second) = cookie(&world, &world.as_coordinator("MET").await).await;
    let (focal, third) = cookie(&world, &focal).await;
    let smtp = Smtp::start();
    smtp.fail_next(1);
    let server = Server::with().database(world.database_url()).smtp(&smtp.url()).start();
    let secrets = vec![secret, second, third];
    let mut walked =
        Walk { server: &server, asked: 0, wrong: Vec::new(), own: "nobody".to_owned(), secrets };
    for (method, path, form) in journeys() {
        for cookie in ["", administration.as_str()] {
            walked.form(method, path, form, cookie);
        }
    }
    // Two lists of letters: the ones to the accounts and the ones about lost passwords.
    smtp.wait_for(2);
    walk(&mut walked, &smtp, cohort.0, &offer, [&administration, &coordination, &focal]);
    // What breaks says that it did, and no value of the statement that broke.
    let broken = ["person", "sign_in_attempt"];
    for table in broken {
        let sql = format!("ALTER TABLE {table} RENAME TO {table}_away");
        world.app.db.writer().execute_unprepared(&sql).await.unwrap();
    }
    let mut statuses = Vec::new();
    for (path, form) in [
        ("/ingresar", "correo=canario.azul%40pueblo.example&contrasena=frase-secreta-del-canario"),
        ("/ingresar/olvido", "correo=canario.azul%40pueblo.example"),
        ("/personas/busqueda", "tipo_documento=CC&documento=4815162342"),
    ] {
        let reply = walked.ask("POST", path, TYPED, form.as_bytes(), &coordination);
        statuses.push(reply.status);
    }
    statuses.push(walked.ask("GET", "/personas?q=Canarinha", TYPED, b"", &coordination).status);
    assert_eq!(statuses, [500; 4], "what broke is told as that");
    for table in broken {
        let sql = format!("ALTER TABLE {table}_away RENAME TO {table}");
        world.app.db.writer().execute_unprepared(&sql).await.unwrap();
    }
    let Walk { asked, wrong, secrets, .. } = walked;
    let log = server.stop();
    assert!(log.lines().count() > asked as usize, "the log was read");
    assert!(log.contains("mail not sent") && log.contains("mail sent"));
    assert!(log.contains("database error"), "what broke is in the log");
    let own = CANARIES.iter().copied().chain(secrets.iter().map(String::as_str));
    let mut found: Vec<String> = own
        .flat_map(|canary| {
            let lines = log.lines().filter(move |line| line.contains(canary));
            lines.map(move |line| format!("«{canary}» in {line}"))
        })
        .collect();
    found.sort();
    figure(
        "P15",
        (found.len() + wrong.len()) as f64,
        "lines and addresses with personal data",
        found.is_empty() && wrong.is_empty(),
        &format!(
            "{} canaries through {asked} requests (registration, nomination, list, files, look-ups, a \
             broken database) and the mail; {} lines of log",
            CANARIES.len() + secrets.len(),
            log.lines().count()
        ),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found.is_empty(), "{}", found.join("\n"));
    world.finish().await;
}
