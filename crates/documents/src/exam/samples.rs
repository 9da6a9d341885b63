//! Tests to look at: for the crate's own tests and the design's review.

use chrono::DateTime;

use super::{
    AnswerField, AnswerForm, AnswerSheet, AnswerSheets, Booklet, BookletQuestion, ExamHead,
    ExamKey, KeyForm, KeyRow,
};
use crate::rich::{Block, Span, plain};

const NOTICE: &str = "Datos personales (Ley 1581 de 2012): la Escuela Superior de Administración Pública trata estas respuestas para calificar la prueba y medir lo que cambió con el curso. Puede conocerlas, actualizarlas, corregirlas y pedir que se supriman en formacion.example.org/datos-personales.";
const INSTRUCTIONS: &str = "Marque con una X la letra de su respuesta. Si se equivoca, tache toda la casilla y marque otra. Donde hay casillas vacías, escriba una letra en cada una.";

fn head() -> ExamHead {
    ExamHead {
        issuer: "Escuela Superior de Administración Pública".to_owned(),
        test: "Prueba inicial".to_owned(),
        course: "Gestión tributaria territorial".to_owned(),
        cohort: "Meta 2026-2".to_owned(),
        when: "martes 24 de noviembre de 2026, 8:00 a. m.".to_owned(),
        place: "Casa de la cultura, Mapiripán (Meta)".to_owned(),
        print: "12".to_owned(),
        demo: false,
        printed_at: DateTime::from_timestamp(1_795_500_000, 0).unwrap_or_default(),
    }
}

fn words(text: &str) -> Vec<Span> {
    vec![Span::text(text)]
}

fn question(text: Vec<Block>, task: &str, options: &[&str]) -> BookletQuestion {
    BookletQuestion {
        points: "1 punto".to_owned(),
        text,
        task: task.to_owned(),
        left: Vec::new(),
        options: options.iter().map(|text| plain(*text)).collect(),
    }
}

/// Every kind of question, a table, a list and a picture.
pub fn sample_booklet(picture: Vec<u8>) -> Booklet {
    let table = Block::Table {
        right: vec![false, true],
        head: vec![words("Rubro"), words("Recaudo (millones)")],
        rows: [("Predial", "1.234,5"), ("Industria y comercio", "980,0"), ("Sobretasa", "310,2")]
            .map(|(name, value)| vec![words(name), words(value)])
            .to_vec(),
    };
    let stem = |text: &str| plain(text);
    let questions = vec![
        question(
            vec![
                Block::Paragraph {
                    words: vec![
                        Span::text("El "),
                        Span::Strong { words: words("presupuesto") },
                        Span::text(" de rentas del municipio lo aprueba "),
                        Span::Emphasis { words: words("cada año") },
                        Span::text(":"),
                    ],
                },
            ],
            "Marque una letra",
            &["El concejo municipal", "La gobernación", "El departamento administrativo de planeación, previo concepto del confis municipal y del consejo de gobierno", "La tesorería"],
        ),
        question(
            vec![stem("Con los datos de la tabla, ¿cuáles rubros son ingresos tributarios del municipio?").remove(0), table],
            "Marque todas las letras correctas",
            &["Predial", "Industria y comercio", "Regalías", "Sobretasa a la gasolina"],
        ),
        BookletQuestion { points: "2 puntos".into(), ..question(stem("El avalúo catastral es la base del impuesto predial."), "Marque V (verdadero) o F (falso)", &[]) },
        question(stem("Si la tarifa es 4,7 por mil y el avalúo es 100 millones, ¿cuál es el impuesto, en miles de pesos?"), "Escriba el número", &[]),
        question(stem("Ordene los pasos del cobro."), "Escriba las letras en orden", &["Notificar", "Liquidar", "Cobrar"]),
        BookletQuestion {
            left: vec![stem("Predial"), stem("Industria y comercio")],
            ..question(stem("Una cada impuesto con lo que grava."), "Escriba la letra de cada número", &["Actividades", "Vehículos", "Inmuebles"])
        },
        question(stem("¿Qué dependencia liquida el impuesto predial?"), "Escriba la respuesta", &[]),
        question(
            vec![
                Block::Paragraph { words: vec![Span::text("Observe el mapa "), Span::Picture { place: 0, words: "Mapa del municipio".into() }, Span::text(" y explique:")] },
                Block::List { first: Some(1), items: vec![stem("qué cambió;"), stem("qué haría usted.")] },
            ],
            "Responda en la hoja de respuestas",
            &[],
        ),
    ];
    Booklet {
        head: head(),
        form: "A".to_owned(),
        about: format!("{} preguntas, 9 puntos", questions.len()),
        time: "40 minutos".to_owned(),
        instructions: vec![
            "Revise que la forma de este cuadernillo sea la de su hoja de respuestas.".to_owned(),
            "Responda en la hoja: lo que se escriba aquí no se califica.".to_owned(),
            "Al terminar entregue las dos cosas.".to_owned(),
        ],
        questions,
        pictures: vec![picture],
    }
}

fn fields() -> Vec<AnswerField> {
    vec![
        AnswerField::Letters { many: 4, several: false },
        AnswerField::Letters { many: 4, several: true },
        AnswerField::TrueFalse,
        AnswerField::Number,
        AnswerField::Order { many: 3 },
        AnswerField::Pairs { many: 2 },
        AnswerField::Words,
        AnswerField::Open,
    ]
}

/// Sheets of two forms for so many people, and two without a name; `more` questions of four letters.
pub fn sample_answers(people: u32, more: usize) -> AnswerSheets {
    let letter = |number: u32| if number % 2 == 1 { "A" } else { "B" }.to_owned();
    let form = |letter: &str| {
        let mut all = fields();
        all.extend(vec![AnswerField::Letters { many: 5, several: false }; more]);
        AnswerForm { letter: letter.to_owned(), fields: all }
    };
    AnswerSheets {
        head: head(),
        instructions: INSTRUCTIONS.to_owned(),
        notice: NOTICE.to_owned(),
        forms: vec![form("A"), form("B")],
        sheets: (1..=people + 2)
            .map(|number| AnswerSheet {
                code: format!("7F3K-{number:04}"),
                number,
                form: letter(number),
                name: (number <= people).then(|| format!("Ruiz Peña, Ana María {number}")),
                document: (number <= people).then(|| format!("C. C. 1.***.*{:02}", number % 100)),
                url: format!("https://formacion.example.org/hojas/7F3K{number:04}"),
            })
            .collect(),
    }
}

pub fn sample_key() -> ExamKey {
    let row = |number, right: &str, question: &str| KeyRow {
        number,
        right: right.to_owned(),
        points: "1 punto".to_owned(),
        question: question.to_owned(),
    };
    let form = |letter: &str| KeyForm {
        letter: letter.to_owned(),
        rows: vec![
            row(1, "A", "El presupuesto de rentas del municipio lo aprueba cada año:"),
            row(2, "A B D", "Con los datos de la tabla, ¿cuáles rubros son ingresos tributarios?"),
            row(3, "V", "El avalúo catastral es la base del impuesto predial."),
            row(4, "470", "Si la tarifa es 4,7 por mil y el avalúo es 100 millones…"),
            row(5, "B A C", "Ordene los pasos del cobro."),
            row(6, "1C 2A", "Una cada impuesto con lo que grava."),
            row(7, "la secretaría de hacienda", "¿Qué dependencia liquida el impuesto predial?"),
            row(
                8,
                "se califica al leerla",
                "Observe el mapa y explique: qué cambió; qué haría usted.",
            ),
        ],
    };
    ExamKey { head: head(), forms: vec![form("A"), form("B")] }
}
