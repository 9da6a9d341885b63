//! The second factor (R79): set up with a telephone, asked for after the password, never worth less than
//! it seems.

use chrono::TimeDelta;
use formacion::assembly::cards;
use formacion::history::entity::history_event;
use formacion::notices::entity::outbox_message;
use formacion::platform::registry::Audience;
use formacion::sign_in::actor::{AccountId, Role};
use formacion::sign_in::browser::Browser;
use formacion::sign_in::commands::attempts::Source;
use formacion::sign_in::entity::{
    account, half_session, recovery_code, second_factor, web_session,
};
use formacion::sign_in::factor::rules::SUSPICIOUS;
use formacion::sign_in::housekeeping;
use rocket::futures::future::join_all;
use rocket::http::Method;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::{MAIL, PASSWORD, Visitor, account, account_with};
use crate::support::authenticator::Telephone;
use crate::support::figures::figure;
use crate::support::product;
use crate::support::world::{Answered, World};

const CODE: &str = "/ingresar/codigo";
const FACTOR: &str = "/segundo-factor";
const RECOVERY: &str = "/ingresar/recuperacion";

/// Somebody who is in, with the telephone that was just set up and the codes on paper.
struct Owner<'w> {
    id: AccountId,
    visitor: Visitor<'w>,
    telephone: Telephone,
    paper: Vec<String>,
}

impl Owner<'_> {
    fn code(&self) -> String {
        self.telephone.code(self.visitor.world.app.clock.now())
    }
}

/// The codes that a page shows, four groups each.
fn paper(answered: &Answered) -> Vec<String> {
    let is_code = |word: &&str| {
        word.len() == 19
            && word.split('-').count() == 4
            && word.bytes().all(|b| b == b'-' || b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    answered.words().split(' ').filter(is_code).map(str::to_owned).collect()
}

/// Sets a telephone up in a browser that is in, and goes on a step, so that the next code is new.
pub async fn set_up(visitor: &mut Visitor<'_>) -> (Telephone, Vec<String>) {
    let page = visitor.get(FACTOR).await.expect(200);
    let telephone = Telephone::typed(&page.words());
    let code = telephone.code(visitor.world.app.clock.now());
    let answered = visitor.post(FACTOR, &[("codigo", &code)]).await.expect(200);
    visitor.keep(&answered);
    visitor.world.advance(TimeDelta::seconds(30));
    (telephone, paper(&answered))
}

async fn owner<'w>(world: &'w World, role: Role, unit: Option<&str>) -> Owner<'w> {
    let id = account_with(world, MAIL, role, unit).await;
    let mut visitor = Visitor::signed_in(world, MAIL).await;
    let (telephone, paper) = set_up(&mut visitor).await;
    Owner { id, visitor, telephone, paper }
}

async fn coordinator(world: &World) -> Owner<'_> {
    owner(world, Role::Coordinator, Some("MET")).await
}

/// A browser whose password was right and which is asked for the code.
async fn half_way<'w>(world: &'w World, address: &str) -> Visitor<'w> {
    let mut visitor = Visitor::at(world, address);
    let answered = visitor.enter(MAIL, PASSWORD).await.expect(303);
    assert_eq!(answered.location.as_deref(), Some("/ingresar/codigo?destino=%2F"));
    assert!(visitor.cookie.is_none() && visitor.half.is_some(), "half of the way");
    visitor
}

async fn answer(visitor: &mut Visitor<'_>, path: &str, code: &str) -> Answered {
    let answered = visitor.post(path, &[("codigo", code)]).await;
    visitor.keep(&answered);
    answered
}

async fn letters(world: &World) -> Vec<outbox_message::Model> {
    let kind = outbox_message::Column::Kind.eq("sign_in/second_factor");
    outbox_message::Entity::find().filter(kind).all(world.app.db.read()).await.unwrap()
}

async fn told(world: &World, subject: &str) -> usize {
    letters(world).await.iter().filter(|letter| letter.subject == subject).count()
}

async fn events(world: &World, action: &str) -> Vec<history_event::Model> {
    let action = history_event::Column::Action.eq(action);
    history_event::Entity::find().filter(action).all(world.app.db.read()).await.unwrap()
}

#[rocket::async_test]
async fn a_coordinator_sets_a_telephone_up_and_comes_in_with_its_code() {
    let world = World::new("sets up").await;
    let id = account_with(&world, MAIL, Role::Coordinator, Some("MET")).await;
    let elsewhere = Visitor::signed_in(&world, MAIL).await;
    let mut visitor = Visitor::signed_in(&world, MAIL).await;
    let page = visitor.get(FACTOR).await.expect(200).expect_text("Google Authenticator");
    assert!(page.body().contains("data:image/svg+xml") && page.body().contains("otpauth://totp/"));
    assert!(page.body().contains("autocomplete=\"one-time-code\""));
    let telephone = Telephone::typed(&page.words());
    // A telephone goes to its application and comes back: the page is loaded anew.
    let again = visitor.get(FACTOR).await.expect(200);
    assert_eq!(Telephone::typed(&again.words()), telephone);
    let other = elsewhere.get(FACTOR).await.expect(200);
    assert_ne!(Telephone::typed(&other.words()), telephone);

    visitor.post(FACTOR, &[]).await.expect(422).expect_text("Escriba los seis números");
    visitor.post(FACTOR, &[("codigo", "000000")]).await.expect(422).expect_text("en automático");
    assert_eq!(second_factor::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    let code = telephone.code(world.app.clock.now());
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let fields = [("codigo", spaced.as_str()), ("destino", "/cohortes?etapa=draft")];
    let answered = visitor.post(FACTOR, &fields).await.expect(200);
    assert_eq!(paper(&answered).len(), 10);
    assert!(answered.body().contains("/cohortes?etapa"), "goes on to where one wanted to go");
    visitor.keep(&answered);
    // The session that set it up goes on; the one of before has ended.
    visitor.get("/cohortes").await.expect(200);
    assert_eq!(elsewhere.accepted().await, 0);
    visitor.get(FACTOR).await.expect(200).expect_text("10 de 10");
    visitor.post(FACTOR, &[("codigo", &code)]).await.expect(303);
    assert_eq!(told(&world, "Su cuenta tiene ahora un segundo factor").await, 1);
    assert_eq!(events(&world, "sign_in.set_up_factor").await[0].subject_id, id.0);

    visitor.post("/salir", &[]).await.expect(303);
    world.advance(TimeDelta::seconds(30));
    let mut back = Visitor::at(&world, "192.0.2.7");
    let fields = [("correo", MAIL), ("contrasena", PASSWORD), ("destino", "/cohortes?etapa=draft")];
    let answered = back.post("/ingresar", &fields).await.expect(303);
    back.keep(&answered);
    let asked = answered.location.clone().unwrap();
    assert_eq!(asked, "/ingresar/codigo?destino=%2Fcohortes%3Fetapa%3Ddraft");
    let form = back.get(&asked).await.expect(200).expect_text("Escriba el código de su teléfono");
    assert!(form.body().contains("inputmode=\"numeric\""));
    let code = telephone.code(world.app.clock.now());
    let fields = [("codigo", code.as_str()), ("destino", "/cohortes?etapa=draft")];
    let answered = back.post(CODE, &fields).await.expect(303);
    back.keep(&answered);
    assert_eq!(answered.location.as_deref(), Some("/cohortes?etapa=draft"));
    assert!(back.half.is_none(), "the half of the way is over");
    back.get("/cohortes").await.expect(200);
    assert_eq!(half_session::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    // Elsewhere than here nobody is sent.
    let mut away = half_way(&world, "192.0.2.7").await;
    world.advance(TimeDelta::seconds(30));
    let code = telephone.code(world.app.clock.now());
    let fields = [("codigo", code.as_str()), ("destino", "//malo.example")];
    let answered = away.post(CODE, &fields).await.expect(303);
    away.keep(&answered);
    assert_eq!(answered.location.as_deref(), Some("/"));
    world.finish().await;
}

#[rocket::async_test]
async fn the_database_holds_neither_the_secret_nor_a_code() {
    let world = World::new("sealed").await;
    let owner = coordinator(&world).await;
    let db = world.app.db.read();
    let factor = second_factor::Entity::find().one(db).await.unwrap().unwrap();
    // 24 bytes of nonce, 20 of the secret and 16 that prove it unchanged.
    assert_eq!(factor.sealed.len(), 60);
    let codes = recovery_code::Entity::find().all(db).await.unwrap();
    assert_eq!(codes.len(), 10);
    for code in &owner.paper {
        let plain = code.replace('-', "");
        assert!(codes.iter().all(|row| row.digest.len() == 64 && !row.digest.contains(&plain)));
    }
    // With another secret of keys the factor opens for nobody.
    let mut other = world.app.clone();
    other.config.keys = formacion::platform::key_secret::KeySecret::Written(
        credentials::vault::Secret::parse(&"ab".repeat(32)).unwrap(),
    );
    let half = half_way(&world, "192.0.2.7").await.half.unwrap();
    let code = owner.code();
    let answer = formacion::sign_in::factor::commands::CodeAnswer {
        half: half.value(),
        typed: &code,
        request: "r",
        from: Source { address: "192.0.2.7", browser: &Browser::default() },
    };
    let outcome = formacion::sign_in::factor::commands::answer_code(&other, answer).await;
    outcome.err().expect("is not opened").refusal().expect_err("and that is broken, not refused");
    world.finish().await;
}

#[rocket::async_test]
async fn a_code_is_taken_once_and_an_earlier_one_not_at_all() {
    let world = World::new("once").await;
    let owner = coordinator(&world).await;
    // The code that set the telephone up is one step old, and was taken.
    let now = world.app.clock.now();
    let earlier = owner.telephone.code(now - TimeDelta::seconds(30));
    let mut thief = half_way(&world, "198.51.100.1").await;
    let answered = answer(&mut thief, CODE, &earlier).await.expect(422);
    answered.expect_text("Ese código ya se usó");
    let code = owner.code();
    let mut first = half_way(&world, "192.0.2.7").await;
    answer(&mut first, CODE, &code).await.expect(303);
    answer(&mut thief, CODE, &code).await.expect(422).expect_text("Ese código ya se usó");
    assert!(thief.cookie.is_none());
    // A telephone that runs ahead makes the codes of its past useless too.
    let ahead = owner.telephone.ahead(30);
    let mut second = half_way(&world, "192.0.2.7").await;
    answer(&mut second, CODE, &ahead.code(now)).await.expect(303);
    world.advance(TimeDelta::seconds(30));
    answer(&mut thief, CODE, &owner.code()).await.expect(422).expect_text("Ese código ya se usó");
    world.finish().await;
}

#[rocket::async_test]
async fn a_code_sent_by_many_at_once_lets_one_in() {
    let world = World::new("raced").await;
    let owner = coordinator(&world).await;
    let code = owner.code();
    let mut halves = Vec::new();
    for number in 0..12 {
        halves.push(half_way(&world, &format!("192.0.2.{number}")).await);
    }
    let fields = [("codigo", code.as_str())];
    let sent = halves.iter().map(|half| half.post(CODE, &fields));
    let statuses: Vec<u16> = join_all(sent).await.iter().map(|one| one.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 11, "{statuses:?}");
    let own = web_session::Column::AccountId.eq(owner.id);
    let open = web_session::Entity::find().filter(own).count(world.app.db.read()).await.unwrap();
    assert_eq!(open, 2, "of who set it up, and of the one");

    // The control: without the last step in the database the same code lets everybody in.
    world.advance(TimeDelta::seconds(60));
    let code = owner.code();
    let mut entered = 0;
    for half in &halves[..3] {
        forget_last_step(&world).await;
        let mut half = half_way(&world, &half.address).await;
        entered += u32::from(answer(&mut half, CODE, &code).await.status == 303);
    }
    assert_eq!(entered, 3, "the rule is what refuses");
    world.finish().await;
}

async fn forget_last_step(world: &World) {
    let db = world.app.db.writer();
    let factor = second_factor::Entity::find().one(db).await.unwrap().unwrap();
    let forgotten =
        second_factor::ActiveModel { id: Set(factor.id), last_step: Set(0), ..Default::default() };
    forgotten.update(db).await.unwrap();
}

#[rocket::async_test]
async fn a_clock_half_a_minute_off_passes_and_a_minute_and_a_half_does_not() {
    let world = World::new("clock").await;
    let owner = coordinator(&world).await;
    world.advance(TimeDelta::minutes(10));
    for (ahead, passes) in [(-90, false), (90, false), (-30, true), (0, true), (30, true)] {
        let telephone = owner.telephone.ahead(ahead);
        let mut half = half_way(&world, "192.0.2.7").await;
        let answered = answer(&mut half, CODE, &telephone.code(world.app.clock.now())).await;
        assert_eq!(answered.status == 303, passes, "{ahead}: {}", answered.words());
        if !passes {
            answered.expect(422).expect_text("mire el reloj del teléfono");
        }
    }
    world.finish().await;
}

#[rocket::async_test]
async fn a_recovery_code_lets_in_once_and_its_owner_is_told() {
    let world = World::new("recovery").await;
    let owner = coordinator(&world).await;
    let typed = owner.paper[3].to_lowercase().replace('-', " ").replace('o', "0");
    let mut half = half_way(&world, "192.0.2.7").await;
    let asked = half.get(RECOVERY).await.expect(200);
    asked.expect_text("Cada uno sirve una sola vez");
    half.post(RECOVERY, &[]).await.expect(422).expect_text("Escriba un código de recuperación");
    let mistaken = answer(&mut half, CODE, &owner.paper[3]).await.expect(422);
    mistaken.expect_text("Eso parece un código de recuperación");
    answer(&mut half, RECOVERY, "no es").await.expect(422).expect_text("dieciséis letras");
    let answered = answer(&mut half, RECOVERY, &typed).await.expect(303);
    assert_eq!(answered.location.as_deref(), Some(FACTOR));
    half.get(FACTOR).await.expect(200).expect_text("9 de 10").expect_no_text("Seguir a lo que");
    let onward = format!("{FACTOR}?destino=%2Fcohortes");
    half.get(&onward).await.expect(200).expect_text("Seguir a lo que venía a hacer");
    let letter = letters(&world).await.pop().unwrap();
    assert_eq!(letter.subject, "Se usó un código de recuperación de su cuenta");
    assert!(letter.text_body.contains("que le quedan: 9."), "{}", letter.text_body);
    assert_eq!(events(&world, "sign_in.use_recovery_code").await[0].detail, r#"{"left":9}"#);

    let mut again = half_way(&world, "192.0.2.7").await;
    let answered = answer(&mut again, RECOVERY, &owner.paper[3]).await.expect(422);
    answered.expect_text("Ese código de recuperación ya se usó");
    assert!(again.cookie.is_none());
    // Another account's paper is nobody's.
    answer(&mut again, RECOVERY, "ABCD-EFGH-2345-6722").await.expect(422);

    // New codes, for whoever knows the password; the others are void.
    half.get("/segundo-factor/codigos").await.expect(200).expect_text("dejan de servir");
    let wrong = [("contrasena_actual", "otra cosa larga")];
    half.post("/segundo-factor/codigos", &wrong).await.expect(422).expect_text("no es correcta");
    let right = [("contrasena_actual", PASSWORD)];
    let new = paper(&half.post("/segundo-factor/codigos", &right).await.expect(200));
    assert_eq!(new.len(), 10);
    assert!(new.iter().all(|code| !owner.paper.contains(code)));
    let answered = answer(&mut again, RECOVERY, &owner.paper[0]).await.expect(422);
    answered.expect_text("Ese no es uno de sus códigos");
    answer(&mut again, RECOVERY, &new[0]).await.expect(303);
    assert_eq!(told(&world, "Tiene códigos de recuperación nuevos").await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn one_recovery_code_sent_by_many_at_once_lets_one_in() {
    let world = World::new("recovery raced").await;
    let owner = coordinator(&world).await;
    let mut halves = Vec::new();
    for number in 0..8 {
        halves.push(half_way(&world, &format!("192.0.2.{number}")).await);
    }
    let fields = [("codigo", owner.paper[0].as_str())];
    let sent = halves.iter().map(|half| half.post(RECOVERY, &fields));
    let answers = join_all(sent).await;
    assert_eq!(answers.iter().filter(|one| one.status == 303).count(), 1);
    // The control: another code of the paper lets another one in.
    let mut other = half_way(&world, "192.0.2.50").await;
    answer(&mut other, RECOVERY, &owner.paper[1]).await.expect(303);
    world.finish().await;
}

#[rocket::async_test]
async fn half_of_the_way_opens_nothing() {
    let world = World::new("half").await;
    let owner = coordinator(&world).await;
    let half = half_way(&world, "192.0.2.7").await;
    let secret = half.half.clone().unwrap();
    let stranger = Visitor::at(&world, "192.0.2.8");
    // The same secret in the place of a session's.
    let mut dressed = Visitor::at(&world, "192.0.2.9");
    dressed.cookie =
        Some(rocket::http::Cookie::new("sesion", secret.value().to_owned()).into_owned());
    let (mut asked, mut opened) = (0, Vec::new());
    for card in cards().iter().filter(|card| card.method == Method::Get) {
        if card.path == CODE || card.path == RECOVERY {
            continue;
        }
        let path = address(card.path);
        let nobody = stranger.get(&path).await;
        for visitor in [&half, &dressed] {
            asked += 1;
            let answered = visitor.get(&path).await;
            let same = answered.status == nobody.status && answered.location == nobody.location;
            if !same || answered.body().contains("Rosa Elvira Yopo") {
                opened.push(format!("{path}: {} {:?}", answered.status, answered.location));
            }
        }
    }
    assert!(asked > 200 && opened.is_empty(), "{}", opened.join("\n"));
    for (path, fields) in [
        ("/segundo-factor/codigos", vec![("contrasena_actual", PASSWORD)]),
        ("/segundo-factor/retiro", vec![("contrasena_actual", PASSWORD)]),
        ("/contrasena", vec![("contrasena_actual", PASSWORD)]),
    ] {
        let answered = half.post(path, &fields).await.expect(303);
        assert!(answered.location.unwrap().starts_with("/ingresar"), "{path}");
    }
    half.post(FACTOR, &[("codigo", "123456")]).await.expect(401).expect_text("Ingrese");
    // It lasts ten minutes, and nothing without its cookie.
    stranger.get(CODE).await.expect(303);
    let answered = stranger.post(CODE, &[("codigo", &owner.code())]).await.expect(303);
    assert_eq!(answered.location.as_deref(), Some("/ingresar?destino=%2F"));
    world.advance(TimeDelta::minutes(10));
    half.get(CODE).await.expect(303);
    let answered = half.post(CODE, &[("codigo", &owner.code())]).await.expect(303);
    assert_eq!(answered.location.as_deref(), Some("/ingresar?destino=%2F"));
    housekeeping::round(&world.app).await.unwrap();
    assert_eq!(half_session::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    world.finish().await;
}

/// An address of a card, with ids of nothing.
fn address(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('<') { "1" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[rocket::async_test]
async fn who_knows_the_password_cannot_guess_the_code() {
    let world = World::new("guess").await;
    let owner = coordinator(&world).await;
    // The owner's own address is known from here on.
    let mut known = half_way(&world, "192.0.2.7").await;
    answer(&mut known, CODE, &owner.code()).await.expect(303);
    let mut looked_at = 0;
    let mut thief = half_way(&world, "198.51.100.1").await;
    for _ in 0..40 {
        looked_at += u32::from(answer(&mut thief, CODE, "000000").await.status == 422);
    }
    assert_eq!(looked_at, 5, "one address");
    world.advance(TimeDelta::seconds(30));
    answer(&mut thief, CODE, &owner.code()).await.expect(429);
    for number in 2..60 {
        let mut thief = half_way(&world, &format!("198.51.100.{number}")).await;
        looked_at += u32::from(answer(&mut thief, CODE, "000000").await.status == 422);
    }
    assert_eq!(looked_at, 20, "many addresses");
    // And not again when the quarter of an hour is over, nor for one address with patience.
    for _ in 0..40 {
        world.advance(TimeDelta::minutes(20));
        let mut thief = half_way(&world, "198.51.100.1").await;
        looked_at += u32::from(answer(&mut thief, CODE, "000000").await.status == 422);
    }
    let mut known = half_way(&world, "192.0.2.7").await;
    let owner_in = answer(&mut known, CODE, &owner.code()).await.status == 303;
    figure(
        "P23",
        looked_at,
        "codes looked at",
        looked_at == 20 && owner_in,
        "13 hours of guesses at the code from 59 addresses that know the password; the owner comes in from the usual one",
    );
    assert_eq!(looked_at, 20, "within a day");
    assert!(owner_in, "the owner is locked out");
    // Guesses at the same moment do not outrun the limit.
    world.advance(TimeDelta::days(1));
    let thief = half_way(&world, "203.0.113.1").await;
    let sent = (0..24).map(|_| thief.post(CODE, &[("codigo", "000000")]));
    let at_once = join_all(sent).await.iter().filter(|one| one.status == 422).count();
    assert_eq!(at_once, 5);
    // The owner was told, once a day.
    const { assert!(SUSPICIOUS <= 5) };
    assert_eq!(told(&world, "Alguien escribió su contraseña y no el código").await, 2);
    world.finish().await;
}

#[rocket::async_test]
async fn strangers_with_the_password_keep_no_known_browser_from_its_code() {
    let world = World::new("known code").await;
    let owner = coordinator(&world).await;
    let mut known = half_way(&world, "192.0.2.7").await;
    answer(&mut known, CODE, &owner.code()).await.expect(303);
    for number in 1..=20 {
        let mut thief = half_way(&world, &format!("198.51.100.{number}")).await;
        answer(&mut thief, CODE, "000000").await.expect(422);
    }
    world.advance(TimeDelta::minutes(20));
    // A new address, where the browser alone is known.
    let moved = async |device| {
        let mut visitor = Visitor { device, ..Visitor::at(&world, "203.0.113.9") };
        visitor.enter(MAIL, PASSWORD).await.expect(303);
        answer(&mut visitor, CODE, &owner.code()).await.status
    };
    assert_eq!(moved(None).await, 429, "the control: a browser that nobody knows");
    assert_eq!(moved(known.device.clone()).await, 303);
    // Its own guesses are counted all the same.
    world.advance(TimeDelta::minutes(20));
    let mut own = Visitor { device: known.device.clone(), ..Visitor::at(&world, "203.0.113.10") };
    own.enter(MAIL, PASSWORD).await.expect(303);
    for _ in 0..5 {
        answer(&mut own, CODE, "000000").await.expect(422);
    }
    answer(&mut own, CODE, &owner.code()).await.expect(429);
    world.finish().await;
}

#[rocket::async_test]
async fn the_days_are_said_at_home_and_when_they_are_over_nothing_else_opens() {
    let world = World::with("days", |app| app.config.second_factor_days = 14).await;
    let id = account_with(&world, MAIL, Role::NationalAdministrator, None).await;
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let home = visitor.get("/").await.expect(200);
    home.expect_text("Su rol necesita un segundo factor").expect_text("Le quedan 14 días");
    visitor.get("/cuentas").await.expect(200);
    let page = visitor.get(&format!("/cuentas/{id}")).await.expect(200);
    page.expect_text("No lo ha configurado. Le quedan 14 días").expect_no_text("Retirar el");
    // Other roles owe none.
    account(&world, "otra@pueblo.example").await;
    let facilitator = Visitor::signed_in(&world, "otra@pueblo.example").await;
    facilitator.get("/").await.expect(200).expect_no_text("segundo factor para ingresar");

    world.advance(TimeDelta::days(13));
    let visitor = Visitor::signed_in(&world, MAIL).await;
    visitor.get("/").await.expect(200).expect_text("Hoy es el último día para configurarlo");
    visitor.get(FACTOR).await.expect(200).expect_text("Hoy es el último día");
    world.advance(TimeDelta::hours(10));
    visitor.get("/cuentas").await.expect(200);
    // Four hours later it is another day in Bogotá.
    world.advance(TimeDelta::hours(4));
    let visitor = Visitor::signed_in(&world, MAIL).await;
    let stranger = Visitor::at(&world, "192.0.2.8");
    let mut opened = Vec::new();
    for card in cards().iter().filter(|card| card.method == Method::Get) {
        let answered = visitor.get(&address(card.path)).await;
        // An address that stands for nothing is nobody's.
        if answered.status == 404 && stranger.get(&address(card.path)).await.status == 404 {
            continue;
        }
        let to = answered.location.clone().unwrap_or_default();
        let is_own = card.path.starts_with(FACTOR);
        let is_public = matches!(card.audience, Audience::Anyone | Audience::DemoOnly);
        if !is_own && !is_public && !to.starts_with("/segundo-factor?destino=") {
            opened.push(format!("{}: {} {to}", card.path, answered.status));
        }
    }
    assert!(opened.is_empty(), "{}", opened.join("\n"));
    let home = visitor.get("/").await.expect(303);
    assert_eq!(home.location.as_deref(), Some("/segundo-factor?destino=%2F"));
    let change = [("nombre", "x"), ("correo", "x@pueblo.example"), ("rol", "facilitator")];
    let kept = visitor.post("/cuentas", &change).await.expect(401);
    let kept = kept.expect_text("su cuenta necesita el segundo factor");
    assert!(kept.body().contains("value=\"x@pueblo.example\""), "what was typed stays there");
    let answered = visitor.post("/segundo-factor/codigos", &[]).await.expect(303);
    assert!(answered.location.unwrap().starts_with("/segundo-factor"));
    // What is open to everybody is what a stranger sees.
    visitor.get("/oferta").await.expect(200).expect_no_text("Mis inscripciones");
    let page = visitor.get("/segundo-factor?destino=%2Fcuentas").await.expect(200);
    page.expect_text("el plazo terminó").expect_text("Salir").expect_no_text("Informes");
    // Leaving is possible, and so is setting it up; then everything opens.
    visitor.post("/salir", &[]).await.expect(303);
    assert_eq!(
        visitor.get(FACTOR).await.location.as_deref(),
        Some("/ingresar?destino=%2Fsegundo-factor")
    );
    let mut visitor = Visitor::signed_in(&world, MAIL).await;
    set_up(&mut visitor).await;
    visitor.get("/cuentas").await.expect(200);
    visitor.get("/").await.expect(200).expect_no_text("segundo factor para ingresar");
    // The facilitator was never asked.
    Visitor::signed_in(&world, "otra@pueblo.example").await.get("/").await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn who_gets_a_role_later_has_all_the_days_from_then() {
    let world = World::with("later", |app| app.config.second_factor_days = 14).await;
    let id = account(&world, MAIL).await;
    world.advance(TimeDelta::days(30));
    let administrator = world.as_administrator().await;
    let role = [("rol", "coordinator"), ("direccion", "MET")];
    administrator.post(&format!("/cuentas/{id}/roles"), &role).await.expect(303);
    let visitor = Visitor::signed_in(&world, MAIL).await;
    visitor.get("/").await.expect(200).expect_text("Le quedan 14 días");
    // An account of before this was known is asked from the first round of housekeeping on.
    let unasked =
        account::ActiveModel { id: Set(id), factor_asked_at: Set(None), ..Default::default() };
    unasked.update(world.app.db.writer()).await.unwrap();
    world.advance(TimeDelta::days(3));
    housekeeping::round(&world.app).await.unwrap();
    world.advance(TimeDelta::days(4));
    housekeeping::round(&world.app).await.unwrap();
    let visitor = Visitor::signed_in(&world, MAIL).await;
    visitor.get("/").await.expect(200).expect_text("Le quedan 10 días");
    world.finish().await;
}

#[rocket::async_test]
async fn an_administrator_takes_a_lost_telephone_away_from_others_and_never_from_oneself() {
    let world = World::new("reset").await;
    let owner = owner(&world, Role::NationalAdministrator, None).await;
    let path = format!("/cuentas/{}/segundo-factor/retiro", owner.id);
    let reason = [("motivo", "Perdió el teléfono en una comisión")];
    owner.visitor.post(&path, &reason).await.expect(403);
    let own = owner.visitor.get(&format!("/cuentas/{}", owner.id)).await.expect(200);
    own.expect_text("Activo desde el").expect_no_text("Retirar el segundo factor");
    world.as_coordinator("MET").await.post(&path, &reason).await.expect(404);

    let administrator = world.as_administrator().await;
    let page = administrator.get(&format!("/cuentas/{}", owner.id)).await.expect(200);
    page.expect_text("Retirar el segundo factor").expect_text("compruebe que es ella");
    administrator.post(&path, &[]).await.expect(422).expect_text("Escriba por qué");
    let half = half_way(&world, "192.0.2.7").await;
    administrator.post(&path, &reason).await.expect(303);
    assert_eq!(owner.visitor.accepted().await, 0, "sessions end");
    half.get(CODE).await.expect(303);
    let letter = letters(&world).await.pop().unwrap();
    assert_eq!(letter.subject, "La administración retiró su segundo factor");
    assert!(letter.text_body.contains("Motivo: Perdió el teléfono en una comisión"));
    let event = events(&world, "sign_in.reset_factor").await.remove(0);
    assert_eq!(event.actor_account_id, Some(administrator.account().0));
    assert!(event.detail.contains("Perdió el teléfono en una comisión"), "{}", event.detail);
    administrator.post(&path, &reason).await.expect(422).expect_text("no tiene un segundo factor");
    // The password is enough until another telephone is set up; the old one makes nothing more.
    let mut visitor = Visitor::signed_in(&world, MAIL).await;
    let (telephone, _) = set_up(&mut visitor).await;
    assert_ne!(telephone, owner.telephone);
    world.finish().await;
}

#[rocket::async_test]
async fn the_last_administrator_is_helped_by_whoever_runs_the_machine() {
    let world = World::new("last").await;
    let owner = owner(&world, Role::NationalAdministrator, None).await;
    let with = ["user", "reset-factor", "--email", MAIL, "--reason", "Perdió el teléfono"];
    let said = product::run(&with, world.database_url()).await;
    assert!(said.contains("se retiró"), "{said}");
    assert_eq!(owner.visitor.accepted().await, 0);
    assert_eq!(events(&world, "sign_in.reset_factor").await[0].actor_account_id, None);
    assert_eq!(told(&world, "La administración retiró su segundo factor").await, 1);
    Visitor::signed_in(&world, MAIL).await.get("/cuentas").await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn a_new_password_and_a_link_leave_the_telephone_as_it_is() {
    let world = World::new("stays").await;
    let mut owner = coordinator(&world).await;
    let new = "otra frase larga de prueba";
    let twice = [("contrasena", new), ("contrasena_otra_vez", new)];
    let all = [("contrasena_actual", PASSWORD), twice[0], twice[1]];
    let answered = owner.visitor.post("/contrasena", &all).await.expect(303);
    owner.visitor.keep(&answered);
    owner.visitor.get("/cohortes").await.expect(200);
    let mut visitor = Visitor::at(&world, "192.0.2.7");
    visitor.enter(MAIL, new).await.expect(303);
    assert!(visitor.cookie.is_none() && visitor.half.is_some());

    // The link of a lost password stands for the password alone.
    let administrator = world.as_administrator().await;
    let link = super::link::sent_link(&world, &administrator, owner.id).await;
    let mut lost = Visitor::at(&world, "192.0.2.30");
    let answered = lost.post(&link, &twice).await.expect(303);
    lost.keep(&answered);
    assert_eq!(answered.location.as_deref(), Some("/ingresar/codigo?destino=%2F"));
    assert!(lost.cookie.is_none());
    visitor.get(CODE).await.expect(303);
    let code = owner.code();
    answer(&mut lost, CODE, &code).await.expect(303);
    lost.get("/cohortes").await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn another_telephone_takes_the_place_of_the_first_for_who_knows_the_password() {
    let world = World::new("another").await;
    let mut owner = coordinator(&world).await;
    let path = "/segundo-factor/telefono";
    let page = owner.visitor.get(path).await.expect(200).expect_text("Cambie de teléfono");
    let new = Telephone::typed(&page.words());
    assert_ne!(new, owner.telephone);
    let code = new.code(world.app.clock.now());
    owner.visitor.post(path, &[("codigo", &code)]).await.expect(422);
    let wrong = [("codigo", code.as_str()), ("contrasena_actual", "la del ladrón")];
    owner.visitor.post(path, &wrong).await.expect(422).expect_text("no es correcta");
    let old = owner.code();
    let stale = [("codigo", old.as_str()), ("contrasena_actual", PASSWORD)];
    owner.visitor.post(path, &stale).await.expect(422).expect_text("El código no es correcto");
    let right = [("codigo", code.as_str()), ("contrasena_actual", PASSWORD)];
    let answered = owner.visitor.post(path, &right).await.expect(200);
    owner.visitor.keep(&answered);
    assert_eq!(paper(&answered).len(), 10);
    world.advance(TimeDelta::seconds(30));
    let mut half = half_way(&world, "192.0.2.7").await;
    let old = owner.code();
    answer(&mut half, CODE, &old).await.expect(422);
    answer(&mut half, RECOVERY, &owner.paper[0]).await.expect(422);
    answer(&mut half, CODE, &new.code(world.app.clock.now())).await.expect(303);
    assert_eq!(told(&world, "Cambió el teléfono de su segundo factor").await, 1);
    world.finish().await;
}

#[rocket::async_test]
async fn who_owes_a_factor_cannot_give_it_up_and_others_can() {
    let world = World::new("give up").await;
    let owner = coordinator(&world).await;
    let path = "/segundo-factor/retiro";
    owner.visitor.get(path).await.expect(303);
    let proof = [("contrasena_actual", PASSWORD)];
    let answered = owner.visitor.post(path, &proof).await.expect(422);
    answered.expect_text("Su rol necesita el segundo factor");
    owner.visitor.get(FACTOR).await.expect(200).expect_no_text("Quitar el segundo factor");
    world.finish().await;

    let world = World::new("voluntary").await;
    let mut owner = self::owner(&world, Role::Facilitator, None).await;
    owner.visitor.get(FACTOR).await.expect(200).expect_text("Quitar el segundo factor");
    let mut half = half_way(&world, "192.0.2.7").await;
    answer(&mut half, CODE, &owner.code()).await.expect(303);
    owner.visitor.get(path).await.expect(200).expect_text("pedirá solo la contraseña");
    owner.visitor.post(path, &[("contrasena_actual", "no es")]).await.expect(422);
    owner.visitor.post(path, &proof).await.expect(303);
    assert_eq!(told(&world, "Su cuenta ya no tiene segundo factor").await, 1);
    owner.visitor = Visitor::signed_in(&world, MAIL).await;
    assert!(owner.visitor.cookie.is_some() && owner.visitor.half.is_none());
    world.finish().await;
}

#[rocket::async_test]
async fn the_demonstration_asks_nobody_for_a_code() {
    let world = World::with("demonstration", |app| {
        app.demo = true;
        app.config.second_factor_days = 0;
    })
    .await;
    let mut owner = coordinator(&world).await;
    owner.visitor.get(FACTOR).await.expect(200).expect_text("las cuentas son de todos");
    owner.visitor = Visitor::signed_in(&world, MAIL).await;
    owner.visitor.get("/cohortes").await.expect(200);
    let administrator = world.as_administrator().await;
    administrator.get("/").await.expect(200).expect_no_text("segundo factor para ingresar");
    world.finish().await;
}
