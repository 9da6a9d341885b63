//! A file of the whole country.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use formacion::territory::entity::municipality;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{HEADINGS, Sent, import, look, send};
use crate::support::world::World;

/// The five indicators of MDM that capacities have.
const CODES: [&str; 5] = ["080010008", "080020001", "080020002", "080020003", "080020004"];

#[rocket::async_test]
async fn the_whole_country_with_sixty_data_each_is_imported_in_time() {
    let world = World::new("indicators national").await;
    let by = world.as_administrator().await;
    let all = municipality::Entity::find().all(world.app.db.read()).await.unwrap();
    let mut text = format!("{HEADINGS}\n");
    let mut rows = 0;
    for year in 2014..2026 {
        for (at, code) in CODES.iter().enumerate() {
            for (place, municipality) in all.iter().enumerate() {
                let tenths = 20 + (place * 7 + at * 131 + year as usize * 17) % 970;
                let (whole, tenth) = (tenths / 10, tenths % 10);
                let department = &municipality.department_code;
                writeln!(
                    text,
                    "{code};Indicador;{department};;{};{};{whole},{tenth};Medio;{year};12",
                    municipality.code, municipality.name
                )
                .unwrap();
                rows += 1;
            }
        }
    }
    assert_eq!(rows, 67_320);
    let began = Instant::now();
    let id = send(&by, Sent::csv(&text)).await.unwrap();
    let sent = began.elapsed();
    assert_eq!(look(&by, id).await.reading.errors, 0);
    let looked = began.elapsed() - sent;
    assert_eq!(import(&by, id).await, Ok((67_320, 0)));
    let whole = began.elapsed();
    println!("67,320 rows: kept in {sent:?}, looked at in {looked:?}, all in {whole:?}");
    let found = formacion::indicators::entity::indicator_value::Entity::find();
    assert_eq!(found.count(world.app.db.read()).await.unwrap(), 67_320);
    // Twenty seconds are for what is installed; without optimization the machine needs longer.
    let most = if cfg!(debug_assertions) { 60 } else { 20 };
    assert!(whole < Duration::from_secs(most), "{whole:?}");
    world.finish().await;
}
