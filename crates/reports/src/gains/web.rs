//! `/informes/ganancia`, on the page and as a workbook.

use measures::{Figure, Mean, Real};
use pictures::{Format, IntervalRow, Intervals};
use platform::pager::address;
use platform::xlsx::{self, Book, Cell, Column, SheetLayout};
use platform::{blocking, dates, numbers, texts};
use sign_in_model::desk::{Answer, Desk, FileReply};
use sign_in_model::prelude::*;
use territory_model::DIVIPOLA;

use super::figures::{Gains, MunicipalityGain, compute};
use super::queries;
use super::views::{GainLine, GainsPage};
use crate::atoms::LearningSums;
use crate::policy::READERS;
use crate::rules::Period;
use crate::views::charts::PagePicture;
use crate::views::findings;

const PATH: &str = "/informes/ganancia";
/// Municipalities of the picture; the table has all of them.
const DRAWN: usize = 30;

pub fn routes() -> Vec<Route> {
    routes![page, workbook]
}

async fn read(
    desk: &Desk<'_>,
    fields: &Fields,
) -> Result<(Period, Result<Gains, FormState>), AppError> {
    let actor = desk.actor_as(&READERS)?;
    let mut reader = Reader::new(fields);
    let period = Period::read(&mut reader, desk.app.clock.today());
    if let Err(form) = reader.finish() {
        return Ok((period, Err(form)));
    }
    let now = desk.app.clock.now();
    let (atoms, names) = queries::results(desk.app.db.read(), actor, period, now).await?;
    Ok((period, Ok(compute(&atoms, names))))
}

#[get("/informes/ganancia")]
async fn page(desk: Desk<'_>) -> Answer {
    let fields = Fields::of_address(desk.request());
    let (period, gains) = read(&desk, &fields).await?;
    let (from, to) = (dates::input_date(period.from), dates::input_date(period.to));
    let query = [("desde", from.as_str()), ("hasta", to.as_str())];
    let mut page = GainsPage {
        form: FormState::default().with("desde", &from).with("hasta", &to),
        path: PATH.to_owned(),
        xlsx: address(&format!("{PATH}/xlsx"), &query),
        period: period.text(),
        facts: Vec::new(),
        chart: None,
        rows: Vec::new(),
        source: DIVIPOLA.to_owned(),
    };
    match gains {
        Err(form) => {
            page.form = form;
            desk.refuse(&page)
        }
        Ok(gains) => {
            page.facts = facts(&gains);
            page.chart = chart(&gains.rows);
            page.rows = gains.rows.iter().map(line).collect();
            desk.show(&page)
        }
    }
}

/// A gain or a mean grade, with the decimals that the results print.
fn hundredths(value: Real) -> String {
    numbers::decimal(value.get(), 2)
}

/// «2 grupos de menos de 5 personas no se suman.», of the people of a municipality in a cohort each.
fn left_out(sums: LearningSums) -> Option<String> {
    let groups = numbers::some(sums.left_out, "grupo", "grupos");
    let verb = if sums.left_out == 1 { "suma" } else { "suman" };
    (sums.left_out > 0).then(|| format!("{groups} de menos de 5 personas no se {verb}."))
}

fn facts(gains: &Gains) -> Vec<Fact> {
    let all = gains.all;
    let mean = match &all.gain() {
        Figure::Shown(shown) => format!(
            "{}, con 95 % de confianza de {} a {} (n = {})",
            hundredths(shown.value().mean),
            hundredths(shown.value().interval.low),
            hundredths(shown.value().interval.high),
            numbers::counted(shown.n())
        ),
        hidden => why_not(all, hidden).unwrap_or_default(),
    };
    let mut facts = vec![Fact::new("Ganancia media", mean)];
    if let (Some((before, _)), Some((after, _))) = (all.before().shown(), all.after().shown()) {
        facts.push(Fact::new(
            "Nota media",
            format!("{} antes y {} después", hundredths(*before), hundredths(*after)),
        ));
    }
    facts.extend(left_out(all).map(|text| Fact::new("Sin sumar", text)));
    facts
}

/// Why there is no figure: nobody has both tests, or too few.
fn why_not(sums: LearningSums, gain: &Figure<Mean>) -> Option<String> {
    if sums.is_nobody() {
        return Some(texts::word("reports.gains_nobody").to_owned());
    }
    gain.why_not()
}

fn line(row: &MunicipalityGain) -> GainLine {
    let dash = || "—".to_owned();
    let gain = row.sums.gain();
    let mut line = GainLine {
        name: row.names.name.clone(),
        href: format!("/municipios/{}", row.names.code),
        department: row.names.department.clone(),
        n: dash(),
        before: dash(),
        after: dash(),
        gain: dash(),
        interval: dash(),
        note: why_not(row.sums, &gain).or_else(|| left_out(row.sums)).unwrap_or_default(),
    };
    if let Some((mean, n)) = gain.shown() {
        line.n = numbers::counted(n);
        line.gain = hundredths(mean.mean);
        line.interval =
            format!("de {} a {}", hundredths(mean.interval.low), hundredths(mean.interval.high));
    }
    if let (Some((before, _)), Some((after, _))) =
        (row.sums.before().shown(), row.sums.after().shown())
    {
        line.before = hundredths(*before);
        line.after = hundredths(*after);
    }
    line
}

/// The means that may be told with their intervals, the largest first.
fn chart(rows: &[MunicipalityGain]) -> Option<PagePicture> {
    let mut told: Vec<(&str, Mean)> = rows
        .iter()
        .filter_map(|row| Some((row.names.name.as_str(), *row.sums.gain().shown()?.0)))
        .collect();
    told.sort_by(|one, other| other.1.mean.get().total_cmp(&one.1.mean.get()));
    let ends: Vec<(&str, f64, f64)> =
        told.iter().map(|(name, mean)| (*name, mean.mean.get(), mean.interval.low.get())).collect();
    let row = |(name, mean): &(&str, Mean)| IntervalRow {
        name: (*name).to_owned(),
        mean: mean.mean.get(),
        low: mean.interval.low.get(),
        high: mean.interval.high.get(),
    };
    let intervals = Intervals {
        title: findings::intervals("Ganancia por municipio", &ends),
        row: "Municipio".into(),
        value: "Ganancia".into(),
        format: Format { decimals: 2, ..Format::COUNT },
        range: (0.0, 1.0),
        rows: told.iter().take(DRAWN).map(row).collect(),
    };
    (!told.is_empty()).then(|| PagePicture::drawn("intervalos", |width| intervals.draw(width)))
}

#[get("/informes/ganancia/xlsx")]
async fn workbook(desk: Desk<'_>) -> Answer {
    let fields = Fields::of_address(desk.request());
    let (period, gains) = read(&desk, &fields).await?;
    let Ok(gains) = gains else { return desk.go(PATH) };
    let name = format!("ganancia-{}-{}.xlsx", period.from, period.to);
    let cut_off = desk.app.clock.now();
    let bytes = blocking::run(move || written(&gains, period, cut_off)).await??;
    desk.file(FileReply { name, content_type: xlsx::content_type(), bytes, inline: false })
}

fn cells(sums: LearningSums) -> [Cell; 6] {
    let (gain, before, after) = (sums.gain(), sums.before(), sums.after());
    let mean = gain.shown();
    let decimal = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Decimal);
    [
        mean.map_or(Cell::Empty, |(_, n)| Cell::Integer(i64::try_from(n).unwrap_or(0))),
        decimal(before.shown().map(|(value, _)| value.get())),
        decimal(after.shown().map(|(value, _)| value.get())),
        decimal(mean.map(|(mean, _)| mean.mean.get())),
        decimal(mean.map(|(mean, _)| mean.interval.low.get())),
        decimal(mean.map(|(mean, _)| mean.interval.high.get())),
    ]
}

fn written(gains: &Gains, period: Period, cut_off: DateTime<Utc>) -> Result<Vec<u8>, AppError> {
    let columns = [
        ("Código DIVIPOLA", 16.0),
        ("Municipio", 26.0),
        ("Departamento", 22.0),
        ("n", 8.0),
        ("Nota antes", 12.0),
        ("Nota después", 13.0),
        ("Ganancia", 11.0),
        ("Desde", 9.0),
        ("Hasta", 9.0),
        ("Aviso", 60.0),
    ]
    .map(|(heading, width)| Column::new(heading, width));
    let rows = gains.rows.iter().map(|row| {
        let names = &row.names;
        let mut all =
            vec![Cell::text(&names.code), Cell::text(&names.name), Cell::text(&names.department)];
        all.extend(cells(row.sums));
        all.push(Cell::text(line(row).note));
        all
    });
    let mut total = vec![Cell::text("Total"), Cell::Empty, Cell::Empty];
    total.extend(cells(gains.all));
    total.push(left_out(gains.all).map_or(Cell::Empty, Cell::text));
    let mut book = Book::new("Ganancia por municipio", cut_off)?;
    let sheet = SheetLayout { name: "Ganancia", columns: &columns, frozen_columns: 2 };
    book.sheet_with_total(sheet, rows, Some(total))?;
    book.notes(&[
        ("Informe", "Ganancia entre la prueba inicial y la final, por municipio".to_owned()),
        ("Periodo", format!("Cohortes cerradas que terminan del {}", period.text())),
        (
            "Fecha de corte",
            format!("{} (hora de Colombia)", dates::short_with_time(cut_off)),
        ),
        (
            "Ganancia",
            "De cada persona, (final − inicial) ÷ (5,0 − inicial): qué parte de lo que le faltaba aprendió. Solo personas con las dos pruebas y con algo por aprender; media e intervalo t de Student con 95 % de confianza.".to_owned(),
        ),
        (
            "Grupos pequeños",
            "Un grupo son las personas de un municipio en una cohorte. Los de menos de 5 no se muestran ni se suman, tampoco en los totales: así, ninguna resta entre cifras, de este u otro periodo, habla de menos de 5 personas.".to_owned(),
        ),
        ("Territorio", DIVIPOLA.to_owned()),
    ])?;
    book.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::learning_atom;

    #[test]
    fn how_many_people_is_written_with_a_point_for_thousands() {
        let names = queries::MunicipalityNames {
            code: "50325".into(),
            name: "Mapiripán".into(),
            department: "Meta".into(),
        };
        let gains = compute(&[learning_atom(1, "50325", 1_234)], vec![names]);
        assert_eq!(line(&gains.rows[0]).n, "1.234");
        let all = facts(&gains).remove(0).value;
        assert!(all.ends_with("(n = 1.234)"), "{all}");
    }
}
