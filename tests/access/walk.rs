//! Every page is found by whoever may open it: by links alone, from the first page of each of the
//! demonstration's accounts. What needs a secret of a letter is left out; what no link reaches has its reason
//! in `OUT_OF_REACH`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use formacion::assembly::cards;
use formacion::assessment::entity::activity;
use formacion::assessment::exam::entity::exam;
use formacion::attendance::codes::entity::session_code;
use formacion::cohorts::entity::{cohort, session};
use formacion::people::entity::person_merge;
use formacion::platform::registry::Card;
use rocket::http::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::scripts::parts;
use crate::support::world::{Character, World};

/// Everybody who enters the demonstration; a visitor walks too.
const ACCOUNTS: [&str; 12] = [
    "nacional",
    "coordinacion.caqueta",
    "coordinacion.meta",
    "direccion.meta",
    "facilitadora.caqueta",
    "facilitador.meta",
    "gobernacion.caqueta",
    "gobernacion.meta",
    "enlace.mapiripan",
    "enlace.puertorico",
    "servidora",
    "servidor",
];

/// Pages of a kind that one account opens, whatever they are about; beyond them one of each [`Standings`],
/// because a cohort that runs has other doors than one that is closed.
const INSTANCES: usize = 3;

/// The last page of a list that is turned to.
const LAST_PAGE: u32 = 5;

/// How the addresses of files end: a link to one is enough.
const FILES: [&str; 6] = ["/pdf", "/xlsx", "/zip", ".csv", ".svg", "/gift"];

const PROGRAM: &str = "programs ask for it, nobody reads it";
const SENT: &str = "it stands behind a form with a file: the answer leads there";
const FACTOR: &str =
    "only whoever has a second factor meets it, and nobody of the demonstration does";
const PAPER: &str = "no test of the demonstration was printed";
const PICTURE: &str = "nothing of the demonstration has a picture or a scan";
const ANSWERING: &str = "it stands behind the button that begins an attempt";
const NOBODY: &str = "nothing of the demonstration waits there";

/// Pages that no link of the demonstration reaches, with the reason.
const OUT_OF_REACH: [(&str, &str); 41] = [
    ("/.well-known/did.json", PROGRAM),
    ("/robots.txt", PROGRAM),
    ("/salud/lista", PROGRAM),
    ("/salud/viva", PROGRAM),
    ("/solicitud-de-otro-sitio", "it answers a form that another site sent"),
    ("/campo/sw.js", PROGRAM),
    ("/emisor", PROGRAM),
    ("/sin-red", "a browser shows it that has no network"),
    ("/sin-red.js", PROGRAM),
    ("/emisor/claves/<key>", PROGRAM),
    ("/emisor/cursos/<version>", PROGRAM),
    ("/emisor/cursos/<version>/insignia.svg", PROGRAM),
    ("/emisor/insignia.svg", PROGRAM),
    ("/emisor/listas/<list>", PROGRAM),
    ("/banco/importacion/<upload>", SENT),
    ("/banco/importacion/<upload>/archivo", SENT),
    ("/indicadores/importacion/<upload>", SENT),
    ("/notas/<book>", SENT),
    ("/notas/<book>/archivo", SENT),
    ("/ingresar/codigo", FACTOR),
    ("/ingresar/recuperacion", FACTOR),
    ("/segundo-factor/codigos", FACTOR),
    ("/segundo-factor/retiro", FACTOR),
    ("/segundo-factor/telefono", FACTOR),
    ("/hojas/<paper>", PAPER),
    ("/impresiones/<printing>", PAPER),
    ("/impresiones/<printing>/clave", PAPER),
    ("/impresiones/<printing>/cuadernillo/<form>", PAPER),
    ("/impresiones/<printing>/hojas", PAPER),
    ("/impresiones/<printing>/planilla", PAPER),
    ("/preguntas/<question>/imagenes/<picture>", PICTURE),
    ("/pruebas/<exam>/intentos/<number>/preguntas/<position>/imagenes/<picture>", PICTURE),
    ("/soportes/<scan>", PICTURE),
    ("/soportes/<scan>/retiro", PICTURE),
    ("/entregas/<submission>/archivo", PICTURE),
    ("/solicitudes/<request>/soporte", PICTURE),
    ("/firmas/<drawing>", PICTURE),
    ("/cohortes/<cohort>/minimas/soportes/<evidence>", PICTURE),
    ("/pruebas/<exam>/entrega", ANSWERING),
    ("/pruebas/<exam>/preguntas/<position>", ANSWERING),
    ("/solicitudes-de-registro/<asked>", NOBODY),
];

/// The address without what the page itself reads.
fn path_of(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

/// The card of the page at a path: of those that fit, the one with the most words of its own.
fn card_of<'a>(cards: &'a [Card], path: &str) -> Option<&'a Card> {
    let asked: Vec<&str> = path.split('/').collect();
    let own = |card: &&Card| card.path.split('/').filter(|part| !part.starts_with('<')).count();
    let fits = |card: &&Card| {
        let parts: Vec<&str> = card.path.split('/').collect();
        let alike = |(part, word): (&&str, &&str)| {
            part == word || (part.starts_with('<') && !word.is_empty())
        };
        parts.len() == asked.len() && parts.iter().zip(&asked).all(alike)
    };
    cards.iter().filter(fits).max_by_key(own)
}

/// Where a page leads: what its links, its pictures and its forms that only ask say.
fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (start, _) in html.match_indices('<') {
        let (name, attributes) = parts(&html[start + 1..]);
        let is_sent = attributes
            .iter()
            .any(|(key, value)| key == "method" && value.eq_ignore_ascii_case("post"));
        let leads = |key: &str| match key {
            "href" | "src" => true,
            "action" => name == "form" && !is_sent,
            _ => key.starts_with("data-"),
        };
        for (key, value) in &attributes {
            if leads(key) && value.starts_with('/') && !value.starts_with("//") {
                found.push(value.split('#').next().unwrap_or_default().to_owned());
            }
        }
    }
    found
}

/// Where things stand, by the address of their pages: cohorts and sessions by their stage, but for a session
/// whose code was shown, and for a test that somebody began and its cohort; people of whom two records were
/// joined.
struct Standings(BTreeMap<String, String>);

impl Standings {
    async fn read(world: &World) -> Self {
        let db = world.app.db.read();
        let mut known = BTreeMap::new();
        for row in cohort::Entity::find().all(db).await.expect("reads") {
            known.insert(format!("/cohortes/{}", row.id.0), format!("{:?}", row.stage));
        }
        for row in session::Entity::find().all(db).await.expect("reads") {
            known.insert(format!("/sesiones/{}", row.id.0), format!("{:?}", row.stage));
        }
        for row in session_code::Entity::find().all(db).await.expect("reads") {
            known
                .insert(format!("/sesiones/{}", row.session_id.0), "its code was shown".to_owned());
        }
        let begun = exam::Entity::find().filter(exam::Column::FrozenAt.is_not_null());
        for row in begun.all(db).await.expect("reads") {
            let activity = activity::Entity::find_by_id(row.activity_id).one(db).await;
            let cohort = activity.expect("reads").expect("a test is of an activity").cohort_id;
            for path in
                [format!("/actividades/{}", row.activity_id.0), format!("/cohortes/{}", cohort.0)]
            {
                known.insert(path, "a test is begun".to_owned());
            }
        }
        for row in person_merge::Entity::find().all(db).await.expect("reads") {
            known.insert(
                format!("/personas/{}", row.survivor_id.0),
                "two records were joined".to_owned(),
            );
        }
        Self(known)
    }

    /// Where what an address is about stands; a later page of a list stands apart.
    fn of(&self, address: &str) -> Option<String> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let page = query.split('&').find_map(|field| field.strip_prefix("pagina="));
        if let Some(page) = page.and_then(|page| page.parse::<u32>().ok()) {
            return (2..=LAST_PAGE).contains(&page).then(|| format!("page {page}"));
        }
        let mut words = path.split('/').skip(1);
        self.0.get(&format!("/{}/{}", words.next()?, words.next()?)).cloned()
    }
}

/// What walking found.
#[derive(Default)]
struct Walk {
    reached: BTreeSet<&'static str>,
    /// Addresses that somebody was shown and could not open.
    shut: Vec<String>,
}

impl Walk {
    async fn follow(
        &mut self,
        who: &str,
        character: &Character<'_>,
        (cards, standings): (&[Card], &Standings),
    ) {
        let mut opened: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut stood: BTreeSet<(&str, String)> = BTreeSet::new();
        let (mut ways, mut later) = (VecDeque::from(["/".to_owned()]), VecDeque::new());
        while let Some(address) = ways.pop_front().or_else(|| later.pop_front()) {
            let Some(card) = card_of(cards, path_of(&address)) else { continue };
            if FILES.iter().any(|end| card.path.ends_with(end)) || card.path.contains("/csv/") {
                self.reached.insert(card.path);
                continue;
            }
            let answered = character.get(&address).await;
            if answered.status >= 400 {
                self.shut.push(format!("{who} gets {} at {address}", answered.status));
                continue;
            }
            self.reached.insert(card.path);
            let kind = answered.header("Content-Type").unwrap_or_default();
            if !kind.starts_with("text/html") {
                continue;
            }
            for link in links(&answered.addresses()) {
                let Some(card) = card_of(cards, path_of(&link)) else { continue };
                let known = opened.entry(card.path).or_default();
                let standing = standings.of(&link).map(|standing| (card.path, standing));
                if known.len() < INSTANCES && known.insert(path_of(&link).to_owned()) {
                    stood.extend(standing);
                    ways.push_back(link);
                } else if standing.is_some_and(|standing| stood.insert(standing)) {
                    later.push_back(link);
                }
            }
        }
    }
}

#[test]
fn an_address_is_of_the_page_with_the_most_words_of_its_own() {
    let cards = cards();
    let of = |path: &str| card_of(&cards, path).map(|card| card.path);
    assert_eq!(of("/cohortes/nueva"), Some("/cohortes/nueva"));
    assert_eq!(of("/cohortes/7"), Some("/cohortes/<cohort>"));
    assert_eq!(of("/cohortes/7/nada"), None);
    let page = "<a href=\"/uno#a\">1</a><form action=\"/dos\"></form>\
                <form method=\"post\" action=\"/tres\"></form><img src=\"/cuatro\">";
    assert_eq!(links(page), ["/uno", "/dos", "/cuatro"]);
}

#[test]
fn pages_stand_by_what_they_are_about_and_by_the_page_of_a_list() {
    let known = [("/cohortes/7".to_owned(), "Closed".to_owned())];
    let standings = Standings(known.into());
    assert_eq!(standings.of("/cohortes/7/notas?volver=cierre").as_deref(), Some("Closed"));
    assert_eq!(standings.of("/cohortes/8"), None);
    assert_eq!(standings.of("/"), None);
    assert_eq!(standings.of("/personas?q=a&pagina=2").as_deref(), Some("page 2"));
    assert_eq!(standings.of("/personas?pagina=1"), None);
    assert_eq!(standings.of("/personas?pagina=99"), None);
}

#[rocket::async_test]
async fn every_page_is_reached_by_links_from_the_first_page_of_somebody() {
    let world = World::demo("walk by links").await;
    let cards: Vec<Card> = cards().into_iter().filter(|card| card.method == Method::Get).collect();
    let standings = Standings::read(&world).await;
    let known = (&cards[..], &standings);
    let mut walk = Walk::default();
    walk.follow("a visitor", &world.as_anyone(), known).await;
    for name in ACCOUNTS {
        let character = world.as_account(&format!("{name}@demostracion.example")).await;
        walk.follow(name, &character, known).await;
    }
    let excused: BTreeSet<&str> = OUT_OF_REACH.iter().map(|(path, _)| *path).collect();
    // Whoever has the secret comes by its letter.
    let by_letter = |path: &str| path.contains("<token>");
    let lost: Vec<&str> = cards
        .iter()
        .map(|card| card.path)
        .filter(|path| !walk.reached.contains(path) && !excused.contains(path) && !by_letter(path))
        .collect();
    let found: Vec<&&str> = excused.iter().filter(|path| walk.reached.contains(**path)).collect();
    println!("{} of {} pages are reached by links", walk.reached.len(), cards.len());
    assert!(
        lost.is_empty() && found.is_empty(),
        "no link reaches these (add one where a person looks for it, or say why not): {lost:#?}\n\
         and these are reached, so that they need no excuse: {found:#?}"
    );
    assert!(walk.shut.is_empty(), "links that do not open: {:#?}", walk.shut);
    world.finish().await;
}
