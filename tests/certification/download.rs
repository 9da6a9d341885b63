//! The document: the same bytes for ever, for its holder and its unit only (R52).

use std::io::Write as _;
use std::process::{Command, Stdio};

use formacion::certification::entity::certificate_document;
use formacion::certification::worker::render_all;
use formacion::people::entity::person;
use sea_orm::{ActiveModelTrait, EntityTrait, PaginatorTrait, Set};

use super::{PASSED, closed};
use crate::support::judges;
use crate::support::world::World;

#[rocket::async_test]
async fn a_download_is_identical_before_and_after_it_is_kept_and_after_a_change_of_name() {
    let world = World::new("download").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    let row = class.certificates(&world).await.remove(0);
    let holder = world.as_participant(row.person_id.0).await;
    let page = holder.get(&format!("/certificados/{}", row.id)).await.expect(200).body();
    let at = page.find("https://wa.me/?text").expect("is shared by its holder");
    assert!(page[at..].contains(&row.code) && page.contains("https://www.linkedin.com/sharing/"));
    assert!(page.contains("<div class=\"document document--"), "and is seen as it looks");
    let coordinator = world.as_coordinator("MET").await;
    let page = coordinator.get(&format!("/certificados/{}", row.id)).await.expect(200).body();
    assert!(!page.contains("https://wa.me/"), "and by nobody else");
    let path = format!("/certificados/{}/pdf", row.id);
    let first = holder.get(&path).await.expect(200);
    assert_eq!(first.header("Content-Type"), Some("application/pdf"));
    assert!(first.bytes.starts_with(b"%PDF-"));
    let kept =
        async || certificate_document::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept().await, 0, "reading changes no row");

    render_all(&world.app).await.expect("renders");
    assert_eq!(kept().await, 2);
    assert_eq!(holder.get(&path).await.bytes, first.bytes, "kept");

    let tx = world.app.db.begin().await.unwrap();
    let renamed = person::ActiveModel {
        id: Set(row.person_id),
        first_name: Set("Otra".to_owned()),
        first_surname: Set("Persona".to_owned()),
        ..Default::default()
    };
    renamed.update(&tx).await.unwrap();
    certificate_document::Entity::delete_many().exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(holder.get(&path).await.bytes, first.bytes, "frozen");
    world
        .as_anyone()
        .get(&format!("/verificar/{}", row.code))
        .await
        .expect_text("Ñandú Guayacán")
        .expect_no_text("Otra Persona");
    world.finish().await;
}

#[rocket::async_test]
async fn nobody_elses_document_can_be_opened() {
    let world = World::new("foreign document").await;
    let class = closed(&world, 0, &[PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    let id = class.certificates(&world).await[0].id;
    let other = world.as_participant(class.people[1].0).await;
    for end in ["", "/pdf", "/revocacion"] {
        let foreign = other.get(&format!("/certificados/{id}{end}")).await.expect(404);
        let absent = other.get(&format!("/certificados/987654321{end}")).await.expect(404);
        assert_eq!(foreign.body_without_request_id(), absent.body_without_request_id());
    }
    world.as_coordinator("HUI").await.get(&format!("/certificados/{id}/pdf")).await.expect(404);
    world.as_facilitator("ana").await.get(&format!("/certificados/{id}/pdf")).await.expect(404);
    world.as_coordinator("MET").await.get(&format!("/certificados/{id}/pdf")).await.expect(200);
    world.finish().await;
}

#[rocket::async_test]
async fn all_documents_of_a_cohort_come_in_one_file() {
    let world = World::new("zip").await;
    let class = closed(&world, 0, &[PASSED, PASSED, PASSED]).await;
    class.issue(&world).await.expect("issues");
    let coordinator = world.as_coordinator("MET").await;
    let answered = coordinator.get(&format!("{}/zip", class.path())).await.expect(200);
    let mut archive =
        zip::ZipArchive::new(std::io::Cursor::new(answered.bytes)).expect("an archive");
    assert_eq!(archive.len(), 3);
    let mut entry = archive.by_index(0).expect("an entry");
    let name = entry.name().expect("a name").into_owned();
    assert!(name.starts_with("MET-2026-00000") && name.ends_with(".pdf"), "{name}");
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut entry, &mut bytes).expect("is read");
    let first = &class.certificates(&world).await[0];
    assert_eq!(bytes, coordinator.get(&format!("/certificados/{}/pdf", first.id)).await.bytes);
    world.finish().await;
}

/// Judges that are not ours, where they are installed.
#[rocket::async_test]
async fn the_document_is_sound_and_its_words_can_be_read() {
    let world = World::new("judges").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let row = class.certificates(&world).await.remove(0);
    let pdf = world
        .as_coordinator("MET")
        .await
        .get(&format!("/certificados/{}/pdf", row.id))
        .await
        .expect(200)
        .bytes;
    let file =
        crate::support::figures::target().join(format!("certificate-{}.pdf", std::process::id()));
    std::fs::write(&file, &pdf).unwrap();
    match Command::new("qpdf").arg("--check").arg(&file).output() {
        Ok(said) => assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout)),
        Err(_) => judges::missing("qpdf"),
    }
    std::fs::remove_file(&file).unwrap();
    match Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    {
        Ok(mut reader) => {
            reader.stdin.take().unwrap().write_all(&pdf).unwrap();
            let words = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
            for word in ["Ñandú Guayacán", "C. C. 9.100.000.000", "MET-2026-000001", "40 horas"]
            {
                assert!(words.contains(word), "{word} in {words}");
            }
        }
        Err(_) => judges::missing("pdftotext"),
    }
    world.finish().await;
}
