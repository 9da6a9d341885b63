//! A correction is added to what was published first; nothing is overwritten.

use formacion::indicators::refusals::IndicatorRefusal;
use rocket::futures::future::join;

use super::{Sent, bring, import, look, send, values};
use crate::support::world::World;

#[rocket::async_test]
async fn a_corrected_value_is_the_next_revision_and_the_first_one_stays() {
    let world = World::new("indicators correction").await;
    let by = world.as_administrator().await;
    let rows = "080020001;;;;50325;;45,2;;2024;\n080020001;;;;50450;;50;;2024;\n";
    assert_eq!(bring(&by, Sent::values(rows)).await, (2, 0));
    let again = send(&by, Sent::values(rows)).await.unwrap();
    assert_eq!(import(&by, again).await, Err(IndicatorRefusal::NothingNew));

    let corrected = "080020001;;;;50325;;46,1;;2024;\n080020001;;;;50450;;50,0;;2024;\n\
                     080020001;;;;50325;;44;;2023;\n080020001;;;;50577;;;;2024;\n";
    let id = send(&by, Sent::values(corrected)).await.unwrap();
    let preview = look(&by, id).await.preview;
    assert_eq!((preview.added(), preview.corrected(), preview.same), (1, 1, 1));
    assert_eq!(import(&by, id).await, Ok((1, 1)));
    let own: Vec<(i32, i32, i64)> = values(&world)
        .await
        .into_iter()
        .filter(|row| row.0 == "50325")
        .map(|row| (row.2, row.3, row.4))
        .collect();
    assert_eq!(own, [(2024, 1, 452_000), (2024, 2, 461_000), (2023, 1, 440_000)]);
    // An empty cell takes nothing away from what is known.
    assert_eq!(values(&world).await.len(), 4);
    world.finish().await;
}

/// Two imports at one time; whether each was done.
async fn at_once(one: &str, other: &str) -> (usize, usize) {
    let world = World::new("indicators race").await;
    let by = world.as_administrator().await;
    let one = send(&by, Sent::values(one)).await.unwrap();
    let other = send(&by, Sent::values(other)).await.unwrap();
    let (first, second) = join(import(&by, one), import(&by, other)).await;
    for refused in [&first, &second].into_iter().filter_map(|done| done.as_ref().err()) {
        let known = [IndicatorRefusal::ChangedMeanwhile, IndicatorRefusal::NothingNew];
        assert!(known.contains(refused), "{refused:?}");
    }
    let done = usize::from(first.is_ok()) + usize::from(second.is_ok());
    let rows = values(&world).await.len();
    world.finish().await;
    (done, rows)
}

#[rocket::async_test]
async fn two_imports_of_the_same_at_one_time_make_it_once() {
    let same = "080020001;;;;50325;;45,2;;2024;\n";
    assert_eq!(at_once(same, same).await, (1, 1));
    // The control: two files about different municipalities do not hinder each other.
    assert_eq!(at_once(same, "080020001;;;;50450;;45,2;;2024;\n").await, (2, 2));
}

#[rocket::async_test]
async fn what_was_invented_never_takes_the_place_of_what_was_published() {
    let world = World::new("indicators invented").await;
    let by = world.as_administrator().await;
    let rows = "080020001;;;;50325;;45,2;;2024;\n080020001;;;;50450;;50;;2024;\n";
    let official = |sent: Sent<'static>| Sent { is_demo: false, ..sent };
    assert_eq!(bring(&by, Sent::values(rows)).await, (2, 0));
    // One is corrected, and one that says the same is published now.
    let published = "080020001;;;;50325;;46,1;;2024;\n080020001;;;;50450;;50;;2024;\n";
    let id = send(&by, official(Sent::values(published))).await.unwrap();
    let preview = look(&by, id).await.preview;
    assert_eq!((preview.corrected(), preview.ends_demo(), preview.same), (2, 2, 0));
    let told = by.get(&format!("/indicadores/importacion/{id}")).await.expect(200);
    told.expect_text("2 datos corrigen o confirman otros de demostración");
    assert_eq!(import(&by, id).await, Ok((0, 2)));
    by.get("/municipios/50325/indicadores")
        .await
        .expect(200)
        .expect_text("Antes: 45,2 (DNP, prueba, 30/09/2026; demostración)");

    by.get("/indicadores").await.expect(200).expect_no_text("Hay datos de demostración");
    let invented = "080020001;;;;50325;;47;;2024;\n080020001;;;;50450;;50;;2024;\n\
                    080020001;;;;50577;;40;;2024;\n";
    let id = send(&by, Sent::values(invented)).await.unwrap();
    let looked = look(&by, id).await;
    assert_eq!((looked.reading.errors, looked.preview.same), (1, 1));
    assert_eq!(looked.reading.issues[0].row, 2);
    by.get(&format!("/indicadores/importacion/{id}"))
        .await
        .expect(200)
        .expect_text("uno de demostración no lo corrige");
    assert_eq!(import(&by, id).await, Err(IndicatorRefusal::FileWrong));
    assert_eq!(values(&world).await.len(), 4, "nothing of it was imported");

    assert_eq!(bring(&by, official(Sent::traits("50325;grupo;MDM;2024;G4\n"))).await, (1, 0));
    let id = send(&by, Sent::traits("50325;grupo;MDM;2024;G3\n")).await.unwrap();
    assert_eq!(import(&by, id).await, Err(IndicatorRefusal::FileWrong));
    world.finish().await;
}
