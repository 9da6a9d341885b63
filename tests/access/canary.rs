//! P15: documents, mails and names walk through the product, and none is found in its log.
//!
//! The real binary runs and its whole log is read. A journey of another capability is one
//! more line in [`journeys`].

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use formacion::platform::clock::Clock;
use formacion::sign_in::sessions;

use crate::support::figures::figure;
use crate::support::server::Server;
use crate::support::smtp::Smtp;
use crate::support::world::World;

/// Things of a person that no log may hold.
const CANARIES: [&str; 6] = [
    "canario.azul",
    "4815162342",
    "Canarinha",
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
            "nombre=Canarinha&correo=otro.canario.azul%40pueblo.example&rol=coordinator&direccion=MET",
        ),
        (
            "POST",
            "/cuentas",
            "nombre=Canarinha&correo=otro.canario.azul%40pueblo.example&rol=coordinator&direccion=4815162342",
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

/// One request over the wire; answers head and body.
fn ask(server: &Server, step: Step, cookie: &str) -> String {
    let (method, path, form) = step;
    let address = server.url("");
    let host = address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\nUser-Agent: Canarinha/4815162342\r\nReferer: {address}/canario-en-la-ruta\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{form}",
        form.len()
    )
    .unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[rocket::async_test]
async fn nothing_of_a_person_is_in_the_log() {
    let world = World::with("canary", |app| app.clock = Clock::machine()).await;
    let administrator = world.as_administrator().await;
    let tx = world.app.db.begin().await.unwrap();
    let open = sessions::open(&tx, administrator.account(), world.app.clock.now());
    let secret = open.await.unwrap();
    tx.commit().await.unwrap();
    // Somebody whose letters will leave, and one whose address no server takes.
    for mail in ["canario.azul@pueblo.example", "canario.azul.roto@pueblo.example"] {
        let fields = [("nombre", "Canarinha"), ("correo", mail), ("rol", "facilitator")];
        administrator.post("/cuentas", &fields).await.expect(303);
    }
    let post = Smtp::start();
    post.fail_next(1);
    let server = Server::with().database(world.database_url()).smtp(&post.url()).start();
    let cookie = format!("sesion={secret}");
    let mut answered = 0_u32;
    let mut broken = Vec::new();
    for step in journeys() {
        for cookie in ["", cookie.as_str()] {
            let answer = ask(&server, step, cookie);
            answered += 1;
            let status = answer.get(9..12).unwrap_or_default().to_owned();
            if status.is_empty() || status.starts_with('5') {
                broken.push(format!("{} {}: «{status}»", step.0, step.1));
            }
        }
    }
    // Two lists of letters: the ones to the accounts and the ones about lost passwords.
    post.wait_for(2);
    let log = server.stop();
    assert!(log.lines().count() > answered as usize, "the log was read");
    assert!(log.contains("mail not sent") && log.contains("mail sent"));
    let mut found: Vec<String> = CANARIES
        .iter()
        .copied()
        .chain([secret.as_str()])
        .flat_map(|canary| {
            log.lines()
                .filter(move |line| line.contains(canary))
                .map(move |line| format!("«{canary}» in {line}"))
        })
        .collect();
    found.sort();
    figure(
        "P15",
        found.len() as f64,
        "lines with personal data",
        found.is_empty() && broken.is_empty(),
        &format!(
            "{} canaries through {answered} requests and the mail; {} lines of log",
            CANARIES.len() + 1,
            log.lines().count()
        ),
    );
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(found.is_empty(), "{}", found.join("\n"));
    world.finish().await;
}
