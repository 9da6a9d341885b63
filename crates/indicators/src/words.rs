//! A gap and how it was computed, in words; pure.

use platform::charts::Chart;
use platform::numbers::some;

use super::figures::{show, show_exact};
use super::peers::{Measure, Peers};
use super::rules::{Better, Exact, Gap, LEAST, Median, NoGap, bands};

/// A value, with the sign that arithmetic has.
pub fn figure(value: i64) -> String {
    show(value).replace('-', "−")
}

pub fn exact(value: Exact) -> String {
    show_exact(value.0).replace('-', "−")
}

/// A difference: «+4,2», «−4,2», «0».
pub fn difference(value: Exact) -> String {
    let plus = if value.0 > 0 { "+" } else { "" };
    format!("{plus}{}", exact(value))
}

/// «4,2 por debajo de».
fn away(better: Better, gap: Exact) -> String {
    let size = exact(Exact(gap.0.saturating_abs()));
    match (better, gap.0) {
        (_, 0) => "igual a".to_owned(),
        (Better::NearBalance, 1..) => format!("{size} más lejos de cero que"),
        (Better::NearBalance, _) => format!("{size} más cerca de cero que"),
        (_, 1..) => format!("{size} por encima de"),
        _ => format!("{size} por debajo de"),
    }
}

/// The whole gap in two sentences.
pub fn headline(place: &str, measure: &Measure, year: i32, own: i64, found: &Gap) -> String {
    format!(
        "{place} tuvo {} en «{}» ({}) en {year}: {} la mediana de su grupo, {}.",
        figure(own),
        measure.name,
        measure.index,
        away(measure.better, found.gap),
        exact(found.median.value())
    )
}

/// Why there is none.
pub fn absent(why: NoGap, place: &str, year: i32, scheme: Option<&str>) -> String {
    let of = scheme.map_or_else(String::new, |scheme| format!(" en el esquema «{scheme}»"));
    match why {
        NoGap::NoValue => format!(
            "{place} no tiene dato de {year}: no se sabe cuánto fue, y no es cero. Sin dato no hay brecha."
        ),
        NoGap::NoGroup => format!(
            "{place} no tiene grupo de comparación de {year}{of}. No se compara con municipios de otros grupos ni de otros años, así que no hay brecha."
        ),
        NoGap::FewInGroup(count) => format!(
            "En el grupo de {place}{of} solo {} dato de {year}. Con menos de {LEAST} no se calcula la mediana, así que no hay brecha.",
            some(count, "municipio tiene", "municipios tienen")
        ),
    }
}

/// «29 municipios, 27 con dato».
pub fn size(members: usize, valued: usize) -> String {
    format!("{}, {valued} con dato", some(members, "municipio", "municipios"))
}

/// How the middle was found.
pub fn middle(better: Better, median: Median) -> String {
    let (all, what) = match better {
        Better::NearBalance => ("Las", "distancias a cero"),
        Better::Higher | Better::Lower => ("Los", "valores"),
    };
    let (count, place) = (median.count, median.place());
    if median.has_two() {
        format!(
            "{all} {count} {what} de menor a mayor; en el medio están el {place}.º, {low}, y el {next}.º, {high}: ({low} + {high}) ÷ 2",
            next = place + 1,
            low = figure(median.low),
            high = figure(median.high),
        )
    } else {
        format!("{all} {count} {what} de menor a mayor; el del medio es el {place}.º")
    }
}

/// «46,1 − 50,3».
pub fn subtraction(better: Better, own: i64, other: &str) -> String {
    let own = figure(better.measured(own));
    let other = if other.starts_with('−') { format!("({other})") } else { other.to_owned() };
    format!("{own} − {other}")
}

/// The group as a picture: how many municipalities are in each band, and in which one this one is.
pub fn picture(peers: &Peers, group: &str, place: &str, own: i64, median: Median) -> Chart {
    let measured = |value: &i64| peers.better.measured(*value);
    let values: Vec<i64> = peers.values_in(group).iter().map(measured).collect();
    let (starts, width) = bands(&values);
    let own = peers.better.measured(own);
    let counts: Vec<(String, usize)> = starts
        .into_iter()
        .map(|start| {
            let end = start.saturating_add(width);
            let count = values.iter().filter(|value| (start..end).contains(*value)).count();
            let mut label = format!("De {} a menos de {}", figure(start), figure(end));
            let holds = |value: Exact| (Exact::of(start)..Exact::of(end)).contains(&value);
            if holds(median.value()) {
                label.push_str(" · mediana");
            }
            if holds(Exact::of(own)) {
                label.push_str(&format!(" · {place}"));
            }
            (label, count)
        })
        .collect();
    let summary = format!("{} del grupo con dato", some(values.len(), "municipio", "municipios"));
    Chart::new(summary, (values.len(), ("municipio", "municipios")), &counts)
}
