//! What the figures of a picture say, in the sentence that is its title: one pure function for each picture.
//! Page and paper say the same one. A title stands alone where its figures say nothing.

use chrono::NaiveDate;

use platform::dates;
use platform::numbers::{counted, decimal, grouped, some};
use platform::texts::{and, say};

/// «7 puntos menos», of the amount in words; `None` where nothing changed.
fn change(difference: i64, amount: String) -> Option<String> {
    match difference {
        0 => None,
        1.. => Some(say("reports.finding_more", &[("amount", amount)])),
        _ => Some(say("reports.finding_less", &[("amount", amount)])),
    }
}

/// «Asistencia por mes, Meta: 81 % en noviembre de 2026, 7 puntos menos que en octubre de 2026; en el periodo
/// anterior, 88 %»; `months` are in order, each with its whole percent where a session counted, and `before` is
/// that of the period before, where one counted.
pub fn by_month(title: &str, months: &[(NaiveDate, Option<u32>)], before: Option<u32>) -> String {
    let told = of_months(title, months);
    match before {
        None => told,
        Some(percent) => {
            say("reports.finding_before", &[("told", told), ("percent", percent.to_string())])
        }
    }
}

fn of_months(title: &str, months: &[(NaiveDate, Option<u32>)]) -> String {
    let known: Vec<(NaiveDate, u32)> =
        months.iter().filter_map(|(month, percent)| Some((*month, (*percent)?))).collect();
    let Some((last, earlier)) = known.split_last() else { return title.to_owned() };
    let mut words = vec![
        ("title", title.to_owned()),
        ("percent", last.1.to_string()),
        ("month", dates::month(last.0)),
    ];
    let Some(before) = earlier.last() else { return say("reports.finding_month", &words) };
    words.push(("before", dates::month(before.0)));
    let points = some(last.1.abs_diff(before.1), "punto", "puntos");
    match change(i64::from(last.1) - i64::from(before.1), points) {
        None => say("reports.finding_month_same", &words),
        Some(change) => {
            words.push(("change", change));
            say("reports.finding_month_change", &words)
        }
    }
}

/// «Asistencia por sesión, Meta 2026-2: de 96 % en la primera a 82 % en la última; la menor, la 5 (79 %)»; each
/// session that counts with its number and its whole percent, in order.
pub fn by_session(title: &str, sessions: &[(i32, u32)]) -> String {
    let (Some(first), Some(last)) = (sessions.first(), sessions.last()) else {
        return title.to_owned();
    };
    let low = sessions.iter().min_by_key(|(_, percent)| *percent).unwrap_or(first);
    let words = [
        ("title", title.to_owned()),
        ("first", first.1.to_string()),
        ("last", last.1.to_string()),
        ("session", low.0.to_string()),
        ("low", low.1.to_string()),
    ];
    match (sessions.len(), sessions.iter().all(|(_, percent)| *percent == first.1)) {
        (1, _) => say("reports.finding_session", &words),
        (_, true) => say("reports.finding_sessions_same", &words),
        _ => say("reports.finding_sessions", &words),
    }
}

fn rise((_, before, after): &(String, f64, f64)) -> f64 {
    after - before
}

/// «Nota antes y después: suben 3 de 4 pruebas; la que más, la de gestión tributaria (de 2,19 a 3,47)»; each pair
/// with its name and both marks. Capacities with the same marks have one test.
pub fn gain(title: &str, pairs: &[(String, f64, f64)]) -> String {
    let mut tests: Vec<&(String, f64, f64)> = Vec::new();
    for pair in pairs {
        let is_same = |test: &(String, f64, f64)| {
            (test.1.to_bits(), test.2.to_bits()) == (pair.1.to_bits(), pair.2.to_bits())
        };
        if !tests.iter().any(|test| is_same(test)) {
            tests.push(pair);
        }
    }
    let best = tests.iter().max_by(|one, other| rise(one).total_cmp(&rise(other)));
    let Some(best) = best else { return title.to_owned() };
    let words = [
        ("title", title.to_owned()),
        ("up", counted(tests.iter().filter(|test| rise(test) > 0.0).count())),
        ("all", some(tests.len(), "prueba", "pruebas")),
        ("name", best.0.clone()),
        ("before", decimal(best.1, 2)),
        ("after", decimal(best.2, 2)),
    ];
    match (rise(best) > 0.0, tests.len()) {
        (false, _) => say("reports.finding_gain_none", &words),
        (_, 1) => say("reports.finding_gain_one", &words),
        _ => say("reports.finding_gain", &words),
    }
}

/// «Ganancia por municipio: la mayor, Mapiripán (0,50); sobre cero con 95 % de confianza, 3 de 4»; each with its
/// mean and the lower end of its interval.
pub fn intervals(title: &str, rows: &[(&str, f64, f64)]) -> String {
    let best = rows.iter().max_by(|one, other| one.1.total_cmp(&other.1));
    let Some((name, mean, _)) = best else { return title.to_owned() };
    say(
        "reports.finding_intervals",
        &[
            ("title", title.to_owned()),
            ("name", (*name).to_owned()),
            ("mean", decimal(*mean, 2)),
            ("sure", counted(rows.iter().filter(|(_, _, low)| *low > 0.0).count())),
            ("all", counted(rows.len())),
        ],
    )
}

/// «Calidad percibida, municipios: 4,31 de media; la más alta, Granada (4,80); la más baja, Uribe (3,90)»; each
/// with its mean, and that of all.
pub fn opinions(title: &str, all: Option<f64>, rows: &[(&str, f64)]) -> String {
    let high = rows.iter().max_by(|one, other| one.1.total_cmp(&other.1));
    let low = rows.iter().min_by(|one, other| one.1.total_cmp(&other.1));
    let (Some(all), Some(high), Some(low)) = (all, high, low) else { return title.to_owned() };
    let words = [
        ("title", title.to_owned()),
        ("all", decimal(all, 2)),
        ("high", high.0.to_owned()),
        ("most", decimal(high.1, 2)),
        ("low", low.0.to_owned()),
        ("least", decimal(low.1, 2)),
    ];
    let key = if rows.len() > 1 { "reports.finding_opinions" } else { "reports.finding_opinion" };
    say(key, &words)
}

/// «Sesiones por mes, Meta: 14 sesiones dictadas, 3 más que en el periodo anterior»; how many were held then and
/// in the days before.
pub fn held(title: &str, now: i64, before: i64) -> String {
    let held = some(now, "sesión dictada", "sesiones dictadas");
    let mut words = vec![("title", title.to_owned()), ("held", held)];
    match change(now - before, counted(now.abs_diff(before))) {
        None => say("reports.finding_held_same", &words),
        Some(change) => {
            words.push(("change", change));
            say("reports.finding_held", &words)
        }
    }
}

/// «…: 17, 1 menos que el 31/10/2026; menos en San José del Fragua»; each day with its people, in order, and the
/// municipalities that have fewer than on the day before the last.
pub fn in_post(title: &str, days: &[(NaiveDate, i64)], fewer: &[&str]) -> String {
    let Some(((_, people), earlier)) = days.split_last() else { return title.to_owned() };
    let mut words = vec![("title", title.to_owned()), ("people", grouped(*people))];
    let Some((day, before)) = earlier.last() else {
        return say("reports.finding_people", &words);
    };
    words.push(("day", dates::short(*day)));
    let told = match change(people - before, counted(people.abs_diff(*before))) {
        None => say("reports.finding_people_same", &words),
        Some(change) => {
            words.push(("change", change));
            say("reports.finding_people_change", &words)
        }
    };
    if fewer.is_empty() {
        return told;
    }
    say("reports.finding_fewer", &[("told", told), ("municipalities", and(fewer))])
}

/// «…, por municipio: Belén tiene 8; nadie, en 3 de 12»; each municipality with its people.
pub fn in_small(title: &str, rows: &[(&str, i64)]) -> String {
    let Some((name, most)) = rows.iter().max_by_key(|(_, people)| *people) else {
        return title.to_owned();
    };
    let nobody = rows.iter().filter(|(_, people)| *people == 0).count();
    let words = [
        ("title", title.to_owned()),
        ("name", (*name).to_owned()),
        ("most", grouped(*most)),
        ("nobody", counted(nobody)),
        ("all", counted(rows.len())),
    ];
    match (*most, nobody) {
        (0, _) => say("reports.finding_small_nobody", &words),
        (_, 0) => say("reports.finding_small_all", &words),
        _ => say("reports.finding_small", &words),
    }
}

/// «Inscritos por municipio, Meta: Granada reúne 12»; each municipality with its people.
pub fn most(title: &str, rows: &[(&str, i64)]) -> String {
    let most = rows.iter().max_by_key(|(_, people)| *people).filter(|(_, people)| *people > 0);
    let Some((name, people)) = most else { return title.to_owned() };
    let words =
        [("title", title.to_owned()), ("name", (*name).to_owned()), ("most", grouped(*people))];
    say("reports.finding_most", &words)
}

/// «Municipios alcanzados por departamento: Meta, 4; sin alcanzar, 31 de 33 departamentos»; `None` is never.
pub fn reached(title: &str, rows: &[(&str, Option<i64>)]) -> String {
    let most = rows.iter().filter_map(|(name, reached)| Some((*name, (*reached)?)));
    let Some((name, most)) = most.max_by_key(|(_, reached)| *reached).filter(|row| row.1 > 0)
    else {
        return title.to_owned();
    };
    let never = rows.iter().filter(|(_, reached)| reached.is_none()).count();
    say(
        "reports.finding_reached",
        &[
            ("title", title.to_owned()),
            ("name", name.to_owned()),
            ("most", grouped(most)),
            ("never", counted(never)),
            ("all", counted(rows.len())),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_month_is_told_beside_the_one_before_it_that_counts() {
        let months = [
            (day("2026-09-01"), Some(88)),
            (day("2026-10-01"), None),
            (day("2026-11-01"), Some(81)),
        ];
        let said = |rows: &[(NaiveDate, Option<u32>)]| by_month("Asistencia", rows, None);
        assert_eq!(
            said(&months),
            "Asistencia: 81 % en noviembre de 2026, 7 puntos menos que en septiembre de 2026"
        );
        assert_eq!(said(&months[2..]), "Asistencia: 81 % en noviembre de 2026");
        assert_eq!(said(&months[1..2]), "Asistencia");
        let one = [(day("2026-10-01"), Some(80)), months[2]];
        assert!(said(&one).ends_with("1 punto más que en octubre de 2026"));
        let same = [(day("2026-10-01"), Some(81)), months[2]];
        assert!(said(&same).ends_with("igual que en octubre de 2026"));
        assert_eq!(
            by_month("Asistencia", &months[2..], Some(88)),
            "Asistencia: 81 % en noviembre de 2026; en el periodo anterior, 88 %"
        );
    }

    #[test]
    fn sessions_are_told_by_their_ends_and_the_least() {
        let said = |rows: &[(i32, u32)]| by_session("Asistencia", rows);
        assert_eq!(
            said(&[(1, 96), (2, 79), (3, 82)]),
            "Asistencia: de 96 % en la primera a 82 % en la última; la menor, la 2 (79 %)"
        );
        assert_eq!(said(&[(1, 90), (2, 90)]), "Asistencia: 90 % en todas las sesiones");
        assert_eq!(said(&[(4, 90)]), "Asistencia: 90 % en la sesión 4");
        assert_eq!(said(&[]), "Asistencia");
    }

    #[test]
    fn a_gain_names_the_largest_and_a_fall_is_no_gain() {
        let pair = |name: &str, before, after| (name.to_owned(), before, after);
        let pairs = [pair("Una", 2.0, 3.5), pair("Igual", 2.0, 3.5), pair("Otra", 2.5, 2.0)];
        let said = |rows: &[(String, f64, f64)]| gain("Notas", rows);
        assert_eq!(
            said(&pairs),
            "Notas: suben 1 de 2 pruebas; la que más, la de Una (de 2,00 a 3,50)"
        );
        assert_eq!(said(&pairs[..2]), "Notas: la de Una sube de 2,00 a 3,50");
        assert_eq!(said(&pairs[2..]), "Notas: ninguna sube, de 1 prueba");
        assert_eq!(said(&[]), "Notas");
        assert_eq!(
            intervals("Ganancia", &[("A", 0.5, 0.2), ("B", 0.1, -0.2)]),
            "Ganancia: la mayor, A (0,50); sobre cero con 95 % de confianza, 1 de 2"
        );
    }

    #[test]
    fn opinions_are_told_by_the_highest_and_the_lowest() {
        let rows = [("Granada", 4.8), ("Uribe", 3.9)];
        assert_eq!(
            opinions("Calidad", Some(4.31), &rows),
            "Calidad: 4,31 de media; la más alta, Granada (4,80); la más baja, Uribe (3,90)"
        );
        assert_eq!(opinions("Calidad", Some(4.8), &rows[..1]), "Calidad: 4,80 de media");
        assert_eq!(opinions("Calidad", None, &rows), "Calidad");
    }

    #[test]
    fn who_leaves_is_told_with_the_municipality() {
        let days = [(day("2026-10-31"), 18), (day("2026-11-20"), 17)];
        let said = |rows: &[(NaiveDate, i64)], fewer: &[&str]| in_post("Línea", rows, fewer);
        assert_eq!(
            said(&days, &["Belén", "Albania"]),
            "Línea: 17, 1 menos que el 31/10/2026; menos en Belén y Albania"
        );
        assert_eq!(said(&days[1..], &[]), "Línea: 17");
        let same = [days[1], (day("2026-11-30"), 17)];
        assert_eq!(said(&same, &[]), "Línea: 17, igual que el 20/11/2026");
        assert_eq!(
            held("Sesiones", 14, 11),
            "Sesiones: 14 sesiones dictadas, 3 más que en el periodo anterior"
        );
        assert_eq!(
            held("Sesiones", 1, 1),
            "Sesiones: 1 sesión dictada, igual que en el periodo anterior"
        );
    }

    #[test]
    fn who_has_nobody_is_counted() {
        let rows = [("Belén", 8), ("Albania", 0)];
        assert_eq!(in_small("Capacidad", &rows), "Capacidad: Belén tiene 8; nadie, en 1 de 2");
        assert_eq!(in_small("Capacidad", &rows[..1]), "Capacidad: Belén tiene 8");
        assert_eq!(in_small("Capacidad", &rows[1..]), "Capacidad: nadie en ninguno de 1");
        assert_eq!(most("Inscritos", &rows), "Inscritos: Belén reúne 8");
        assert_eq!(most("Inscritos", &rows[1..]), "Inscritos");
        let departments = [("Meta", Some(4)), ("Caquetá", None)];
        assert_eq!(
            reached("Alcanzados", &departments),
            "Alcanzados: Meta, 4; sin alcanzar, 1 de 2 departamentos"
        );
        assert_eq!(reached("Alcanzados", &departments[1..]), "Alcanzados");
    }
}
