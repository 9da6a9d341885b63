//! From a kept print to its papers: the same ones every time they are asked for.

use std::collections::{BTreeSet, HashMap};

use assessment_model::bank::entity::question::QuestionId;
use assessment_model::bank::entity::question_version::QuestionVersionId;
use assessment_model::bank::rules::PICTURE;
use documents::DocumentError;
use documents::exam::{
    AnswerField, AnswerForm, AnswerSheet, AnswerSheets, Booklet, BookletQuestion as Printable,
    ExamHead, ExamKey, KeyForm, KeyRow,
};
use documents::rich::Block;
use platform::app::App;
use platform::codes::display_code;
use platform::errors::AppError;
use platform::numbers::some;
use platform::{blocking, dates, markdown};
use questions::{Kind, Markdown, Question};

use super::entity::{exam_form, exam_form_item};
use super::queries::{self, PrintContext};
use super::rules;
use crate::queries::{bodies, order_of};

/// Who gives the courses.
const ISSUER: &str = "Escuela Superior de Administración Pública";
/// Characters of a question in the key.
const BEGINNING: usize = 90;

fn head(app: &App, printed: &PrintContext) -> ExamHead {
    let PrintContext { print, activity, head, .. } = printed;
    // «Gestión tributaria, cohorte Meta 2026-2» in its two parts.
    let name = &head.cohort.name;
    let course =
        head.title.strip_suffix(name.as_str()).map(|rest| rest.trim_end_matches(", cohorte "));
    ExamHead {
        issuer: ISSUER.to_owned(),
        test: activity.name.clone(),
        course: course.unwrap_or(&head.title).to_owned(),
        cohort: name.clone(),
        when: format!(
            "{}, {}",
            dates::with_weekday(dates::bogota_date(print.sits_at)),
            dates::time(print.sits_at)
        ),
        place: print.place.clone(),
        print: print.id.to_string(),
        demo: app.demo,
        printed_at: print.printed_at,
    }
}

/// What a form asks, in its order.
struct PrintedQuestion {
    question: Question,
    id: QuestionId,
    order: Vec<usize>,
    points: i32,
}

async fn printed_questions(
    app: &App,
    items: Vec<exam_form_item::Model>,
) -> Result<Vec<PrintedQuestion>, AppError> {
    let once: BTreeSet<i64> = items.iter().map(|item| item.question_version_id.0).collect();
    let ids: Vec<_> = once.into_iter().map(QuestionVersionId).collect();
    let known = bodies(app.db.read(), &ids).await?;
    items
        .into_iter()
        .map(|item| {
            let (id, question) = known
                .get(&item.question_version_id)
                .cloned()
                .ok_or_else(|| AppError::Internal("a printed question is gone".into()))?;
            Ok(PrintedQuestion { question, id, order: order_of(&item.shown), points: item.points })
        })
        .collect()
}

/// The booklet of a form.
pub async fn booklet(
    app: &App,
    printed: &PrintContext,
    form: &exam_form::Model,
) -> Result<Vec<u8>, AppError> {
    let db = app.db.read();
    let all = printed_questions(app, queries::items(db, &[form.id]).await?).await?;
    let files = queries::pictures(db, all.iter().map(|one| one.id)).await?;
    let mut places: HashMap<(QuestionId, i32), usize> = HashMap::new();
    let mut wanted = Vec::new();
    let mut questions = Vec::with_capacity(all.len());
    for one in &all {
        let mut picture = |name: &str| {
            let number = name.strip_prefix(PICTURE)?.parse().ok()?;
            let key = (one.id, number);
            files.contains_key(&key).then(|| {
                *places.entry(key).or_insert_with(|| {
                    wanted.push(key);
                    wanted.len() - 1
                })
            })
        };
        questions.push(printable(one, &mut |text| markdown::printed(text.as_str(), &mut picture)));
    }
    let mut pictures = Vec::with_capacity(wanted.len());
    for key in wanted {
        if let Some(file) = files.get(&key) {
            pictures.push(app.files.read(file).await?);
        }
    }
    let points: i32 = all.iter().map(|one| one.points).sum();
    let booklet = Booklet {
        head: head(app, printed),
        form: form.letter.clone(),
        about: format!(
            "{}, {}",
            some(i64::try_from(all.len()).unwrap_or(0), "pregunta", "preguntas"),
            some(points, "punto", "puntos")
        ),
        time: printed
            .exam
            .minutes
            .map(|minutes| some(minutes, "minuto", "minutos"))
            .unwrap_or_default(),
        instructions: vec![
            format!(
                "Su hoja de respuestas debe decir «Forma {}», como este cuadernillo.",
                form.letter
            ),
            "Responda en la hoja de respuestas: lo que se escriba aquí no se califica.".to_owned(),
            "Al terminar entregue la hoja y el cuadernillo.".to_owned(),
        ],
        questions,
        pictures,
    };
    made(move || documents::exam::booklet(booklet)).await
}

fn printable(one: &PrintedQuestion, print: &mut dyn FnMut(&Markdown) -> Vec<Block>) -> Printable {
    let mut lettered = |texts: &[&Markdown]| -> Vec<Vec<Block>> {
        one.order.iter().filter_map(|place| texts.get(*place)).map(|text| print(text)).collect()
    };
    let options = match one.question.kind() {
        Kind::Single(options) | Kind::Multiple(options) => {
            lettered(&options.iter().map(|option| &option.text).collect::<Vec<_>>())
        }
        Kind::Ordering(items) => lettered(&items.iter().collect::<Vec<_>>()),
        Kind::Matching(matching) => lettered(&matching.choices()),
        _ => Vec::new(),
    };
    let left = match one.question.kind() {
        Kind::Matching(matching) => matching.pairs.iter().map(|pair| print(&pair.stem)).collect(),
        _ => Vec::new(),
    };
    Printable {
        points: some(one.points, "punto", "puntos"),
        text: print(one.question.text()),
        task: task(one.question.kind()).to_owned(),
        left,
        options,
    }
}

fn task(kind: &Kind<Markdown>) -> &'static str {
    match kind {
        Kind::Single(_) => "Marque una letra",
        Kind::Multiple(_) => "Marque todas las letras correctas",
        Kind::TrueFalse { .. } => "Marque V si es verdadero o F si es falso",
        Kind::Numeric { .. } => "Escriba el número",
        Kind::Ordering(_) => "Escriba las letras en el orden correcto",
        Kind::Matching(_) => "Escriba al lado de cada número su letra",
        Kind::ShortText(_) => "Escriba la respuesta",
        Kind::Open => "Escriba su respuesta en la hoja de respuestas",
    }
}

fn field(one: &PrintedQuestion) -> AnswerField {
    let many = one.order.len();
    match one.question.kind() {
        Kind::Single(_) => AnswerField::Letters { many, several: false },
        Kind::Multiple(_) => AnswerField::Letters { many, several: true },
        Kind::TrueFalse { .. } => AnswerField::TrueFalse,
        Kind::Numeric { .. } => AnswerField::Number,
        Kind::Ordering(_) => AnswerField::Order { many },
        Kind::Matching(matching) => AnswerField::Pairs { many: matching.pairs.len() },
        Kind::ShortText(_) => AnswerField::Words,
        Kind::Open => AnswerField::Open,
    }
}

/// What each form of a print asks, by letter.
async fn by_form(
    app: &App,
    printed: &PrintContext,
) -> Result<Vec<(String, Vec<PrintedQuestion>)>, AppError> {
    let db = app.db.read();
    let forms = queries::forms(db, printed.print.id).await?;
    let ids: Vec<_> = forms.iter().map(|form| form.id).collect();
    let items = queries::items(db, &ids).await?;
    let of: Vec<_> = items.iter().map(|item| item.form_id).collect();
    let mut all: HashMap<_, Vec<PrintedQuestion>> = HashMap::new();
    for (form, one) in of.into_iter().zip(printed_questions(app, items).await?) {
        all.entry(form).or_default().push(one);
    }
    Ok(forms
        .into_iter()
        .map(|form| (form.letter, all.remove(&form.id).unwrap_or_default()))
        .collect())
}

/// All sheets; documents as their reader may see them (R60).
pub async fn sheets(app: &App, printed: &PrintContext, masked: bool) -> Result<Vec<u8>, AppError> {
    let db = app.db.read();
    let forms = by_form(app, printed).await?;
    let rows = queries::sheets(db, printed.print.id).await?;
    let owners = rows.iter().filter_map(|(sheet, _)| sheet.enrolment_id);
    let people = queries::people(db, owners).await?;
    let sheets = rows.iter().map(|(sheet, letter)| {
        let person = sheet.enrolment_id.and_then(|place| people.get(&place));
        AnswerSheet {
            code: display_code(&sheet.code),
            number: u32::try_from(sheet.number).unwrap_or_default(),
            form: letter.clone(),
            name: person.map(|person| person.name.name.by_surname()),
            document: person.map(|person| person.document(masked)),
            url: format!("{}/hojas/{}", app.config.public_url, sheet.code),
        }
    });
    let answers = AnswerSheets {
        head: head(app, printed),
        instructions: "Marque con una X la letra de su respuesta. Si se equivoca, tache toda la casilla y marque otra. Donde hay casillas vacías, escriba una letra en cada una.".to_owned(),
        notice: notice(app),
        forms: forms
            .iter()
            .map(|(letter, all)| AnswerForm {
                letter: letter.clone(),
                fields: all.iter().map(field).collect(),
            })
            .collect(),
        sheets: sheets.collect(),
    };
    made(move || documents::exam::answers(answers)).await
}

/// What is right, form by form.
pub async fn key(app: &App, printed: &PrintContext) -> Result<Vec<u8>, AppError> {
    let forms = by_form(app, printed).await?;
    let key = ExamKey {
        head: head(app, printed),
        forms: forms
            .iter()
            .map(|(letter, all)| KeyForm {
                letter: letter.clone(),
                rows: (1..)
                    .zip(all)
                    .map(|(number, one)| KeyRow {
                        number,
                        right: rules::right(&one.question, &one.order),
                        points: some(one.points, "punto", "puntos"),
                        question: markdown::plain(one.question.text().as_str(), BEGINNING),
                    })
                    .collect(),
            })
            .collect(),
    };
    made(move || documents::exam::key(key)).await
}

async fn made(
    work: impl FnOnce() -> Result<Vec<u8>, DocumentError> + Send + 'static,
) -> Result<Vec<u8>, AppError> {
    blocking::run(move || work().map_err(|error| AppError::Internal(format!("test: {error}"))))
        .await?
}

/// Ley 1581 de 2012: who answers, for what, which rights, where.
fn notice(app: &App) -> String {
    let (name, mail) = match &app.config.controller {
        Some(controller) => (controller.name.as_str(), format!(" Escriba a {}.", controller.mail)),
        None => (ISSUER, String::new()),
    };
    format!(
        "Datos personales (Ley 1581 de 2012): {name} trata estas respuestas para calificar la prueba y saber qué cambió con el curso. Puede conocerlas, actualizarlas, corregirlas y pedir que se supriman.{mail} Política: {}/datos-personales",
        app.config.public_url
    )
}
