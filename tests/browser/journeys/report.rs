//! (e) The gobernación opens and downloads its report, and cannot open another department's.

use super::{GOBERNACION_META, Ground, postcard, two_ways};
use crate::support::browser::{Browser, Way};

two_ways!(a_gobernacion_reads_its_own_department_and_no_other);

async fn a_gobernacion_reads_its_own_department_and_no_other(way: Way) {
    let ground = Ground::new("journey report").await;
    let mut browser = Browser::open(way).await;
    ground.enter(&browser, GOBERNACION_META).await;
    browser.visit(&ground.url("/informes")).await;
    browser.expect_accessible().await;
    browser.press("Meta").await;
    browser.expect_text("Informe de asistencia: Meta").await;
    browser.expect_text("Mapiripán").await;
    browser.expect_accessible().await;
    postcard(&browser, way, "report").await;
    let workbook = browser.download("Descargar XLSX").await;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&workbook).expect("a workbook");
    let sheets = calamine::Reader::sheet_names(&book);
    for sheet in ["Resumen", "Municipios", "Cohortes", "Asistencia"] {
        assert!(sheets.iter().any(|name| name == sheet), "{sheet} is not in {sheets:?}");
    }
    let municipalities =
        calamine::Reader::worksheet_range(&mut book, "Municipios").expect("the sheet reads");
    assert!(
        municipalities.height() >= 29,
        "every municipality of Meta is there, never reached ones too"
    );
    browser.visit(&ground.url("/informes/departamentos/18")).await;
    browser.expect_text("Página no encontrada").await;
    browser.width(320).await;
    browser.visit(&ground.url("/informes/departamentos/50")).await;
    browser.expect_accessible().await;
    ground.finish(browser).await;
}
