//! Public verification: anybody, nothing but what is needed, guesses limited (R54, P10).

use formacion::certification::codes;

use rocket::http::Header;

use super::{PASSED, closed};
use crate::support::figures::figure;
use crate::support::people::document;
use crate::support::world::{Answered, World};

async fn from(world: &World, address: &str, path: &str) -> Answered {
    let request = world.client.get(path.to_owned());
    let remote = format!("{address}:4000").parse().expect("an address");
    world.as_anyone().send(request.remote(remote)).await
}

#[rocket::async_test]
async fn anybody_verifies_and_learns_no_more_than_name_and_masked_document() {
    let world = World::new("verify").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let row = class.certificates(&world).await.remove(0);
    let anyone = world.as_anyone();
    let path = format!("/verificar/{}", row.code);

    let before = world.app.db.statements();
    let page = anyone.get(&path).await.expect(200);
    let sent = world.app.db.statements() - before;
    assert!(sent <= 3, "{sent} statements");
    assert_eq!(page.header("X-Robots-Tag"), Some("noindex"));
    let whole = document(0);
    let private = [whole.as_str(), "9.100.000.000", "persona0@pueblo.example"];
    let leaks = private.iter().filter(|secret| page.body().contains(**secret)).count();
    let page = page
        .expect_text("Certificado: válido")
        .expect_text("Ñandú Guayacán")
        .expect_text("CC 9.***.***.*00")
        .expect_text("40 horas")
        .expect_text("MET-2026-000001");
    let bits = codes::LENGTH * 5;
    figure(
        "P10",
        bits as f64,
        "bits",
        bits >= 128 && leaks == 0,
        "length of a verification code; the public page shows the document masked, no mail and no number",
    );
    assert_eq!(leaks, 0);
    assert!(page.bytes.len() < 15_000, "{} bytes", page.bytes.len());

    let shown = codes::display(&row.code);
    for typed in [
        shown.clone(),
        shown.to_lowercase(),
        shown.replace('-', " "),
        row.code.replace('O', "0"),
        // What a QR holds, of whatever server: the last part is the code, and nobody goes there.
        format!("https://formacion.example.org/verificar/{}", row.code),
        format!("otro.example/{shown}/"),
    ] {
        let address = format!(
            "/verificar?{}",
            url::form_urlencoded::Serializer::new(String::new())
                .append_pair("codigo", &typed)
                .finish()
        );
        let to = anyone.get(&address).await.expect(303).location.expect("somewhere");
        anyone.get(&to).await.expect(200).expect_text("Certificado: válido");
    }
    world.finish().await;
}

#[rocket::async_test]
async fn an_unknown_code_gets_a_calm_answer_and_an_unfinished_one_a_hint() {
    let world = World::new("unknown").await;
    let anyone = world.as_anyone();
    anyone.get("/verificar").await.expect(200).expect_text("Código de verificación");
    let unknown = anyone.get(&format!("/verificar/{}", "A".repeat(26))).await.expect(404);
    assert_eq!(unknown.header("X-Robots-Tag"), Some("noindex"));
    unknown.expect_text("No conocemos este código").expect_text("Verificar otro");
    anyone.get("/verificar?codigo=7F3K").await.expect(422).expect_text("26 letras y números");
    for number in ["2026-000002", "N.%C2%BA+2026-000002", "HUI-2026-000002"] {
        let refused = anyone.get(&format!("/verificar?codigo={number}")).await.expect(422);
        refused.expect_text("Ese es el número del certificado").expect_text("26 letras y números");
    }
    anyone.get("/verificar?codigo=").await.expect(422);
    world.finish().await;
}

#[rocket::async_test]
async fn hostile_codes_are_only_unknown() {
    let world = World::new("hostile").await;
    let long = "A".repeat(10_000);
    for (number, code) in [
        long.as_str(),
        "'%20OR%20'1'='1",
        "%27%3B%20DROP%20TABLE%20certificate%3B--",
        "%F0%9F%98%80",
        "%FF%FE",
        "%00",
        "..%2F..%2Fetc%2Fpasswd",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "11111111111111111111111111",
    ]
    .into_iter()
    .enumerate()
    {
        let address = format!("190.0.1.{number}");
        let page = from(&world, &address, &format!("/verificar/{code}")).await;
        assert_eq!(page.status, 404, "{}", &code[..code.len().min(30)]);
        assert!(!page.body().contains("<script>"));
        let form = from(&world, &address, &format!("/verificar?codigo={code}")).await;
        // None of them leads to the page of a code.
        let is_refused = matches!(form.status, 200 | 422);
        assert!(is_refused, "{} {}", form.status, &code[..code.len().min(30)]);
        assert!(form.bytes.len() < 20_000);
    }
    world.finish().await;
}

#[rocket::async_test]
async fn guesses_are_limited_for_each_address() {
    let world = World::new("guesses").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let valid = format!("/verificar/{}", class.certificates(&world).await[0].code);
    for _ in 0..40 {
        from(&world, "190.0.0.1", &valid).await.expect(200);
    }
    let wrong = format!("/verificar/{}", "B".repeat(26));
    let mut answered = 0;
    while from(&world, "190.0.0.1", &wrong).await.status == 404 {
        answered += 1;
        assert!(answered <= 30);
    }
    let refused = from(&world, "190.0.0.1", &wrong).await.expect(429);
    assert!(refused.header("Retry-After").is_some());
    // Their neighbours share the address, and hold right codes: page and credential answer.
    from(&world, "190.0.0.1", &valid).await.expect(200);
    from(&world, "190.0.0.2", &wrong).await.expect(404);
    from(&world, "190.0.0.2", &valid).await.expect(200);
    world.advance(chrono::TimeDelta::minutes(10));
    from(&world, "190.0.0.1", &valid).await.expect(200);
    figure(
        "P10",
        f64::from(answered),
        "guesses",
        answered == 30,
        "unknown codes answered in a row to one address before it must wait; right codes cost nothing",
    );
    assert_eq!(answered, 30);
    world.finish().await;
}

#[rocket::async_test]
async fn wrong_codes_at_one_instance_are_spent_at_all_and_a_right_one_answers() {
    let world = World::new("guesses over instances").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    let code = class.certificates(&world).await.remove(0).code;
    let (valid, wrong) = (format!("/verificar/{code}"), format!("/verificar/{}", "B".repeat(26)));
    let other = world.another_instance().await;
    let ask = async |number: usize, path: &str| {
        let at = if number.is_multiple_of(2) { &world.client } else { &other };
        let remote = "190.0.0.9:4000".parse().expect("an address");
        world.as_anyone().send(at.get(path.to_owned()).remote(remote)).await.status
    };
    let mut statuses = Vec::new();
    for number in 0..34 {
        statuses.push(ask(number, &wrong).await);
    }
    assert_eq!(statuses, [vec![404_u16; 30], vec![429; 4]].concat());
    for number in 0..4 {
        let before = world.app.db.statements();
        assert_eq!(ask(number, &wrong).await, 429);
        // The code is looked for, and nothing is counted of whoever has nothing left.
        assert!(world.app.db.statements() - before <= 1);
        assert_eq!(ask(number, &valid).await, 200);
        assert_eq!(ask(number, &format!("{wrong}/credencial")).await, 429);
    }
    // What comes back with time comes back once, not once at each instance.
    world.advance(chrono::TimeDelta::seconds(21));
    let later = [ask(0, &wrong).await, ask(1, &wrong).await, ask(2, &wrong).await];
    assert_eq!(later, [404, 429, 429]);
    world.finish().await;
}

/// The file itself is the proof: the same bytes are known, and no other ones are (P8).
#[rocket::async_test]
async fn a_document_is_known_by_its_bytes_and_with_one_of_them_changed_it_is_not() {
    let world = World::new("verify by file").await;
    let class = closed(&world, 0, &[PASSED]).await;
    class.issue(&world).await.expect("issues");
    formacion::certification::worker::render_all(&world.app).await.expect("renders");
    let row = class.certificates(&world).await.remove(0);
    let coordinator = world.as_coordinator("MET").await;
    let pdf = coordinator.get(&format!("/certificados/{}/pdf", row.id)).await.expect(200).bytes;
    let anyone = world.as_anyone();
    let path = "/verificar/archivo";
    let known = anyone.upload(path, "certificado.pdf", &pdf).await.expect(303);
    assert_eq!(known.location, Some(format!("/verificar/{}", row.code)));

    let mut changed = pdf.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let page = anyone.upload(path, "certificado.pdf", &changed).await.expect(422);
    page.expect_text("no es igual, byte por byte, a ninguno expedido aquí");
    let page = anyone.upload(path, "carta.txt", b"una carta").await.expect(422);
    page.expect_text("El archivo no es un PDF ni una credencial (.jwt).");
    let large = [b"%PDF-".to_vec(), vec![0; 11 * 1024 * 1024]].concat();
    let page = anyone.upload(path, "grande.pdf", &large).await.expect(422);
    page.expect_text("El archivo pasa de 10 MB");
    let page = anyone.post(path, &[]).await.expect(422);
    page.expect_text("Elija el archivo que quiere verificar");

    // Whoever tries one file after another is slowed down, as with codes.
    let mut slowed = false;
    for _ in 0..40 {
        let request = world.client.post(path).body("nada").remote("10.9.8.7:4000".parse().unwrap());
        let request = request.header(Header::new("Sec-Fetch-Site", "same-origin"));
        slowed = slowed || anyone.send(request).await.status == 429;
    }
    assert!(slowed, "guesses are limited");
    world.finish().await;
}
