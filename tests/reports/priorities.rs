//! Which municipalities come first, with weights that everybody sees and may change.

use formacion::indicators::commands::{NewIndicatorFile, import, upload};
use formacion::indicators::entity::indicator_import::{self, DataScale, Kind};
use formacion::indicators::policy::{may_import, may_send};
use sea_orm::EntityTrait;

use super::pages::table;
use crate::support::world::{Character, World};

async fn bring(by: &Character<'_>, kind: Kind, text: &str) {
    let mut file = NewIndicatorFile {
        name: "datos.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
        kind,
        index: Some("MDM".to_owned()),
        source: "DNP, prueba".to_owned(),
        published_on: chrono::NaiveDate::from_ymd_opt(2026, 9, 30).unwrap(),
        year: None,
        sheet: None,
        scale: DataScale::Hundred,
        is_demo: false,
    };
    let app = &by.world.app;
    let actor = by.actor().await;
    let id = match upload(app, may_send(&actor).unwrap(), &mut file).await {
        Ok(id) => id,
        Err(failure) => panic!("{:?}", failure.refusal()),
    };
    let sent = indicator_import::Entity::find_by_id(id).one(app.db.read()).await.unwrap().unwrap();
    let done = import(app, may_import(&actor, &sent).unwrap()).await;
    assert!(done.is_ok());
}

/// Two groups whose median is 50, and a third one of which one municipality alone has a value.
async fn facts(by: &Character<'_>) {
    let traits = "codigo_entidad;tipo;esquema;anio;dato\n50325;categoria;;2024;6\n\
                  50325;poblacion;;2024;10718\n50001;categoria;;2024;1\n50001;poblacion;;2024;560000\n";
    let mut traits = traits.to_owned();
    for (group, places) in [
        ("G5", &["50325", "18592", "50450", "18256", "18610"][..]),
        ("G1", &["50001", "05001", "18001", "95001", "11001"][..]),
        ("G4", &["50577"][..]),
    ] {
        for place in places {
            traits.push_str(&format!("{place};grupo;MDM G1–G5;2024;{group}\n"));
        }
    }
    bring(by, Kind::Traits, &traits).await;
    let values = "codigo_unico;codigo_entidad;dato;anio\n080010008;50325;44;2024\n\
                  080010008;50325;90;2023\n080010008;18592;10;2024\n080010008;50450;50;2024\n\
                  080010008;18256;60;2024\n080010008;18610;70;2024\n080010008;50001;80;2024\n\
                  080010008;05001;40;2024\n080010008;18001;45;2024\n080010008;95001;50;2024\n\
                  080010008;11001;90;2024\n080010008;50577;20;2024\n";
    bring(by, Kind::Values, values).await;
}

#[rocket::async_test]
async fn the_order_follows_the_weights_and_every_score_stands_with_its_account() {
    let world = World::new("priorities account").await;
    let by = world.as_administrator().await;
    facts(&by).await;
    let page = by.get("/prioridades?departamento=50").await.expect(200);
    // 20·100 + 10·100 + 25·(50 + 50 − 44) + 10·75 + 20·100 = 7.150, of 85: the IDF is not known.
    let page = page
        .expect_text("PDET (sí): 100 × 20 &#x3D; 2.000; 23,53 del puntaje")
        .expect_text("Categoría (6): 100 × 10 &#x3D; 1.000")
        .expect_text("MDM total (44 en 2024; mediana de su grupo, G5: 50): 56 × 25 &#x3D; 1.400")
        .expect_text("IDF: ningún municipio de la lista tiene dato")
        .expect_text("Población (10.718): 75 × 10 &#x3D; 750")
        .expect_text("Nunca alcanzado (sí): 100 × 20 &#x3D; 2.000")
        .expect_text("7.150 ÷ 85 &#x3D; 84,12")
        .expect_text("MDM total: sin dato, no cuenta")
        .expect_text("MDM total (20 en 2024): su grupo no tiene mediana, no cuenta")
        .expect_text("Faltan 3 datos")
        .expect_text("una propuesta de este sistema, no una norma")
        .expect_text("(IPM) y el riesgo no entran en la cuenta")
        .expect_text("1 PDET, 2 Categoría, 3 MDM total, 4 Población y 5 Nunca alcanzado.")
        .expect_text("Nunca alcanzado: no distingue aquí")
        .expect_text("suman 85");
    let bar = "aria-label=\"PDET 23,53; Categoría 11,76; MDM total 16,47; Población 8,82; \
               Nunca alcanzado 23,53\"";
    assert!(page.body().contains(bar), "{}", page.body());
    // The capital is the last of those that are known; of the others there is no score and no order.
    let ranked = table(&page.body(), "prioridades");
    let told: Vec<_> = ranked[1..].iter().map(|row| (&*row[0], &*row[2])).collect();
    assert_eq!(told[0], ("1", "84,12"));
    assert!(ranked[1][1].starts_with("Mapiripán") && ranked[2][1].starts_with("Villavicencio"));
    let lacking = table(&page.body(), "sin-datos");
    assert_eq!(ranked.len() + lacking.len() - 2, 29);
    assert!(lacking[1..].iter().all(|row| row[0] == "—" && row[2] == "—"), "{lacking:?}");
    assert!(lacking[1][1].starts_with("Acacías"), "by name: {lacking:?}");

    // Only how far each is behind its own group: 80 is 30 ahead of one, and 44 is 6 behind another.
    let only = "/prioridades?departamento=50&pdet=0&categoria=0&mdm=10&idf=0&poblacion=0&nunca=0";
    let page = by.get(only).await.expect(200);
    let ranked = table(&page.body(), "prioridades");
    let told: Vec<_> = ranked[1..].iter().map(|row| (&*row[0], &*row[2])).collect();
    assert_eq!(told, [("1", "56,00"), ("2", "50,00"), ("3", "20,00")]);
    page.expect_text("200 ÷ 10 &#x3D; 20,00").expect_text("Sin datos suficientes");
    world.finish().await;
}

#[rocket::async_test]
async fn a_weight_that_is_none_is_said_beside_its_field_and_foreign_territory_is_not_offered() {
    let world = World::new("priorities wrong").await;
    let by = world.as_administrator().await;
    facts(&by).await;
    for (query, sentence) in [
        ("pdet=mucho", "Escriba un peso de 0 a 100"),
        ("nunca=101", "0 a 100"),
        ("pdet=0&categoria=0&mdm=0&idf=0&poblacion=0&nunca=0&demanda=0", "debe pesar más de cero"),
        ("departamento=77", "Elija un departamento de la lista"),
    ] {
        let answered = by.get(&format!("/prioridades?{query}")).await.expect(422);
        assert!(answered.expect_text(sentence).body().contains("name=\"mdm\""));
    }
    by.get("/prioridades").await.expect(200).expect_text("1–50 de 11");
    let meta = world.as_gobernacion("50").await;
    let own = meta.get("/prioridades").await.expect(200);
    own.expect_text("Mapiripán").expect_no_text("Caquetá").expect_no_text("Proponer una cohorte");
    meta.get("/prioridades?departamento=18").await.expect(422).expect_no_text("El Paujil");
    world.as_facilitator("una").await.get("/prioridades").await.expect(403);
    world.finish().await;
}

#[rocket::async_test]
async fn a_cohort_is_proposed_for_the_municipalities_that_were_marked() {
    let world = World::new("priorities cohort").await;
    let met = world.as_coordinator("MET").await;
    met.get("/prioridades").await.expect(200).expect_text("Proponer una cohorte");
    // One of them is of somebody else's territory.
    let built = "/cohortes/nueva?municipios=50325&municipios=50450&municipios=18592";
    let page = met.get(built).await.expect(200);
    let checked = |code: &str| {
        let body = page.body();
        let at = body.find(&format!("value=\"{code}\""))?;
        let tag = &body[at..at + body[at..].find('>')?];
        Some(tag.contains("checked"))
    };
    assert_eq!(
        (checked("50325"), checked("50450"), checked("50577")),
        (Some(true), Some(true), Some(false))
    );
    assert_eq!(checked("18592"), None);
    world.finish().await;
}
