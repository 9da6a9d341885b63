//! The criteria and a score's account, in words; pure.

use indicators_model::figures::{show, show_exact};
use platform::numbers::{counted, decimal, grouped, some};
use platform::texts::{self, say};

use super::rules::{Criterion, IndexFact, PriorityFacts, Score};

/// The field of the weight, in the form and the address.
pub fn field(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Pdet => "pdet",
        Criterion::Category => "categoria",
        Criterion::Mdm => "mdm",
        Criterion::Idf => "idf",
        Criterion::Population => "poblacion",
        Criterion::NeverReached => "nunca",
        Criterion::Demand => "demanda",
    }
}

/// How its points are given.
pub fn how(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Pdet => "100 si el municipio es PDET, 0 si no",
        Criterion::Category => {
            "especial y primera 0, segunda 20, tercera 40, cuarta 60, quinta 80, sexta 100"
        }
        Criterion::Mdm | Criterion::Idf => texts::word("reports.how_index"),
        Criterion::Population => {
            "menos de 10.000 personas 100, menos de 20.000 75, menos de 50.000 50, menos de 100.000 25, más 0"
        }
        Criterion::Demand => {
            "personas de necesidades sin cohorte y sin vencer: ninguna 0, de 1 a 9 25, de 10 a 19 50, de 20 a 39 75, 40 o más 100; si en la lista nadie pide nada, no cuenta"
        }
        Criterion::NeverReached => "100 si nadie del municipio ha asistido a una sesión, 0 si sí",
    }
}

/// «44 en 2024; mediana de su grupo, G5: 50,2».
fn index(index: &IndexFact) -> String {
    let value = ("value", show(index.value));
    let year = ("year", index.year.to_string());
    match &index.group {
        None => say("reports.index_alone", &[value, year]),
        Some((group, gap)) => {
            let median = ("median", show_exact(gap.median.value().0));
            say("reports.index_in_group", &[value, year, ("group", group.clone()), median])
        }
    }
}

fn told(criterion: Criterion, facts: &PriorityFacts) -> String {
    let yes = |yes: bool| if yes { "sí" } else { "no" }.to_owned();
    let index = |of: &Option<IndexFact>| of.as_ref().map(index).unwrap_or_default();
    match criterion {
        Criterion::Pdet => yes(facts.is_pdet),
        Criterion::NeverReached => yes(facts.is_never_reached),
        Criterion::Category => match facts.category.as_deref() {
            Some("ESP") => "especial".to_owned(),
            category => category.unwrap_or_default().to_owned(),
        },
        Criterion::Mdm => index(&facts.mdm),
        Criterion::Idf => index(&facts.idf),
        Criterion::Population => facts.population.map(grouped).unwrap_or_default(),
        Criterion::Demand => facts.demand.map(grouped).unwrap_or_default(),
    }
}

/// A score, or a part of one, with the decimals that every score has.
pub fn points(value: f64) -> String {
    decimal(value, 2)
}

/// «1.050»; «—» of a score that has no place.
pub fn place(place: Option<usize>) -> String {
    place.map_or_else(|| "—".to_owned(), counted)
}

/// A whole score in points; «—» of one that lacks data.
pub fn score(score: &Score) -> String {
    let whole = score.hundredths().filter(|_| score.is_whole());
    whole.map_or_else(|| "—".to_owned(), |hundredths| points(hundredths as f64 / 100.0))
}

/// One line for each criterion: «PDET (sí): 100 × 20 = 2.000; 23,53 del puntaje», and then the division.
/// Where something is unknown there is no score that they would be parts of.
pub fn account(score: &Score, facts: &PriorityFacts) -> Vec<String> {
    let is_whole = score.is_whole();
    let line = |(criterion, part, weight): &(Criterion, i64, i32)| {
        let product = show(part * i64::from(*weight));
        let (name, fact) = (criterion.label(), told(*criterion, facts));
        let share = ("points", points(score.share((*part, *weight))));
        let share = if is_whole { say("reports.part_of_score", &[share]) } else { String::new() };
        format!("{name} ({fact}): {} × {weight} = {product}{share}", show(*part))
    };
    let mut lines: Vec<String> = score.parts.iter().map(line).collect();
    for criterion in &score.unknown {
        let name = ("criterion", criterion.label().to_owned());
        lines.push(match told(*criterion, facts) {
            fact if fact.is_empty() => say("reports.priority_unknown", &[name]),
            fact => say("reports.priority_alone", &[name, ("fact", fact)]),
        });
    }
    if is_whole {
        lines.push(format!("{} ÷ {} = {}", show(score.sum()), score.weight(), self::score(score)));
    }
    lines
}

/// What a bar says to whoever does not see it: «PDET 23,53; Categoría 11,76».
pub fn parts(score: &Score) -> String {
    let part = |(criterion, part, weight): &(Criterion, i64, i32)| {
        format!("{} {}", criterion.label(), points(score.share((*part, *weight))))
    };
    score.parts.iter().map(part).collect::<Vec<_>>().join("; ")
}

/// The criteria by the numbers that bars have: «1 PDET, 2 Categoría y 3 MDM total».
pub fn legend(counted: &[(Criterion, i32)]) -> String {
    let numbered = (1..).zip(counted);
    let all: Vec<String> =
        numbered.map(|(number, (one, _))| format!("{number} {}", one.label())).collect();
    say("reports.bars_legend", &[("criteria", texts::and(&all))])
}

/// «Falta 1 dato».
pub fn missing(score: &Score) -> String {
    match score.unknown.len() {
        0 => String::new(),
        1 => "Falta 1 dato".to_owned(),
        count => format!("Faltan {}", some(count, "dato", "datos")),
    }
}
