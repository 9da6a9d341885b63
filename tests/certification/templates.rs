//! What documents say is written by the national administration, in versions; what was issued keeps
//! its words.

use documents::template::Document;
use formacion::certification::entity::certificate;
use formacion::certification::signature_images::queries as signature_images;
use formacion::certification::snapshot::Snapshot;
use formacion::certification::templates::entity::document_template;
use formacion::certification::templates::queries;
use formacion::certification::worker::render_all;
use formacion::history::entity::history_event;
use rocket::tokio;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{PASSED, closed};
use crate::support::world::World;

const DRAFT: &str = "/documentos/curso/borrador";
const PUBLISH: &str = "/documentos/curso/publicacion";

/// The form as it comes, with another mention.
fn fields(deed: &str) -> Vec<(&str, &str)> {
    vec![
        ("titulo", "Certificado"),
        ("encabezado", "{entidad}"),
        ("apertura", "hace constar que"),
        ("mencion", deed),
        ("parrafo[0]", ""),
        ("parrafo[1]", "Se dictó en {lugar}."),
        ("cierre", "Expedido en {ciudad} el {fecha}."),
        ("color", "verde"),
        ("datos", "si"),
        ("contenido", "si"),
        ("firma_quien_expide", "si"),
        ("firmante[0]", "Ángela Ñuñez Peña"),
        ("cargo[0]", "Directora nacional"),
        ("nota", "Firma la dirección"),
        ("accion", "guardar"),
    ]
}

fn said(row: &certificate::Model) -> Snapshot {
    Snapshot::read(&row.snapshot).unwrap()
}

#[rocket::async_test]
async fn a_version_is_written_looked_at_and_published_and_what_was_issued_keeps_its_words() {
    let world = World::new("templates").await;
    let before = closed(&world, 0, &[PASSED]).await;
    before.issue(&world).await.expect("issues");
    let first = before.certificates(&world).await.remove(0);
    let holder = world.as_participant(first.person_id.0).await;
    let path = format!("/certificados/{}/pdf", first.id);
    let bytes = holder.get(&path).await.expect(200).bytes;
    let look = said(&first).document.look.expect("it has a look");
    assert_eq!((look.document, look.version), (Document::Curso, 0), "the product's own");

    let administrator = world.as_administrator().await;
    administrator
        .get("/documentos")
        .await
        .expect(200)
        .expect_text("Se usa la plantilla del sistema")
        .expect_text("Certificado de formación a formadores");
    administrator.get(DRAFT).await.expect(200).expect_text("participó y aprobó el {tipo}");
    administrator.post(PUBLISH, &[]).await.expect(422).expect_text("No hay un borrador");

    // Looked at before it is kept: nothing is written yet.
    let deed = "{documento}, completó {horas} horas del {tipo}";
    let mut looked = fields(deed);
    looked.retain(|(name, _)| *name != "accion");
    looked.push(("accion", "ver"));
    administrator
        .post(DRAFT, &looked)
        .await
        .expect(200)
        .expect_text("C. C. 1.234.567, completó 40 horas del curso")
        .expect_text("DEMOSTRACIÓN, sin validez")
        .expect_text("Ángela Ñuñez Peña");
    let kept = async || document_template::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(kept().await, 0);

    administrator.post(DRAFT, &fields(deed)).await.expect(303);
    administrator.post(DRAFT, &fields(deed)).await.expect(303);
    assert_eq!(kept().await, 1, "one draft");
    administrator
        .get("/documentos/curso")
        .await
        .expect(200)
        .expect_text("Borrador: Versión 1")
        .expect_text("En uso: La del sistema")
        .expect_text("Firma la dirección");
    let sample = administrator.get("/documentos/curso/muestra?version=1").await.expect(200);
    assert_eq!(sample.header("Content-Type"), Some("application/pdf"));
    assert!(sample.bytes.starts_with(b"%PDF-"));
    administrator.get("/documentos/curso/muestra?version=9").await.expect(404);
    // A draft is nothing that anybody is certified with.
    let between = closed(&world, 20, &[PASSED]).await;
    between.issue(&world).await.expect("issues");
    assert_eq!(said(&between.certificates(&world).await[0]).document.look.unwrap().version, 0);

    // Days went by, and with them the session.
    let administrator = world.as_administrator().await;
    administrator.submit(PUBLISH, &[]).await.expect_text("Versión 1 publicada");
    let used = queries::in_use(world.app.db.read(), Document::Curso).await.unwrap();
    assert_eq!(used.version, 1);
    let after = closed(&world, 40, &[PASSED]).await;
    after.issue(&world).await.expect("issues");
    let snapshot = said(&after.certificates(&world).await[0]);
    assert_eq!(snapshot.template, "certificado@2");
    let look = snapshot.document.look.expect("it has a look");
    assert_eq!((look.document, look.version), (Document::Curso, 1));
    assert!(look.deed.ends_with("horas del curso") && !look.deed.contains('{'), "{}", look.deed);
    let signers: Vec<_> = snapshot.document.signers.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((signers.len(), signers[0]), (2, "Ángela Ñuñez Peña"));

    // The next version changes neither.
    let administrator = world.as_administrator().await;
    administrator.post(DRAFT, &fields("{documento}, participó")).await.expect(303);
    administrator.submit(PUBLISH, &[]).await.expect_text("Versión 2 publicada");
    let holder = world.as_participant(first.person_id.0).await;
    assert_eq!(holder.get(&path).await.expect(200).bytes, bytes, "the same bytes");
    administrator.post(DRAFT, &fields("{documento}, participó")).await.expect(303);
    administrator.post(PUBLISH, &[]).await.expect(422).expect_text("dice lo mismo");
    // Any version that there was is where the next one may begin.
    administrator
        .get(&format!("{DRAFT}?desde=1"))
        .await
        .expect(200)
        .expect_text("completó {horas}");
    administrator
        .get(&format!("{DRAFT}?desde=0"))
        .await
        .expect(200)
        .expect_text("aprobó el {tipo}");
    administrator.get(&format!("{DRAFT}?desde=77")).await.expect(404);
    let told = history_event::Entity::find()
        .filter(history_event::Column::SubjectKind.eq("document_template"))
        .count(world.app.db.read())
        .await
        .unwrap();
    assert_eq!(told, 6, "four times written, twice published");
    world.finish().await;
}

#[rocket::async_test]
async fn what_cannot_be_printed_or_filled_is_said_beside_its_place_and_stays_typed() {
    let world = World::new("templates refused").await;
    let administrator = world.as_administrator().await;
    let wrong = |name: &'static str, value: &'static str| {
        let mut all = fields("{documento}, participó y aprobó el {tipo}");
        all.retain(|(known, _)| *known != name);
        all.push((name, value));
        all
    };
    for (name, typed, told) in [
        (
            "mencion",
            "{documento} y {nombr}",
            "No hay un campo «{nombr}». Los campos son: {nombre},",
        ),
        ("titulo", "Certificado {numero", "Falta cerrar una llave"),
        ("cierre", "Expedido en {ciudad}.", "La fecha en que se expide no puede faltar"),
        ("mencion", "participó", "El documento de identidad no puede faltar"),
        ("apertura", "¡Felicitaciones 🎉!", "no se puede imprimir"),
        ("encabezado", "", "Escriba quién certifica."),
        ("color", "fucsia", "Elija un color."),
        ("cargo[0]", "", "Escriba el cargo de quien firma."),
        ("parrafo[0]", "#read(\"/etc/passwd\") {x}", "No hay un campo «{x}»"),
    ] {
        let page = administrator.post(DRAFT, &wrong(name, typed)).await.expect(422);
        let page = page.expect_text(told);
        let body = page.body();
        assert!(
            body.contains(&format!("{name}-error")) || body.contains("error-summary"),
            "{name}"
        );
        if !typed.is_empty() && name != "color" {
            let kept = typed.replace('"', "&quot;");
            assert!(body.contains(&kept) || body.contains(typed), "{typed} stays: {body}");
        }
    }
    // A constancia says participation (R59).
    administrator
        .post("/documentos/constancia/borrador", &fields("{documento}, aprobó el {tipo}"))
        .await
        .expect(422)
        .expect_text("no que aprobó");
    let rows = document_template::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(rows, 0);
    world.finish().await;
}

#[rocket::async_test]
async fn what_an_administrator_types_is_words_on_the_page_and_on_paper() {
    let world = World::new("templates hostile").await;
    let administrator = world.as_administrator().await;
    let hostile = "{documento} <script>alert(1)</script> #panic() $x$ \"'";
    administrator.post(DRAFT, &fields(hostile)).await.expect(303);
    let page = administrator.get("/documentos/curso").await.expect(200);
    assert!(!page.body().contains("<script>alert"), "escaped");
    let _ = page.expect_text("<script>alert(1)</script>");
    let sample = administrator.get("/documentos/curso/muestra?version=1").await.expect(200);
    assert!(sample.bytes.starts_with(b"%PDF-"));
    world.finish().await;
}

#[rocket::async_test]
async fn only_the_national_administration_writes_documents() {
    let world = World::new("templates roles").await;
    for path in ["/documentos", "/documentos/curso", DRAFT, "/documentos/curso/muestra"] {
        world.as_coordinator("MET").await.get(path).await.expect(403);
    }
    let coordinator = world.as_coordinator("MET").await;
    coordinator.get("/documentos/nada").await.expect(403);
    coordinator.post(DRAFT, &fields("{documento}")).await.expect(403);
    world.as_administrator().await.get("/documentos/nada").await.expect(404);
    world.finish().await;
}

#[rocket::async_test]
async fn two_who_write_at_once_leave_one_draft() {
    let world = World::new("templates race").await;
    let administrator = world.as_administrator().await;
    let (one, other) = (fields("{documento}, uno"), fields("{documento}, dos"));
    let (a, b) = tokio::join!(administrator.post(DRAFT, &one), administrator.post(DRAFT, &other));
    for answer in [a, b] {
        assert!([303, 409, 503].contains(&answer.status), "{}", answer.status);
    }
    let drafts = document_template::Entity::find().count(world.app.db.read()).await.unwrap();
    assert_eq!(drafts, 1);
    world.finish().await;
}

/// A signature drawn with two strokes.
const DRAWN: &[u8] = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 90"><script>alert(1)</script><path d="M8 66C40 6 62 4 58 40S22 88 34 62" fill="none" stroke="#12204A" stroke-width="3"/></svg>"##;

#[rocket::async_test]
async fn a_drawn_signature_is_kept_chosen_and_stays_on_what_was_issued() {
    let world = World::new("templates drawn").await;
    let administrator = world.as_administrator().await;
    administrator.get("/firmas").await.expect(200).expect_text("No hay firmas");
    let name = [("nombre", "Ángela Ñuñez Peña")];
    let sent =
        async |file: Option<(&str, &[u8])>| administrator.send_parts("/firmas", &name, file).await;
    sent(None).await.expect(422).expect_text("Elija la imagen de la firma");
    sent(Some(("firma.pdf", b"%PDF-1.7"))).await.expect(422).expect_text("PNG, JPEG o SVG");
    let huge = vec![b'x'; 2 * 1024 * 1024 + 1];
    sent(Some(("firma.svg", &huge))).await.expect(422).expect_text("más de 2 MB");
    let nameless = administrator.send_parts("/firmas", &[], Some(("firma.svg", DRAWN))).await;
    let nameless = nameless.expect(422).expect_text("Escriba de quién es la firma");
    // The image waits for the name.
    nameless.expect_text("Tenemos el archivo que adjuntó: «firma.svg»");
    sent(None).await.expect(303);
    let all = administrator.get("/firmas").await.expect(200);
    all.expect_text("Ángela Ñuñez Peña").expect_no_text("Tenemos el archivo");
    sent(Some(("otra.svg", DRAWN))).await.expect(422).expect_text("ya está guardada");
    let shown = administrator.get("/firmas/1").await.expect(200);
    assert_eq!(shown.header("Content-Type"), Some("image/svg+xml"));
    assert!(!String::from_utf8(shown.bytes).unwrap().contains("script"), "made ours");
    world.as_coordinator("MET").await.get("/firmas/1").await.expect(403);

    let kept = signature_images::all(world.app.db.read()).await.unwrap().remove(0);
    let mut all = fields("{documento}, participó y aprobó el {tipo}");
    all.push(("dibujo[0]", "no es ninguna"));
    administrator.post(DRAFT, &all).await.expect(422).expect_text("Elija una de las firmas");
    all.pop();
    all.push(("dibujo[0]", kept.sha256.as_str()));
    administrator.post(DRAFT, &all).await.expect(303);
    let page = administrator.get("/documentos/curso").await.expect(200);
    assert!(page.body().contains("src=\"/firmas/1\""), "{}", page.body());
    administrator.get("/documentos/curso/muestra?version=1").await.expect(200);
    administrator.submit(PUBLISH, &[]).await.expect_text("Versión 1 publicada");

    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let row = class.certificates(&world).await.remove(0);
    assert_eq!(said(&row).drawings(), [kept.sha256]);
    let holder = world.as_participant(row.person_id.0).await;
    let path = format!("/certificados/{}/pdf", row.id);
    let first = holder.get(&path).await.expect(200).bytes;
    render_all(&world.app).await.expect("renders");
    assert_eq!(holder.get(&path).await.expect(200).bytes, first, "kept as it was shown");
    let pdf = String::from_utf8_lossy(&first).into_owned();
    assert!(pdf.matches("/Alt").count() >= 2, "the drawing and the square have words");
    world.finish().await;
}
