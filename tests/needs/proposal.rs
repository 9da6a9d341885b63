//! From needs to a draft: the account of a proposal, and the needs that the draft answers.

use formacion::courses::queries::building;
use formacion::needs::entity::need_match;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{HERE, stated};
use crate::support::fixtures::day;
use crate::support::world::World;

const CONCORDIA: &str = "50450";
const LLERAS: &str = "50577";

async fn version(world: &World) -> String {
    let courses = building(world.app.db.read(), "TRI-01").await.unwrap();
    courses.iter().find(|(course, _)| course.code == "SP-TRI").unwrap().0.version_id.to_string()
}

#[rocket::async_test]
async fn near_municipalities_a_venue_and_seats_are_proposed_with_their_account() {
    let world = World::new("proposal").await;
    let met = world.as_coordinator("MET").await;
    let nacional = world.as_administrator().await;
    stated(&met, HERE, &[("personas", "6")]).await;
    stated(&met, CONCORDIA, &[("personas", "14")]).await;
    stated(&met, LLERAS, &[("personas", "9")]).await;
    // Of another unit's territory, of another capacity, far away: none of them is proposed.
    stated(&nacional, "18592", &[]).await;
    stated(&met, "50001", &[("capacidad", "PRE-01")]).await;
    let page = met.get("/necesidades/propuesta?capacidad=TRI-01&distancia=300").await.expect(200);
    let page = page
        .expect_text("29 personas sin cohorte")
        .expect_text("Puerto Concordia (Meta) Sede")
        .expect_text("14 × 0 &#x3D; 0")
        .expect_no_text("Puerto Rico (Caquetá)")
        .expect_no_text("Villavicencio");
    assert!(
        page.body().contains("name=\"cupos\" value=\"29\"") || page.body().contains("value=\"29\"")
    );
    let one = met.get("/necesidades/propuesta?capacidad=PRE-01").await.expect(200);
    one.expect_text("Cupos 12 personas sin cohorte");
    let near = "/necesidades/propuesta?capacidad=TRI-01&distancia=1";
    met.get(near).await.expect(200).expect_text("Más lejos que la distancia pedida");
    let few = "/necesidades/propuesta?capacidad=TRI-01&distancia=300&maximo=20";
    met.get(few).await.expect(200).expect_text("no caben en los cupos");
    for (query, sentence) in [
        ("distancia=mucha", "de 0 a 600"),
        ("distancia=601", "0 a 600"),
        ("maximo=0", "1 a 1.000"),
        ("capacidad=XXX-99", "Elija una capacidad"),
    ] {
        let wrong = met.get(&format!("/necesidades/propuesta?{query}")).await;
        wrong.expect(422).expect_text(sentence);
    }
    // Who comes from the ranking brings municipalities that asked for nothing.
    let marked = "/necesidades/propuesta?capacidad=TRI-01&municipios=50001&municipios=18592";
    met.get(marked).await.expect(200).expect_text("Villavicencio").expect_no_text("Puerto Rico");
    // The choice is named and kept before the capacity is chosen, and while something is wrong.
    for query in ["", "&capacidad=&distancia=120", "&distancia=601"] {
        let path =
            format!("/necesidades/propuesta?municipios={CONCORDIA}&municipios={HERE}{query}");
        let page = met.get(&path).await.expect_text("Usted marcó Puerto Concordia y Mapiripán.");
        for code in [CONCORDIA, HERE] {
            let kept = format!("<input type=\"hidden\" name=\"municipios\" value=\"{code}\">");
            assert!(page.body().contains(&kept), "{query}: {code}");
        }
    }
    // Of two units: the cohort is of one, and the other municipality is told of.
    let both =
        format!("/necesidades/propuesta?capacidad=TRI-01&municipios={HERE}&municipios=18592");
    let both = nacional.get(&both).await.expect(200);
    both.expect_text("Usted marcó Mapiripán y Puerto Rico.")
        .expect_text("Lo atiende otra dirección territorial");
    // A foreign municipality and none look alike.
    let from = async |code: &str| {
        let path = format!("/necesidades/propuesta?capacidad=TRI-01&municipio={code}");
        met.get(&path).await.expect(200).body_without_request_id().replace(code, "CODE")
    };
    assert_eq!(from("18592").await, from("98765").await);
    world.as_gobernacion("50").await.get("/necesidades/propuesta").await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn the_draft_answers_the_needs_that_were_chosen_and_only_what_it_is_for() {
    let world = World::new("proposal accepted").await;
    let met = world.as_coordinator("MET").await;
    let nacional = world.as_administrator().await;
    let here = stated(&met, HERE, &[("personas", "6")]).await;
    let there = stated(&met, CONCORDIA, &[("personas", "14")]).await;
    let not_chosen = stated(&met, LLERAS, &[("personas", "9")]).await;
    let of_another = stated(&met, HERE, &[("capacidad", "PRE-01")]).await;
    let foreign = stated(&nacional, "18592", &[]).await;
    let version = version(&world).await;
    let query = format!(
        "unidad=MET&version={version}&municipios={HERE}&municipios={CONCORDIA}&cupos=17&lugar=Casa\
         &necesidades={here}&necesidades={there}&necesidades={not_chosen}&necesidades={foreign}"
    );
    let page = met.get(&format!("/cohortes/nueva?{query}")).await.expect(200);
    let page =
        page.expect_text("Necesidades a las que responde").expect_text("6 personas sin cohorte");
    assert!(page.body().contains("value=\"17\"") && page.body().contains("value=\"Casa\""));
    assert!(!page.words().contains("Puerto Rico, 12"), "a foreign need is not shown");
    let first = day(&world, 20).to_string();
    let last = day(&world, 30).to_string();
    let all = [&here, &there, &of_another, &foreign].map(ToString::to_string);
    let mut fields = vec![
        ("unidad", "MET"),
        ("version", version.as_str()),
        ("nombre", "Meta 2026-2"),
        ("cupos", "17"),
        ("empieza", first.as_str()),
        ("termina", last.as_str()),
        ("lugar", "Casa de la cultura, Mapiripán"),
        ("municipios", HERE),
        ("municipios", CONCORDIA),
        ("hacer", "crear"),
    ];
    fields.extend(all.iter().map(|id| ("necesidades", id.as_str())));
    // What is wrong comes back with the needs, and nothing was answered.
    let mut wrong = fields.clone();
    wrong.retain(|(name, _)| *name != "nombre");
    let again = met.post("/cohortes", &wrong).await.expect(422);
    again.expect_text("Necesidades a las que responde");
    assert_eq!(need_match::Entity::find().count(world.app.db.read()).await.unwrap(), 0);
    met.post("/cohortes", &fields).await.expect(303);
    let rows = need_match::Entity::find().all(world.app.db.read()).await.unwrap();
    let mut matched: Vec<(i64, i32)> = rows.iter().map(|row| (row.need_id.0, row.people)).collect();
    matched.sort_unstable();
    // Six and fourteen wait and there are seventeen seats: the second keeps a remainder.
    assert_eq!(matched, [(here.0, 6), (there.0, 11)]);
    met.get(&format!("/necesidades/{there}")).await.expect(200).expect_text("Sin cohorte 3");
    world.finish().await;
}
