//! The criteria and a score's account, in words; pure.

use indicators_model::figures::show;
use platform::numbers::{grouped, some};

use super::rules::{Criterion, POINT, PriorityFacts, Score};

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
        Criterion::Mdm | Criterion::Idf => "100 menos el último valor",
        Criterion::Population => {
            "menos de 10.000 personas 100, menos de 20.000 75, menos de 50.000 50, menos de 100.000 25, más 0"
        }
        Criterion::Demand => {
            "personas de necesidades sin cohorte y sin vencer: ninguna 0, de 1 a 9 25, de 10 a 19 50, de 20 a 39 75, 40 o más 100; si en la lista nadie pide nada, no cuenta"
        }
        Criterion::NeverReached => "100 si nadie del municipio ha asistido a una sesión, 0 si sí",
    }
}

fn told(criterion: Criterion, facts: &PriorityFacts) -> String {
    let yes = |yes: bool| if yes { "sí" } else { "no" }.to_owned();
    let value = |value: Option<i64>| value.map(show).unwrap_or_default();
    match criterion {
        Criterion::Pdet => yes(facts.is_pdet),
        Criterion::NeverReached => yes(facts.is_never_reached),
        Criterion::Category => match facts.category.as_deref() {
            Some("ESP") => "especial".to_owned(),
            category => category.unwrap_or_default().to_owned(),
        },
        Criterion::Mdm => value(facts.mdm),
        Criterion::Idf => value(facts.idf),
        Criterion::Population => facts.population.map(grouped).unwrap_or_default(),
        Criterion::Demand => facts.demand.map(grouped).unwrap_or_default(),
    }
}

/// One line for each criterion: «PDET (sí): 100 × 20 = 2.000», and then the division.
pub fn account(score: &Score, facts: &PriorityFacts) -> Vec<String> {
    let mut lines: Vec<String> = score
        .parts
        .iter()
        .map(|(criterion, points, weight)| {
            let product = show(points * i64::from(*weight));
            format!(
                "{} ({}): {} × {weight} = {product}",
                criterion.label(),
                told(*criterion, facts),
                show(*points)
            )
        })
        .collect();
    for criterion in &score.unknown {
        lines.push(format!("{}: sin dato, no cuenta", criterion.label()));
    }
    if let Some(hundredths) = score.hundredths() {
        let shown = show(hundredths * (POINT / 100));
        lines.push(format!("{} ÷ {} = {shown}", show(score.sum()), score.weight()));
    }
    lines
}

/// «Falta 1 dato».
pub fn missing(score: &Score) -> String {
    match score.unknown.len() {
        0 => String::new(),
        1 => "Falta 1 dato".to_owned(),
        count => format!("Faltan {}", some(count, "dato", "datos")),
    }
}
