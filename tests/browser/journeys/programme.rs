//! (a) A coordinator builds a cohort with its six sessions and publishes it.

use super::{COORDINATOR_META, Ground, day, option, postcard, three_ways};
use crate::support::browser::{Browser, Way};

three_ways!(a_coordinator_builds_and_publishes_a_cohort);

async fn a_coordinator_builds_and_publishes_a_cohort(way: Way) {
    let ground = Ground::new("journey programme").await;
    let mut browser = Browser::open(way).await;
    ground.enter(&browser, COORDINATOR_META).await;
    postcard(&browser, way, "home").await;
    browser.visit(&ground.url("/cohortes")).await;
    browser.press("Programar una cohorte").await;
    // What is wrong is said beside its field, and what was typed stays.
    browser.fill("Nombre de la cohorte", "Ariari de prueba").await;
    browser.fill("Cupos", "muchos").await;
    browser.press("Crear borrador").await;
    browser.expect_text("un número entero entre").await;
    browser.expect_accessible().await;
    let course = option(&browser, "version", "tributaria").await;
    browser.choose("Curso", &course).await;
    browser.fill("Cupos", "25").await;
    if way == Way::WithoutJavaScript {
        browser.press("Meta").await;
    } else {
        // Who types finds it without accents, and its department opens by itself.
        browser.fill("Encontrar en: Municipios", "mapiripan").await;
        browser.expect_text("1 de ").await;
        browser.expect_accessible().await;
    }
    browser.tick("Mapiripán").await;
    // So far ahead that nobody in the demo teaches then, whatever today is.
    browser.fill("Primer día", &day(180)).await;
    for weekday in ["Martes", "Jueves", "Sábado"] {
        browser.tick(weekday).await;
    }
    browser.fill("Cada reunión empieza", "13:00").await;
    browser.fill("Cada reunión termina", "20:00").await;
    browser.fill("Lugar", "Casa de la cultura, Mapiripán").await;
    browser.fill("Método", "Taller con los datos del municipio").await;
    browser.fill("Qué conocimiento queda", "Guías en la carpeta compartida").await;
    let facilitator = option(&browser, "facilitador", "").await;
    browser.choose("Quién facilita", &facilitator).await;
    browser.press("Proponer sesiones").await;
    // Forty hours in afternoons of seven: the sixth is shorter.
    browser.expect_text("6 sesiones suman 40 horas").await;
    browser.expect_text("más corta").await;
    browser.expect_accessible().await;
    if way == Way::Mouse {
        browser.picture("builder").await;
    }
    browser.width(320).await;
    browser.expect_accessible().await;
    if way == Way::Mouse {
        browser.picture("builder").await;
    }
    browser.width(1280).await;
    // One row less, one row more.
    browser.press("Quitar la sesión 6").await;
    browser.expect_text("faltan 5 horas").await;
    browser.press("Agregar una sesión").await;
    browser.expect_text("sobran 2 horas").await;
    browser.press("Deshacer el último cambio de la tabla").await;
    browser.expect_text("faltan 5 horas").await;
    browser.press("Agregar una sesión").await;
    browser.expect_text("sobran 2 horas").await;
    browser.fill("Hora final de la sesión 6", "18:00").await;
    if way != Way::WithoutJavaScript {
        browser.expect_text("6 sesiones suman 40 horas, las del curso").await;
        // What the table will say of a day is said while it is typed.
        let read = "return document.getElementById('fecha[5]').value";
        let chosen = browser.script(read, vec![]).await;
        browser.fill("Fecha de la sesión 6", &format!("{}-12-25", &day(182)[..4])).await;
        browser.expect_text("Festivo: Navidad").await;
        browser.fill("Fecha de la sesión 6", chosen.as_str().unwrap()).await;
    }
    browser.press("Crear borrador").await;
    browser.expect_text("El borrador quedó creado con 6 sesiones").await;
    browser.expect_accessible().await;
    browser.press("Publicar en «Cursos abiertos»").await;
    browser.expect_text("Publicada").await;
    postcard(&browser, way, "cohort").await;
    // The month in which it begins shows it, on a desk and on a telephone.
    browser.visit(&ground.url(&format!("/calendario?mes={}", &day(182)[..7]))).await;
    browser.expect_text("Ariari de prueba").await;
    browser.expect_accessible().await;
    if way == Way::Mouse {
        browser.picture("calendar").await;
    }
    browser.width(320).await;
    browser.expect_accessible().await;
    if way == Way::Mouse {
        browser.picture("calendar").await;
    }
    browser.width(1280).await;
    browser.visit(&ground.url("/oferta?q=ariari")).await;
    browser.expect_text("Ariari de prueba").await;
    ground.finish(browser).await;
}
