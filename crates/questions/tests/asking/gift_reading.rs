//! Every construct of GIFT, as its documentation shows it.

use questions::gift::{GiftQuestion, GiftReading, GiftRefusal, read};
use questions::{Kind, Markdown, Range, Strictness};

fn reading(file: &str) -> GiftReading {
    read(file).expect("is a file of questions")
}

fn one(file: &str) -> GiftQuestion {
    let mut reading = reading(file);
    assert_eq!(reading.faults, []);
    assert_eq!(reading.questions.len(), 1);
    reading.questions.remove(0)
}

fn kind(file: &str) -> Kind<Markdown> {
    one(file).entry.question().kind().clone()
}

fn fault(file: &str) -> String {
    let reading = reading(file);
    assert_eq!(reading.questions, []);
    reading.faults[0].to_string()
}

fn told(text: Option<&Markdown>) -> &str {
    text.map_or("", Markdown::as_str)
}

/// Text, thousandths of a percent, feedback.
fn options(kind: &Kind<Markdown>) -> Vec<(String, i32, String)> {
    match kind {
        Kind::Single(all) | Kind::Multiple(all) => all
            .iter()
            .map(|one| {
                let feedback = told(one.feedback.as_ref()).to_owned();
                (one.text.to_string(), one.weight.thousandths(), feedback)
            })
            .collect(),
        Kind::ShortText(short) => short
            .accepted
            .iter()
            .map(|one| {
                let feedback = told(one.feedback.as_ref()).to_owned();
                (one.pattern.clone(), one.weight.thousandths(), feedback)
            })
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn row(text: &str, weight: i32, feedback: &str) -> (String, i32, String) {
    (text.to_owned(), weight, feedback.to_owned())
}

#[test]
fn a_single_choice_has_one_right_option_and_feedback() {
    let found = one(
        "// question: 1  name: Grants tomb\n::Grants tomb::Who is buried in Grant's tomb in New York City? {\n=Grant\n~No one#Was true for 12 years.\n~%50%Napoleon #He was buried in France.\n}\n",
    );
    assert_eq!(found.entry.name(), "Grants tomb");
    assert_eq!(found.line, 2);
    assert_eq!(
        options(found.entry.question().kind()),
        [
            row("Grant", 100_000, ""),
            row("No one", 0, "Was true for 12 years."),
            row("Napoleon", 50_000, "He was buried in France."),
        ]
    );
    assert!(matches!(found.entry.question().kind(), Kind::Single(_)));
}

#[test]
fn options_may_stand_in_one_line() {
    let all = kind("¿Capital del Meta?{~Yopal =Villavicencio ~Acacías}");
    assert_eq!(
        options(&all),
        [row("Yopal", 0, ""), row("Villavicencio", 100_000, ""), row("Acacías", 0, "")]
    );
}

#[test]
fn several_right_options_have_weights_and_no_equals_sign() {
    let found = one(
        "What two people are entombed in Grant's tomb? {\n  ~%-100%No one\n  ~%50%Grant\n  ~%50%Grant's wife\n  ~%-100%Grant's father\n}",
    );
    assert!(matches!(found.entry.question().kind(), Kind::Multiple(_)));
    let rows = options(found.entry.question().kind());
    assert_eq!(rows[1], row("Grant", 50_000, ""));
    assert_eq!(rows[0].1, -100_000);
    assert!(found.notices.is_empty());
    let thirds = kind("x{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-50%d}");
    assert_eq!(options(&thirds)[0].1, 33_333);
    let free = one("x{~%50%a ~%50%b ~c}");
    assert!(free.notices[0].contains("marque todas"), "{:?}", free.notices);
}

#[test]
fn true_or_false_tells_the_wrong_ones_first() {
    let all = kind("// comentario\nGrant is buried in Grant's tomb.{F#wrong#right}");
    let Kind::TrueFalse { right, said_true, said_false } = all else { panic!() };
    assert!(!right);
    assert_eq!((told(said_true.as_ref()), told(said_false.as_ref())), ("wrong", "right"));
    let Kind::TrueFalse { right, said_true, said_false } = kind("Sí.{TRUE##bien####nota}") else {
        panic!()
    };
    assert!(right);
    assert_eq!((told(said_true.as_ref()), said_false), ("bien", None));
    assert!(matches!(kind("x {T}"), Kind::TrueFalse { right: true, .. }));
    assert!(matches!(kind("x { FALSE }"), Kind::TrueFalse { right: false, .. }));
}

#[test]
fn short_texts_have_several_forms_and_weights() {
    let all = kind("Who's buried in Grant's tomb?{=Grant =Ulysses S. Grant#Full =%50%Ulysses}");
    assert_eq!(
        options(&all),
        [
            row("Grant", 100_000, ""),
            row("Ulysses S. Grant", 100_000, "Full"),
            row("Ulysses", 50_000, "")
        ]
    );
    assert_eq!(options(&kind("Two plus two equals {=four =4}")).len(), 2);
    assert_eq!(options(&kind("¿Quién?{Grant}")), [row("Grant", 100_000, "")]);
    assert_eq!(options(&kind("¿Cuánto?{=50 %}")), [row("50 %", 100_000, "")]);
}

#[test]
fn numbers_have_tolerances_ranges_and_several_values() {
    let ranges = |file: &str| -> Vec<String> {
        let Kind::Numeric { accepted, .. } = kind(file) else { panic!("{file}") };
        accepted
            .iter()
            .map(|one| match one.range {
                Range::Around { value, tolerance } => {
                    format!("{value}±{tolerance}@{}", one.weight)
                }
                Range::Between { low, high } => format!("{low}..{high}@{}", one.weight),
            })
            .collect()
    };
    assert_eq!(ranges("When was Grant born?{#1822:5}"), ["1822±5@100 %"]);
    assert_eq!(ranges("Pi?{#3.14159:0.0005}"), ["3,14159±0,0005@100 %"]);
    assert_eq!(ranges("Pi?{#3.141..3.142}"), ["3,141..3,142@100 %"]);
    assert_eq!(ranges("x{#-5}"), ["-5±0@100 %"]);
    assert_eq!(ranges("x{#4,7:0,1}"), ["4,7±0,1@100 %"]);
    assert_eq!(ranges("x{#=1822:0 =%50%1822:2}"), ["1822±0@100 %", "1822±2@50 %"]);
    let Kind::Numeric { accepted, otherwise } =
        kind("When?{#\n =1822:0#Correct!\n =%50%1820..1824#Near.\n ~#Lea la página 3.\n}")
    else {
        panic!()
    };
    assert_eq!(told(accepted[1].feedback.as_ref()), "Near.");
    assert_eq!(told(otherwise.as_ref()), "Lea la página 3.");
    assert!(fault("x{#\n=cuatro\n}").starts_with("Línea 2 («x»): Se esperaba un número"));
}

#[test]
fn pairs_are_joined_by_arrows_and_may_be_too_many() {
    let all = kind("Match.{\n=Canada -> Ottawa\n=Italy  -> Rome -> Roma\n= -> Paris\n####Nota\n}");
    let Kind::Matching(matching) = all else { panic!() };
    assert_eq!(matching.pairs[1].answer.as_str(), "Rome -> Roma");
    assert_eq!(matching.extra[0].as_str(), "Paris");
    assert!(fault("M.{\n=a -> b\n=c d\n=e -> f\n}").contains("Línea 3"));
}

#[test]
fn an_open_question_has_empty_braces() {
    assert_eq!(kind("Escriba sobre su municipio. {}"), Kind::Open);
    let found = one("Escriba. {####Compare con el plan.}");
    assert_eq!(told(found.entry.question().general_feedback()), "Compare con el plan.");
}

#[test]
fn a_missing_word_leaves_its_place_in_the_text() {
    let found = one("Moodle costs {~lots of money =nothing ~a small amount} to download.");
    assert_eq!(found.entry.question().text().as_str(), "Moodle costs _____ to download.");
}

#[test]
fn escapes_are_only_themselves() {
    let found =
        one("::a\\:\\:b::¿\\{x\\} \\= 3 \\~ 4 \\# 5\\: \\\\ uno\\ndos?{=\\=1 ~2\\#3#no\\~ }");
    assert_eq!(found.entry.name(), "a::b");
    assert_eq!(found.entry.question().text().as_str(), "¿{x} = 3 ~ 4 # 5: \\ uno\ndos?");
    assert_eq!(
        options(found.entry.question().kind()),
        [row("=1", 100_000, ""), row("2#3", 0, "no~")]
    );
}

#[test]
fn formats_become_markdown() {
    let html = one(
        "[html]<p>¿Qué <b>es</b> 2*3 &lt; 7\\=7?</p><ul><li>uno</li><li>dos</li></ul><img src\\=\"a.png\" alt\\=\"Mapa\"><script>x</script>{=<em>a</em> ~[plain]b*}",
    );
    assert_eq!(
        html.entry.question().text().as_str(),
        "¿Qué **es** 2\\*3 \\< 7=7?\n\n- uno\n- dos\n\n![Mapa](a.png)"
    );
    assert_eq!(options(html.entry.question().kind())[0].0, "*a*");
    assert_eq!(options(html.entry.question().kind())[1].0, "b\\*");
    assert!(html.notices[0].contains("HTML"));
    let table = one(
        "[html]<table><tr><th>Año</th><th>N</th></tr><tr><td>2026</td><td>3</td></tr></table>{}",
    );
    assert_eq!(table.entry.question().text().as_str(), "| Año | N |\n| --- | --- |\n| 2026 | 3 |");
    assert_eq!(one("[markdown]*a*{}").entry.question().text().as_str(), "*a*");
    assert_eq!(one("[plain]*a*{}").entry.question().text().as_str(), "\\*a\\*");
    assert_eq!(one("*a* [html] b{}").entry.question().text().as_str(), "*a* [html] b");
}

#[test]
fn categories_ids_and_tags_come_with_the_questions_after_them() {
    let reading = reading(
        "\u{feff}// un archivo\n\n$CATEGORY: $course$/top/Planeación/Diagnóstico\n\n// [id:A-1] [tag:difícil] [tag:a\\]b]\n::Q1::¿Uno?{T}\n\n::Q2::¿Dos?{F}\n\n$CATEGORY: top\n::Q3::¿Tres?{T}\n",
    );
    let entries: Vec<_> = reading.questions.iter().map(|found| &found.entry).collect();
    assert_eq!(entries[0].category(), "Planeación/Diagnóstico");
    assert_eq!(entries[0].id(), "A-1");
    assert_eq!(entries[0].tags(), ["difícil", "a]b"]);
    assert_eq!((entries[1].category(), entries[1].id()), ("Planeación/Diagnóstico", ""));
    assert_eq!(entries[2].category(), "");
}

#[test]
fn what_gift_has_no_form_for_is_said_in_a_comment() {
    let all = kind("// [formacion:ordenar]\nOrdene{=2 -> dos =1 -> uno =3 -> tres}");
    let Kind::Ordering(steps) = all else { panic!() };
    assert_eq!(steps.iter().map(Markdown::as_str).collect::<Vec<_>>(), ["uno", "dos", "tres"]);
    assert!(fault("// [formacion:ordenar]\nO{=2 -> dos =3 -> tres}").contains("lugares 1, 2, 3"));
    let Kind::ShortText(short) = kind("// [formacion:tildes] [formacion:mayusculas]\nx{=a}") else {
        panic!()
    };
    assert_eq!(short.strictness, Strictness { case: true, accents: true, spaces: false });
    assert!(one("// [formacion:orden-fijo]\nx{=a ~b}").entry.question().fixed_order());
}

#[test]
fn blank_lines_within_braces_do_no_harm() {
    let all = kind("¿Cuál?{\n=a\n\n~b\n\n}\n");
    assert_eq!(options(&all).len(), 2);
    let reading = reading("¿Uno?{\r\n=a\r\n~b\r\n}\r\n\r\n¿Dos?{T}");
    assert_eq!(reading.questions.len(), 2);
}

#[test]
fn one_question_that_is_wrong_does_not_hide_the_others() {
    let reading = reading(
        "::Buena::¿Uno?{T}\n\n::Abierta::¿Dos?{=a ~b\n\n::Otra::¿Tres?{F}\n\nSolo texto.\n\n¿Pesos?{~%50%a ~%47%b}\n\n¿Sobra}?{T}\n\n::x ¿Nombre?{T}\n\n¿Dos grupos?{T}{F}\n\n¿Anidada?{=a {~b}\n\n¿Fin?{#3}\n",
    );
    let names: Vec<_> = reading.questions.iter().map(|found| found.line).collect();
    assert_eq!(names, [1, 5, 19]);
    let faults: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "Línea 3 («::Abierta::¿Dos?{=a ~b»): Falta la llave «}» que cierra las respuestas.",
            "Línea 7 («Solo texto.»): No tiene respuestas entre llaves { }: es una descripción y no se importa como pregunta.",
            "Línea 9 («¿Pesos?»): Los pesos de las opciones correctas suman 97 %. Deben sumar 100 %.",
            "Línea 11 («¿Sobra}?{T}»): Hay una llave «}» antes de «{»: si es parte del texto, escríbala «\\}».",
            "Línea 13 («::x ¿Nombre?{T}»): El nombre de la pregunta empieza con «::» y no termina con «::».",
            "Línea 15 («¿Dos grupos?{T}{F}»): Hay llaves después de las respuestas: una pregunta tiene un solo grupo, y una línea vacía la separa de la siguiente.",
            "Línea 17 («¿Anidada?{=a {~b}»): Hay una llave «{» dentro de las respuestas: si es parte del texto, escríbala «\\{»; si no, falta la «}» anterior.",
        ]
    );
    assert!(fault("¿A?{=a ~b ~}").contains("Opción 3: Escriba el texto o quite la fila."));
    assert!(fault("¿A?{hola =a ~b}").contains("se esperaba «=» o «~»"));
    assert!(fault("¿A?{=a ~%500%b}").contains("El peso va de -100 a 100"));
}

#[test]
fn a_file_without_questions_or_with_too_many_is_refused() {
    assert_eq!(read(""), Err(GiftRefusal::Empty));
    assert_eq!(read("// nada\n\n$CATEGORY: a\n"), Err(GiftRefusal::Empty));
    assert_eq!(read(&"x{T}\n\n".repeat(2_001)), Err(GiftRefusal::TooMany));
    assert_eq!(read(&"x".repeat(2 * 1024 * 1024 + 1)), Err(GiftRefusal::TooLarge));
}
