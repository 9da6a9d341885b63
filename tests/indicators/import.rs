//! A publisher's file becomes values, whatever it looks like.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use formacion::indicators::entity::indicator_import::{self, DataScale};
use formacion::indicators::entity::municipality_trait::Kind as Trait;
use formacion::indicators::policy::{may_import, may_send};
use formacion::indicators::refusals::IndicatorRefusal;
use sea_orm::EntityTrait;

use super::{Sent, bring, import, look, row, send, traits, values, workbook};
use crate::support::world::World;

#[rocket::async_test]
async fn a_workbook_and_a_csv_give_the_same_values_wherever_the_headings_stand() {
    let mut told = Vec::new();
    for moved in [false, true] {
        let world = World::new("indicators formats").await;
        let by = world.as_administrator().await;
        let sent = if moved {
            let rows = vec![
                vec!["Medición del Desempeño Municipal"],
                vec![],
                vec!["", "AÑO", "Etiqueta", "Dato", "Código entidad", "Código único"],
                vec!["", "2024", "Medio", "45.25", "50325", "080020001"],
                vec!["", "2024", "", "0", "05001", "80020001"],
                vec!["", "2024", "", "", "50577", "080020001"],
            ];
            Sent { name: "mdm.xlsx", bytes: workbook(&rows), ..Sent::csv("") }
        } else {
            Sent::values(
                "080020001;Movilización;50;Meta;50325;Mapiripán;45,25;Medio;2024;12\n\
                 80020001;Movilización;5;Antioquia;5001;Medellín;0;;2024;12\n\
                 080020001;Movilización;50;Meta;50577;Puerto Lleras;;;2024;12\n",
            )
        };
        let id = send(&by, sent).await.unwrap();
        assert!(values(&world).await.is_empty(), "to look is not to import");
        let looked = look(&by, id).await;
        let reading = &looked.reading;
        assert_eq!((reading.errors, reading.missing, reading.completed), (0, 1, 1));
        assert_eq!((looked.preview.added(), looked.preview.corrected()), (2, 0));
        assert_eq!(import(&by, id).await, Ok((2, 0)));
        told.push(values(&world).await);
        let kept = row(&world, id).await;
        assert_eq!((kept.bytes, kept.added, kept.missing), (None, 2, 1), "the bytes are forgotten");
        assert_eq!(import(&by, id).await, Err(IndicatorRefusal::Forgotten));
        world.finish().await;
    }
    assert_eq!(told[0], told[1]);
    let medellin = ("05001".to_owned(), "080020001".to_owned(), 2024, 1, 0);
    assert_eq!(told[0][1], medellin, "zero is a value, and an empty cell is none");
}

#[rocket::async_test]
async fn a_year_that_only_the_name_says_is_confirmed_by_a_person() {
    let world = World::new("indicators year").await;
    let by = world.as_administrator().await;
    let text = "codigo_unico;codigo_entidad;dato\n080020001;50325;45,2\n";
    let sent = |name, year| Sent { name, year, ..Sent::csv(text) };
    let named = send(&by, sent("MDM_2023_final.csv", None)).await;
    assert_eq!(named, Err(IndicatorRefusal::YearInName { year: 2023 }));
    assert_eq!(send(&by, sent("mdm.csv", None)).await, Err(IndicatorRefusal::NoYear));
    assert_eq!(send(&by, sent("2022 y 2023.csv", None)).await, Err(IndicatorRefusal::NoYear));
    let later = send(&by, sent("mdm.csv", Some(2031))).await;
    assert_eq!(later, Err(IndicatorRefusal::YearOut { first: 2000, last: 2026 }));
    assert_eq!(bring(&by, sent("MDM_2023_final.csv", Some(2023))).await, (1, 0));
    assert_eq!(values(&world).await[0].2, 2023);
    world.finish().await;
}

#[rocket::async_test]
async fn codes_in_parts_are_joined_and_those_that_no_capacity_has_are_passed_by() {
    let world = World::new("indicators parts").await;
    let by = world.as_administrator().await;
    let sent = Sent::csv(
        "codigo_categoria;codigo_subcategoria;codigo_variable;codigo_entidad;dato;anio\n\
         8;2;1;50325;45,2;2024\n\
         08;003;0009;50325;12;2024\n\
         08;002;0001;50000;40;2024\n",
    );
    let id = send(&by, sent).await.unwrap();
    let looked = look(&by, id).await;
    assert_eq!(looked.reading.unknown.get("080030009"), Some(&1));
    assert_eq!((looked.reading.departments, looked.reading.errors), (1, 0));
    assert_eq!(import(&by, id).await, Ok((1, 0)));
    assert_eq!(values(&world).await[0].1, "080020001");
    world.finish().await;
}

#[rocket::async_test]
async fn parts_of_one_become_points_of_a_hundred_when_the_importer_says_so() {
    let world = World::new("indicators scale").await;
    let by = world.as_administrator().await;
    let rows = "080020001;;;;50325;;0,452;;2024;\n080020001;;;;50450;;1;;2024;\n\
                080020001;;;;50577;;12 %;;2024;\n";
    let id = send(&by, Sent::values(rows)).await.unwrap();
    assert_eq!(look(&by, id).await.reading.errors, 2, "nobody said what 0,452 is");
    let one = Sent { scale: DataScale::One, ..Sent::values(rows) };
    assert_eq!(bring(&by, one).await, (3, 0));
    let points: Vec<i64> = values(&world).await.iter().map(|row| row.4).collect();
    assert_eq!(points, [452_000, 1_000_000, 120_000]);
    let hundred = Sent {
        scale: DataScale::Hundred,
        ..Sent::values("080020003;;;;50325;;0,5;;2024;\n080020003;;;;50450;;45;;2024;\n")
    };
    assert_eq!(bring(&by, hundred).await, (2, 0), "half a point is a value like another");
    world.finish().await;
}

#[rocket::async_test]
async fn groups_categories_and_people_come_with_their_scheme_and_year() {
    let world = World::new("indicators traits").await;
    let by = world.as_administrator().await;
    let rows = "50325;grupo;MDM G1–G5;2024;G4\n50325;grupo;Tipologías;2024;F\n\
                50325;categoría;;2024;6\n5001;Categoría;;2024;Especial\n\
                50325;población;;2024;15.320\n50450;tipología;;2024;Rural\n50577;grupo;MDM G1–G5;2024;\n";
    assert_eq!(bring(&by, Sent::traits(rows)).await, (6, 0));
    let all = traits(&world).await;
    let of = |kind: Trait| -> Vec<(String, String)> {
        let own = all.iter().filter(|row| row.kind == kind);
        own.map(|row| (row.scheme.clone(), row.value.clone())).collect()
    };
    let text = |scheme: &str, value: &str| (scheme.to_owned(), value.to_owned());
    assert_eq!(of(Trait::Group), [text("MDM G1–G5", "G4"), text("Tipologías", "F")]);
    assert_eq!(of(Trait::Category), [text("", "6"), text("", "ESP")]);
    assert_eq!(of(Trait::Population), [text("", "15320")]);
    assert_eq!(bring(&by, Sent::traits("50325;grupo;MDM G1–G5;2024;G3\n")).await, (0, 1));
    let wrong = "50325;categoria;;2024;7\n50325;poblacion;;2024;mil\n50325;grupo;;2024;G1\n\
                 50325;altura;;2024;200\n50450;poblacion;;2024;1,5\n";
    let id = send(&by, Sent::traits(wrong)).await.unwrap();
    assert_eq!(look(&by, id).await.reading.errors, 5);
    world.finish().await;
}

#[rocket::async_test]
async fn only_the_national_administration_imports_and_only_what_it_sent_itself() {
    let world = World::new("indicators who").await;
    let by = world.as_administrator().await;
    let id = send(&by, Sent::values("080020001;;;;50325;;45,2;;2024;\n")).await.unwrap();
    let kept = row(&world, id).await;
    for other in [
        world.as_coordinator("MET").await,
        world.as_gobernacion("50").await,
        world.as_facilitator("una").await,
    ] {
        let actor = other.actor().await;
        assert!(may_send(&actor).is_err() && may_import(&actor, &kept).is_err());
    }
    let mut stranger = by.actor().await;
    stranger.account = world.as_coordinator("MET").await.account();
    assert!(may_import(&stranger, &kept).is_err(), "an administrator, but not the one who looked");
    world.finish().await;
}

#[rocket::async_test]
async fn a_file_that_lay_for_a_day_is_forgotten_when_the_next_one_comes() {
    let world = World::new("indicators forgotten").await;
    let by = world.as_administrator().await;
    let rows = "080020001;;;;50325;;45,2;;2024;\n";
    let id = send(&by, Sent::values(rows)).await.unwrap();
    world.advance(chrono::TimeDelta::hours(25));
    send(&by, Sent::values(rows)).await.unwrap();
    assert_eq!(import(&by, id).await, Err(IndicatorRefusal::Forgotten));
    let all = indicator_import::Entity::find().all(world.app.db.read()).await.unwrap();
    assert_eq!(all.len(), 2, "that it came is still told");
    world.finish().await;
}

#[rocket::async_test]
async fn the_template_of_an_index_comes_back_filled_in_as_any_other_file() {
    let world = World::new("indicators template").await;
    let by = world.as_administrator().await;
    let form = by.get("/indicadores/importacion").await.expect(200);
    assert!(form.addresses().contains("/indicadores/importacion/plantilla?indice=MDM"));
    let file = by.get("/indicadores/importacion/plantilla?indice=MDM").await.expect(200);
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice())).unwrap();
    let codes = book.worksheet_range("Indicadores").unwrap();
    assert_eq!(codes.get_value((1, 0)).unwrap().to_string(), "080010008");
    assert_eq!(book.worksheet_range("Municipios").unwrap().height(), 1_123);
    let headings = book.worksheet_range("Datos").unwrap();
    let headings: Vec<String> =
        headings.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let row = ["080010008", "", "50325", "Mapiripán", "45,2", "2024"];
    let filled = workbook(&[headings.iter().map(String::as_str).collect(), row.to_vec()]);
    let id = send(&by, Sent { name: "plantilla.xlsx", bytes: filled, ..Sent::csv("") }).await;
    assert_eq!(look(&by, id.unwrap()).await.preview.added(), 1);
    by.get("/indicadores/importacion/plantilla?indice=NADA").await.expect(404);
    world.as_coordinator("MET").await.get("/indicadores/importacion/plantilla").await.expect(403);
    world.finish().await;
}
