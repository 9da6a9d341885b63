//! The ids that fill a route's placeholders: of one's own land, of somebody else's, of nobody's.

use formacion::accounts::deputies::entity::deputy::{self, DeputyId};
use formacion::assessment::appeals::entity::grade_appeal;
use formacion::assessment::bank::entity::{question, question_picture, question_version};
use formacion::assessment::book::entity::grade_import;
use formacion::assessment::entity::activity::{self, ActivityId};
use formacion::assessment::entity::{grade, grade_entry};
use formacion::assessment::exam::entity::attempt::{self, AttemptId};
use formacion::assessment::exam::entity::exam::{self, ExamId};
use formacion::assessment::exam::entity::{attempt_item, exam_line};
use formacion::assessment::exam::paper::entity::{
    exam_form, exam_form_item, exam_print, exam_sheet,
};
use formacion::assessment::products::entity::{product, rubric, submission};
use formacion::assessment::products::rules::Rubric;
use formacion::attendance::entity::attendance_mark::State as Mark;
use formacion::attendance::paper::entity::{sheet, sheet_scan};
use formacion::attendance::requests::entity::attendance_request;
use formacion::calendars::entity::calendar_address;
use formacion::certification::batches::entity::certificate_batch;
use formacion::certification::credentials::entity::issuer_key;
use formacion::certification::entity::certificate;
use formacion::certification::signature_images::entity::signature_drawing;
use formacion::certification::wallet::entity::{wallet_link, wallet_share};
use formacion::cohorts::entity::{cohort, cohort_municipality, minimum_evidence, session, venue};
use formacion::courses::entity::{course_version, course_version_capacity};
use formacion::enrolment::entity::enrolment;
use formacion::enrolment::import::entity::import;
use formacion::lessons::entity::lesson;
use formacion::needs::entity::need;
use formacion::notices::entity::outbox_message;
use formacion::people::entity::person::PersonId;
use formacion::people::entity::{person_merge, person_request};
use formacion::platform::entity::stored_file::{self, FileId};
use formacion::platform::files::settings::FileStore;
use formacion::platform::files::{Files, Kind};
use formacion::platform::secrets;
use formacion::sign_in::actor::Role;
use formacion::sign_in::entity::{account, role_grant};
use formacion::territory::entity::entity;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Set,
};

/// What stands for each placeholder.
#[derive(Clone, Debug)]
pub struct Land {
    values: Vec<(&'static str, String)>,
}

/// Placeholders whose rows everybody may see: foreign means nothing for them.
pub const PUBLIC: &[&str] = &[
    "name",
    "part",
    "code",
    "municipality",
    "course",
    "version",
    "capacity",
    "measure",
    // A department's: whose it is, the department says.
    "term",
    "sheet",
    "table",
    "survey",
    "key",
    "list",
    "template",
    "drawing",
    "token",
    "message",
    // The bank is everybody's who coordinates; facilitators' own tests say what they do not see.
    "question",
    "picture",
];

impl Land {
    /// The rows of a territorial unit in the demo programme: its running cohort and the person in it.
    pub async fn of_unit(
        db: &DatabaseConnection,
        unit: &str,
        department: &str,
        municipality: &str,
    ) -> Self {
        let mut cohorts = cohort::Entity::find()
            .filter(cohort::Column::UnitCode.eq(unit))
            .filter(cohort::Column::Stage.is_in([cohort::Stage::Running, cohort::Stage::Closed]))
            .order_by_asc(cohort::Column::Id)
            .all(db)
            .await
            .unwrap();
        let mut chosen = None;
        while let Some(cohort) = cohorts.pop() {
            let here =
                cohort_municipality::Entity::find_by_id((cohort.id, municipality.to_owned()))
                    .one(db)
                    .await
                    .unwrap()
                    .is_some();
            let certificate = certificate::Entity::find()
                .filter(certificate::Column::CohortId.eq(cohort.id))
                .one(db)
                .await
                .unwrap();
            if let (true, Some(certificate)) = (here, certificate) {
                chosen = Some((cohort, certificate));
                break;
            }
        }
        let (cohort, certificate) = chosen.unwrap_or_else(|| {
            panic!("the demo has a cohort of {unit} in {municipality} with certificates")
        });
        let batch = certificate_batch::Entity::find()
            .filter(certificate_batch::Column::CohortId.eq(cohort.id))
            .one(db)
            .await
            .unwrap()
            .expect("its certificates were asked for");
        let session = session::Entity::find()
            .filter(session::Column::CohortId.eq(cohort.id))
            .order_by_asc(session::Column::Position)
            .one(db)
            .await
            .unwrap()
            .unwrap();
        let enrolment =
            enrolment::Entity::find_by_id(certificate.enrolment_id).one(db).await.unwrap().unwrap();
        let account = of_staff(db, "calendario", unit).await;
        let drawing = drawn(db).await;
        // The same secret in every land: whoever has it reads that calendar.
        let token = "a".repeat(64);
        let calendar = calendar_address::ActiveModel {
            account_id: Set(account),
            token_hash: Set(secrets::digest(&token)),
            created_at: Set(crate::support::world::today()),
        };
        let _ = calendar_address::Entity::insert(calendar).exec_without_returning(db).await;
        let share = shared(db, enrolment.person_id, unit, &token).await;
        let import = import::Entity::find()
            .filter(
                import::Column::CohortId.in_subquery(
                    cohort::Entity::find()
                        .select_only()
                        .column(cohort::Column::Id)
                        .filter(cohort::Column::UnitCode.eq(unit))
                        .into_query(),
                ),
            )
            .order_by_asc(import::Column::Id)
            .one(db)
            .await
            .unwrap()
            .unwrap_or_else(|| panic!("the demo has an import of {unit}"))
            .id;
        let message = outbox_message::Entity::find()
            .order_by_asc(outbox_message::Column::Id)
            .one(db)
            .await
            .unwrap();
        assert!(
            outbox_message::Entity::find().count(db).await.unwrap() > 0,
            "the demo writes letters"
        );
        let (other, union) = second_record(db, &enrolment).await;
        let asked = asked(db, &enrolment, account).await;
        let (print, scan) = paper(db, &session, unit).await;
        let request = request(db, &session, &enrolment).await;
        let (product, submission) = handed_in(db, &enrolment).await;
        let book = book(db, &cohort, unit).await;
        let appeal = appealed(db, &enrolment, product.parse().unwrap()).await;
        let question = question(db, &cohort).await;
        let lesson = lesson(db, &cohort).await;
        let exam = exam(db, &learner(db, unit, &enrolment).await, &question).await;
        let (printing, answers) = printed(db, exam.1, unit).await;
        let key = issuer_key::Entity::find().one(db).await.unwrap().unwrap().thumbprint;
        Self {
            values: vec![
                ("cohort", cohort.id.to_string()),
                ("need", needed(db, municipality).await),
                ("session", session.id.to_string()),
                ("entity", body(db, municipality).await),
                ("venue", hall(db, municipality).await),
                ("enrolment", enrolment.id.to_string()),
                ("person", enrolment.person_id.to_string()),
                (
                    "post",
                    enrolment.post_id.map(|post| post.to_string()).unwrap_or("987654321".into()),
                ),
                ("other", other.to_string()),
                ("union", union.to_string()),
                ("asked", asked),
                ("certificate", certificate.id.to_string()),
                ("batch", batch.id.to_string()),
                ("share", share),
                ("department", department.to_owned()),
                ("unit", unit.to_owned()),
                ("municipality", municipality.to_owned()),
                ("place", municipality.to_owned()),
                ("course", "1".into()),
                ("version", cohort.course_version_id.to_string()),
                ("capacity", "TRI-01".into()),
                // Its place in the file of indicators.
                ("measure", "14".into()),
                ("code", cohort.public_code.clone()),
                ("sheet", "resumen".into()),
                ("table", "detalle".into()),
                ("term", last_month()),
                ("print", print),
                ("scan", scan),
                ("request", request),
                ("graded", product.clone()),
                ("appeal", appeal),
                ("product", product),
                ("submission", submission),
                ("survey", "satisfaccion".into()),
                ("key", key),
                ("list", "1".into()),
                ("template", "diplomado".into()),
                ("drawing", drawing),
                ("lesson", lesson),
                ("question", question),
                ("picture", "1".into()),
                ("activity", exam.0.to_string()),
                ("exam", exam.1.to_string()),
                ("attempt", exam.2.to_string()),
                ("printing", printing),
                ("form", "A".into()),
                ("paper", answers),
                ("position", "1".into()),
                ("number", "1".into()),
                // Whoever sends a file of questions is alone with it: nobody's here.
                ("upload", "987654321".into()),
                ("book", book),
                ("name", "formacion.css".into()),
                ("part", "app.js".into()),
                // Nobody's: what a telephone brings is asked for in tests/attendance/field.
                ("device", "987654321".into()),
                ("walk_in", "987654321".into()),
                ("evidence", shown(db, &cohort, account).await),
                // Nobody's: one's own sessions are asked for in tests/sign_in/own_sessions.
                ("browser", "987654321".into()),
                ("token", token),
                ("import", import.to_string()),
                ("line", "2".into()),
                ("account", of_staff(db, "lleva", unit).await.to_string()),
                ("grant", "987654321".into()),
                ("deputy", stand_in(db, unit).await.to_string()),
                // Whoever receives a report is alone with it: nobody's here.
                ("subscription", "987654321".into()),
                ("message", message.map(|message| message.id.to_string()).unwrap_or_default()),
            ],
        }
    }

    /// The same land with a cohort that takes people, where forms are open.
    pub async fn while_open(&self, db: &DatabaseConnection, unit: &str) -> Self {
        let open = cohort::Entity::find()
            .filter(cohort::Column::UnitCode.eq(unit))
            .filter(cohort::Column::Stage.eq(cohort::Stage::Confirmed))
            .order_by_asc(cohort::Column::Id)
            .one(db)
            .await
            .unwrap()
            .expect("the demo has a confirmed cohort");
        let session = session::Entity::find()
            .filter(session::Column::CohortId.eq(open.id))
            .order_by_desc(session::Column::Position)
            .one(db)
            .await
            .unwrap()
            .expect("with sessions");
        let values = self.values.iter().map(|(name, value)| {
            let value = match *name {
                "cohort" => open.id.to_string(),
                "session" => session.id.to_string(),
                "code" => open.public_code.clone(),
                _ => value.clone(),
            };
            (*name, value)
        });
        Self { values: values.collect() }
    }

    /// Ids that no row has.
    pub fn absent(like: &Self) -> Self {
        let values = like.values.iter().map(|(name, value)| {
            let absent = match *name {
                "department" => "98".to_owned(),
                "municipality" | "place" => "98765".to_owned(),
                other if PUBLIC.contains(&other) => value.clone(),
                _ => "987654321".to_owned(),
            };
            (*name, absent)
        });
        Self { values: values.collect() }
    }

    pub fn value(&self, placeholder: &str) -> &str {
        let found = self.values.iter().find(|(name, _)| *name == placeholder);
        &found.unwrap_or_else(|| panic!("tests/access/lands.rs has no value for <{placeholder}>: add one for own, foreign and absent rows")).1
    }

    /// The address of a route in this land.
    pub fn address(&self, path: &str) -> String {
        let mut address = String::new();
        for part in path.split('/').skip(1) {
            address.push('/');
            match part.strip_prefix('<').and_then(|part| part.strip_suffix('>')) {
                Some(placeholder) => address.push_str(self.value(placeholder)),
                None => address.push_str(part),
            }
        }
        address
    }
}

/// A venue of the municipality.
async fn hall(db: &DatabaseConnection, municipality: &str) -> String {
    let hall = venue::ActiveModel {
        municipality_code: Set(municipality.to_owned()),
        name: Set("Coliseo".to_owned()),
        search_name: Set("coliseo".to_owned()),
        search_full: Set(format!("coliseo {municipality}")),
        search_long: Set(format!("coliseo {municipality} largo")),
        capacity: Set(Some(50)),
        created_at: Set(crate::support::world::today()),
        ..Default::default()
    };
    venue::Entity::insert(hall).exec_with_returning(db).await.unwrap().id.to_string()
}

/// An entity of the municipality.
async fn body(db: &DatabaseConnection, municipality: &str) -> String {
    let body = entity::Entity::find()
        .filter(entity::Column::MunicipalityCode.eq(municipality))
        .order_by_asc(entity::Column::Id)
        .one(db)
        .await
        .unwrap();
    body.expect("somebody works there").id.to_string()
}

/// What the municipality asks for.
async fn needed(db: &DatabaseConnection, municipality: &str) -> String {
    let need = need::Entity::find()
        .filter(need::Column::MunicipalityCode.eq(municipality))
        .order_by_asc(need::Column::Id)
        .one(db)
        .await
        .unwrap();
    need.expect("the demo has a need of the municipality").id.to_string()
}

/// What a person shares; of the first one who is asked about, also by the secret that everybody has,
/// and so is the link of their letter.
async fn shared(db: &DatabaseConnection, person: PersonId, unit: &str, token: &str) -> String {
    let now = crate::support::world::today();
    let share = |secret: &str| wallet_share::ActiveModel {
        person_id: Set(person),
        token_digest: Set(secrets::digest(secret)),
        is_all: Set(true),
        made_at: Set(now),
        ..Default::default()
    };
    let link = wallet_link::ActiveModel {
        person_id: Set(person),
        token_digest: Set(secrets::digest(token)),
        made_at: Set(now),
        expires_at: Set(now + chrono::TimeDelta::days(3_650)),
        ..Default::default()
    };
    let _ = wallet_link::Entity::insert(link).exec_without_returning(db).await;
    let _ = wallet_share::Entity::insert(share(token)).exec_without_returning(db).await;
    let _ = wallet_share::Entity::insert(share(unit)).exec_without_returning(db).await;
    let made = wallet_share::Entity::find()
        .filter(wallet_share::Column::TokenDigest.eq(secrets::digest(unit)))
        .one(db)
        .await;
    made.unwrap().unwrap().id.to_string()
}

/// What somebody asked to be done with the person's record, and was denied.
async fn asked(
    db: &DatabaseConnection,
    enrolment: &enrolment::Model,
    by: account::AccountId,
) -> String {
    let request = person_request::ActiveModel {
        kind: Set(person_request::RequestKind::Document),
        person_id: Set(enrolment.person_id),
        change: Set("{\"document\":[\"CC\",\"1000000001\"]}".to_owned()),
        reason: Set("de prueba".to_owned()),
        units: Set(String::new()),
        asked_at: Set(enrolment.created_at),
        asked_by: Set(by),
        decided_at: Set(Some(enrolment.created_at)),
        decided_by: Set(Some(by)),
        is_granted: Set(Some(false)),
        decision: Set(Some("de prueba".to_owned())),
        ..Default::default()
    };
    request.insert(db).await.unwrap().id.to_string()
}

/// Somebody else of the same cohort, and a union of both that was undone: it is there to be read
/// and changes nothing.
async fn second_record(db: &DatabaseConnection, enrolment: &enrolment::Model) -> (i64, i64) {
    let other = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(enrolment.cohort_id))
        .filter(enrolment::Column::PersonId.ne(enrolment.person_id))
        .order_by_asc(enrolment::Column::Id)
        .one(db)
        .await
        .unwrap()
        .unwrap()
        .person_id;
    let union = person_merge::ActiveModel {
        survivor_id: Set(enrolment.person_id),
        absorbed_id: Set(other),
        note: Set("de prueba".to_owned()),
        merged_at: Set(enrolment.created_at),
        undone_at: Set(Some(enrolment.created_at)),
        ..Default::default()
    };
    (other.0, union.insert(db).await.unwrap().id.0)
}

/// A file that shows what was done of the cohort's minimum activities.
async fn shown(db: &DatabaseConnection, cohort: &cohort::Model, by: account::AccountId) -> String {
    let evidence = minimum_evidence::ActiveModel {
        cohort_id: Set(cohort.id),
        activity: Set(minimum_evidence::Activity::Method),
        file_id: Set(kept_file(db).await),
        received_sha256: Set(secrets::digest("soporte")),
        pages: Set(1),
        added_at: Set(crate::support::world::today()),
        added_by: Set(by),
        ..Default::default()
    };
    evidence.insert(db).await.unwrap().id.to_string()
}

/// A printed sheet of the session and its scan, with its bytes where the product keeps them.
async fn paper(db: &DatabaseConnection, session: &session::Model, unit: &str) -> (String, String) {
    let code = format!("AAAAA{unit}");
    if let Some(known) =
        sheet::Entity::find().filter(sheet::Column::Code.eq(&code)).one(db).await.unwrap()
    {
        let scan = sheet_scan::Entity::find()
            .filter(sheet_scan::Column::SheetId.eq(known.id))
            .one(db)
            .await
            .unwrap()
            .unwrap();
        return (code, scan.id.to_string());
    }
    let author =
        formacion::sign_in::entity::account::Entity::find().one(db).await.unwrap().unwrap();
    let now = crate::support::world::today();
    let file = kept_file(db).await;
    let print = sheet::ActiveModel {
        session_id: Set(session.id),
        code: Set(code.clone()),
        kind: Set(sheet::Kind::Blank),
        row_count: Set(10),
        printed_at: Set(now),
        printed_by: Set(author.id),
        ..Default::default()
    };
    let print = print.insert(db).await.unwrap();
    let scan = sheet_scan::ActiveModel {
        session_id: Set(session.id),
        sheet_id: Set(Some(print.id)),
        file_id: Set(file),
        received_sha256: Set(secrets::digest(unit)),
        pages: Set(1),
        attached_at: Set(now),
        attached_by: Set(author.id),
        ..Default::default()
    };
    (code, scan.insert(db).await.unwrap().id.to_string())
}

/// A published question of a capacity that the cohort's course builds, with a picture.
async fn question(db: &DatabaseConnection, cohort: &cohort::Model) -> String {
    let capacity = course_version_capacity::Entity::find()
        .filter(course_version_capacity::Column::CourseVersionId.eq(cohort.course_version_id))
        .order_by_asc(course_version_capacity::Column::CapacityCode)
        .one(db)
        .await
        .unwrap()
        .expect("every course builds a capacity")
        .capacity_code;
    let code = format!("AJENA-{}", cohort.id);
    let known = question::Entity::find().filter(question::Column::Code.eq(&code)).one(db).await;
    if let Some(known) = known.unwrap() {
        return known.id.to_string();
    }
    let author =
        formacion::sign_in::entity::account::Entity::find().one(db).await.unwrap().unwrap().id;
    let now = crate::support::world::today();
    let draft = questions::Draft {
        text: "¿Por qué?".to_owned(),
        kind: questions::Kind::Open,
        general_feedback: None,
        fixed_order: false,
    };
    let body = serde_json::to_string(&questions::Question::new(draft).unwrap()).unwrap();
    let question = question::ActiveModel {
        code: Set(code),
        capacity_code: Set(capacity),
        difficulty: Set(question::Difficulty::Easy),
        state: Set(question::State::Published),
        search_text: Set("por que".to_owned()),
        created_at: Set(now),
        author_account_id: Set(author),
        ..Default::default()
    };
    let question = question.insert(db).await.unwrap();
    let version = question_version::ActiveModel {
        question_id: Set(question.id),
        number: Set(1),
        body_sha256: Set(Some(secrets::digest(&body))),
        body: Set(body),
        created_at: Set(now),
        author_account_id: Set(author),
        published_at: Set(Some(now)),
        published_by_account_id: Set(Some(author)),
        ..Default::default()
    };
    version.insert(db).await.unwrap();
    let picture = question_picture::ActiveModel {
        question_id: Set(question.id),
        number: Set(1),
        file_id: Set(kept_file(db).await),
        received_sha256: Set(secrets::digest("de prueba")),
        added_at: Set(now),
        author_account_id: Set(author),
        ..Default::default()
    };
    picture.insert(db).await.unwrap();
    question.id.to_string()
}

/// Something that the person asked about the session, with evidence.
async fn request(
    db: &DatabaseConnection,
    session: &session::Model,
    enrolment: &enrolment::Model,
) -> String {
    let known = attendance_request::Entity::find()
        .filter(attendance_request::Column::EnrolmentId.eq(enrolment.id))
        .filter(attendance_request::Column::SessionId.eq(session.id))
        .one(db)
        .await
        .unwrap();
    if let Some(known) = known {
        return known.id.to_string();
    }
    let author =
        formacion::sign_in::entity::account::Entity::find().one(db).await.unwrap().unwrap();
    let now = crate::support::world::today();
    let request = attendance_request::ActiveModel {
        enrolment_id: Set(enrolment.id),
        session_id: Set(session.id),
        kind: Set(attendance_request::Kind::Correction),
        asked_state: Set(Mark::Dispensed),
        text: Set("de prueba".to_owned()),
        asked_at: Set(now),
        asked_by: Set(author.id),
        file_id: Set(Some(kept_file(db).await)),
        received_sha256: Set(Some(secrets::digest("de prueba"))),
        file_pages: Set(Some(1)),
        state: Set(attendance_request::State::Open),
        ..Default::default()
    };
    request.insert(db).await.unwrap().id.to_string()
}

/// A print of the test with a sheet without a name.
async fn printed(db: &DatabaseConnection, exam: ExamId, unit: &str) -> (String, String) {
    let code = format!("BBBBB{unit}");
    let known = exam_print::Entity::find()
        .filter(exam_print::Column::ExamId.eq(exam))
        .one(db)
        .await
        .unwrap();
    if let Some(known) = known {
        return (known.id.to_string(), code);
    }
    let author = account::Entity::find().one(db).await.unwrap().unwrap().id;
    let now = crate::support::world::today();
    let print = exam_print::ActiveModel {
        exam_id: Set(exam),
        sits_at: Set(now),
        place: Set("Casa de la cultura".to_owned()),
        printed_at: Set(now),
        printed_by: Set(author),
        ..Default::default()
    };
    let print = print.insert(db).await.unwrap().id;
    let form = exam_form::ActiveModel {
        print_id: Set(print),
        letter: Set("A".to_owned()),
        seed: Set(1),
        ..Default::default()
    };
    let form = form.insert(db).await.unwrap().id;
    let line = exam_line::Entity::find()
        .filter(exam_line::Column::ExamId.eq(exam))
        .one(db)
        .await
        .unwrap()
        .unwrap();
    let version = question_version::Entity::find()
        .filter(question_version::Column::PublishedAt.is_not_null())
        .one(db)
        .await
        .unwrap()
        .unwrap();
    let item = exam_form_item::ActiveModel {
        form_id: Set(form),
        position: Set(1),
        line_id: Set(line.id),
        question_version_id: Set(version.id),
        points: Set(1),
        shown: Set("[0,1,2,3]".to_owned()),
    };
    item.insert(db).await.unwrap();
    let sheet = exam_sheet::ActiveModel {
        form_id: Set(form),
        number: Set(1),
        code: Set(code.clone()),
        revision: Set(0),
        unread: Set("[]".to_owned()),
        ..Default::default()
    };
    sheet.insert(db).await.unwrap();
    (print.to_string(), code)
}

/// The place of somebody who signs in and learns in a cohort of the unit under way, so that their
/// own pages are opened too; without one, the land's own place.
async fn learner(
    db: &DatabaseConnection,
    unit: &str,
    otherwise: &enrolment::Model,
) -> enrolment::Model {
    let found = enrolment::Entity::find()
        .inner_join(cohort::Entity)
        .filter(cohort::Column::UnitCode.eq(unit))
        .filter(cohort::Column::Stage.eq(cohort::Stage::Running))
        .filter(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .filter(
            enrolment::Column::PersonId.in_subquery(
                account::Entity::find()
                    .select_only()
                    .column(account::Column::PersonId)
                    .filter(account::Column::PersonId.is_not_null())
                    .into_query(),
            ),
        )
        .order_by_asc(enrolment::Column::Id)
        .one(db)
        .await
        .unwrap();
    found.unwrap_or_else(|| otherwise.clone())
}

/// A test of the cohort's first activity that asked the question, answered and handed in.
async fn exam(
    db: &DatabaseConnection,
    place: &enrolment::Model,
    question: &str,
) -> (ActivityId, ExamId, AttemptId) {
    let known = activity::Entity::find()
        .filter(activity::Column::CohortId.eq(place.cohort_id))
        .filter(activity::Column::Kind.ne(activity::Kind::Product))
        .order_by_asc(activity::Column::Position)
        .one(db)
        .await
        .unwrap();
    let activity = match known {
        Some(known) => known,
        None => {
            let row = activity::ActiveModel {
                cohort_id: Set(place.cohort_id),
                kind: Set(activity::Kind::PreTest),
                name: Set("Prueba inicial".to_owned()),
                weight: Set(0),
                position: Set(1),
                ..Default::default()
            };
            row.insert(db).await.unwrap()
        }
    };
    let known = exam::Entity::find()
        .filter(exam::Column::ActivityId.eq(activity.id))
        .one(db)
        .await
        .unwrap();
    if let Some(known) = known {
        let attempt = attempt::Entity::find()
            .filter(attempt::Column::ExamId.eq(known.id))
            .one(db)
            .await
            .unwrap()
            .expect("with an attempt");
        return (activity.id, known.id, attempt.id);
    }
    let author =
        formacion::sign_in::entity::account::Entity::find().one(db).await.unwrap().unwrap().id;
    let now = crate::support::world::today();
    let version = question_version::Entity::find()
        .filter(question_version::Column::QuestionId.eq(question.parse::<i64>().unwrap()))
        .one(db)
        .await
        .unwrap()
        .expect("was asked");
    let row = exam::ActiveModel {
        activity_id: Set(activity.id),
        opens_at: Set(now - chrono::TimeDelta::hours(2)),
        closes_at: Set(now - chrono::TimeDelta::hours(1)),
        minutes: Set(Some(40)),
        attempts: Set(1),
        keep: Set(exam::AttemptPolicy::Best),
        feedback: Set(exam::Feedback::AfterClose),
        frozen_at: Set(Some(now)),
        ..Default::default()
    };
    let exam = row.insert(db).await.unwrap().id;
    let line = exam_line::ActiveModel {
        exam_id: Set(exam),
        position: Set(1),
        capacity_code: Set("TRI-01".to_owned()),
        difficulty: Set(None),
        question_count: Set(1),
        points: Set(1),
        ..Default::default()
    };
    let line = line.insert(db).await.unwrap().id;
    let row = attempt::ActiveModel {
        exam_id: Set(exam),
        enrolment_id: Set(place.id),
        number: Set(1),
        account_id: Set(author),
        seed: Set(7),
        started_at: Set(now - chrono::TimeDelta::hours(2)),
        ends_at: Set(now - chrono::TimeDelta::hours(1)),
        submitted_at: Set(Some(now - chrono::TimeDelta::hours(1))),
        state: Set(attempt::State::Submitted),
        points: Set(Some(1_000_000)),
        of: Set(1_000_000),
        ..Default::default()
    };
    let attempt = row.insert(db).await.unwrap().id;
    let item = attempt_item::ActiveModel {
        attempt_id: Set(attempt),
        position: Set(1),
        line_id: Set(line),
        question_version_id: Set(version.id),
        points: Set(1),
        shown: Set("[]".to_owned()),
        earned: Set(Some(1_000_000)),
        ..Default::default()
    };
    item.insert(db).await.unwrap();
    (activity.id, exam, attempt)
}

/// A lesson that came from the cohort.
async fn lesson(db: &DatabaseConnection, cohort: &cohort::Model) -> String {
    let version = course_version::Entity::find_by_id(cohort.course_version_id).one(db).await;
    let author = formacion::sign_in::entity::account::Entity::find().one(db).await;
    let row = lesson::ActiveModel {
        course_id: Set(version.unwrap().unwrap().course_id),
        cohort_id: Set(cohort.id),
        kind: Set(lesson::Kind::Example),
        text: Set("de prueba".to_owned()),
        author_account_id: Set(author.unwrap().unwrap().id),
        recorded_at: Set(crate::support::world::today()),
        ..Default::default()
    };
    row.insert(db).await.unwrap().id.to_string()
}

/// A product of the cohort that the person handed in.
async fn handed_in(db: &DatabaseConnection, enrolment: &enrolment::Model) -> (String, String) {
    let now = crate::support::world::today();
    let account = formacion::sign_in::entity::account::Entity::find().one(db).await.unwrap();
    let account = account.unwrap().id;
    let activities = activity::Entity::find()
        .filter(activity::Column::CohortId.eq(enrolment.cohort_id))
        .filter(activity::Column::Kind.eq(activity::Kind::Product));
    let activity = match activities.one(db).await.unwrap() {
        Some(activity) => activity.id,
        None => {
            let new = activity::ActiveModel {
                cohort_id: Set(enrolment.cohort_id),
                kind: Set(activity::Kind::Product),
                name: Set("Producto de prueba".to_owned()),
                weight: Set(0),
                position: Set(99),
                ..Default::default()
            };
            new.insert(db).await.unwrap().id
        }
    };
    let known = submission::Entity::find()
        .filter(submission::Column::ActivityId.eq(activity))
        .filter(submission::Column::EnrolmentId.eq(enrolment.id))
        .one(db)
        .await
        .unwrap();
    if let Some(known) = known {
        return (activity.to_string(), known.id.to_string());
    }
    let asked = product::ActiveModel {
        activity_id: Set(activity),
        instructions: Set("de prueba".to_owned()),
        due_at: Set(None),
        late: Set(product::LatePolicy::Accepted),
        discount: Set(0),
        accepts: Set(product::SubmissionMedium::Either),
        graders: Set(1),
        tolerance: Set(10),
        updated_at: Set(now),
    };
    let _ = product::Entity::insert(asked).exec_without_returning(db).await;
    let rubric = rubric::ActiveModel {
        activity_id: Set(activity),
        number: Set(1),
        body: Set(serde_json::to_string(&Rubric::usual(
            formacion::cohorts::scale::GradeScale::Five,
        ))
        .unwrap()),
        made_at: Set(now),
        made_by: Set(account),
        ..Default::default()
    };
    let _ = rubric.insert(db).await;
    let handed = submission::ActiveModel {
        activity_id: Set(activity),
        enrolment_id: Set(enrolment.id),
        number: Set(1),
        file_id: Set(Some(kept_file(db).await)),
        received_sha256: Set(Some(secrets::digest("de prueba"))),
        file_pages: Set(Some(1)),
        link: Set(None),
        note: Set(None),
        handed_at: Set(now),
        handed_by: Set(account),
        days_late: Set(0),
        ..Default::default()
    };
    (activity.to_string(), handed.insert(db).await.unwrap().id.to_string())
}

/// A grade book that the unit's coordination sent, and that is none.
async fn book(db: &DatabaseConnection, cohort: &cohort::Model, unit: &str) -> String {
    let known = grade_import::Entity::find()
        .filter(grade_import::Column::CohortId.eq(cohort.id))
        .one(db)
        .await
        .unwrap();
    if let Some(known) = known {
        return known.id.to_string();
    }
    let today = crate::support::world::today().date_naive();
    let author = formacion::sign_in::queries::coordinators(db, unit, today).await;
    let author = author.unwrap().remove(0);
    let mut file = rust_xlsxwriter::Workbook::new();
    file.add_worksheet().write_string(0, 0, "Nota").unwrap();
    let sent = grade_import::ActiveModel {
        cohort_id: Set(cohort.id),
        account_id: Set(author.id),
        file_name: Set("notas.xlsx".to_owned()),
        sha256: Set(secrets::digest(unit)),
        bytes: Set(Some(file.save_to_buffer().unwrap())),
        created_at: Set(crate::support::world::today()),
        changed: Set(0),
        ..Default::default()
    };
    sent.insert(db).await.unwrap().id.to_string()
}

/// A grade of the person's product that they asked to be looked at again.
async fn appealed(db: &DatabaseConnection, place: &enrolment::Model, product: i64) -> String {
    let activity = ActivityId(product);
    let known = grade_appeal::Entity::find()
        .filter(grade_appeal::Column::EnrolmentId.eq(place.id))
        .one(db)
        .await
        .unwrap();
    if let Some(known) = known {
        return known.id.to_string();
    }
    let author = account::Entity::find().one(db).await.unwrap().unwrap().id;
    let entry = grade_entry::Entity::find()
        .filter(grade_entry::Column::EnrolmentId.eq(place.id))
        .filter(grade_entry::Column::ActivityId.eq(activity))
        .order_by_desc(grade_entry::Column::Id)
        .one(db)
        .await
        .unwrap();
    let entry = match entry {
        Some(entry) => entry.id,
        None => {
            let counts = grade::ActiveModel {
                activity_id: Set(activity),
                enrolment_id: Set(place.id),
                tenths: Set(40),
                updated_at: Set(place.created_at),
            };
            grade::Entity::insert(counts).exec_without_returning(db).await.unwrap();
            let new = grade_entry::ActiveModel {
                activity_id: Set(activity),
                enrolment_id: Set(place.id),
                tenths: Set(Some(40)),
                previous_tenths: Set(None),
                author_account_id: Set(author),
                recorded_at: Set(place.created_at),
                origin: Set(grade_entry::Origin::Typed),
                reason: Set(None),
                ..Default::default()
            };
            new.insert(db).await.unwrap().id
        }
    };
    let appeal = grade_appeal::ActiveModel {
        activity_id: Set(activity),
        enrolment_id: Set(place.id),
        entry_id: Set(entry),
        text: Set("La rúbrica pide otra cosa".to_owned()),
        asked_at: Set(place.created_at),
        asked_by: Set(author),
        state: Set(grade_appeal::State::Open),
        ..Default::default()
    };
    appeal.insert(db).await.unwrap().id.to_string()
}

/// A file with its bytes where the product keeps them.
async fn kept_file(db: &DatabaseConnection) -> FileId {
    let place =
        FileStore::Folder(crate::support::database::files_url().replace("file://", "").into());
    let written = Files::open(&place).unwrap().put(b"%PDF-1.7".to_vec(), Kind::Pdf).await.unwrap();
    let file = stored_file::ActiveModel {
        key: Set(written.key),
        sha256: Set(written.sha256),
        bytes: Set(written.bytes),
        content_type: Set("application/pdf".to_owned()),
        created_at: Set(crate::support::world::today()),
        created_by: Set(None),
        ..Default::default()
    };
    file.insert(db).await.unwrap().id
}

/// The placeholders of a path.
pub fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('<')?.strip_suffix('>'))
}

/// An account that the coordination of the unit keeps, and that no test is about: it may be suspended.
async fn of_staff(db: &DatabaseConnection, name: &str, unit: &str) -> account::AccountId {
    let email = format!("{name}.{}@demostracion.example", unit.to_lowercase());
    let known = account::Entity::find().filter(account::Column::Email.eq(&email)).one(db).await;
    if let Some(known) = known.unwrap() {
        return known.id;
    }
    let row = account::ActiveModel {
        email: Set(email.clone()),
        display_name: Set(format!("Facilitadora de {unit}")),
        search_name: Set(email),
        is_active: Set(true),
        created_at: Set(crate::support::world::today()),
        ..Default::default()
    };
    let id = row.insert(db).await.unwrap().id;
    let grant = role_grant::ActiveModel {
        account_id: Set(id),
        role: Set(Role::Facilitator),
        unit_code: Set(Some(unit.to_owned())),
        created_at: Set(crate::support::world::today()),
        ..Default::default()
    };
    grant.insert(db).await.unwrap();
    id
}

/// Somebody who is to stand in for the coordination of the unit, and waits for a second person.
async fn stand_in(db: &DatabaseConnection, unit: &str) -> DeputyId {
    let known = deputy::Entity::find().filter(deputy::Column::UnitCode.eq(unit)).one(db).await;
    if let Some(known) = known.unwrap() {
        return known.id;
    }
    let today = crate::support::world::today();
    let coordinators =
        formacion::sign_in::queries::coordinators(db, unit, today.date_naive()).await;
    let row = deputy::ActiveModel {
        unit_code: Set(unit.to_owned()),
        account_id: Set(of_staff(db, "lleva", unit).await),
        starts_on: Set(today.date_naive()),
        ends_on: Set(today.date_naive()),
        stage: Set(deputy::Stage::Asked),
        asked_by: Set(coordinators.unwrap().remove(0).id),
        asked_at: Set(today),
        ..Default::default()
    };
    row.insert(db).await.unwrap().id
}

/// A drawn signature, the same in every land.
async fn drawn(db: &DatabaseConnection) -> String {
    let sha256 = secrets::digest(b"<svg/>");
    let known = signature_drawing::Entity::find()
        .filter(signature_drawing::Column::Sha256.eq(&sha256))
        .one(db)
        .await
        .unwrap();
    if let Some(known) = known {
        return known.id.to_string();
    }
    let row = signature_drawing::ActiveModel {
        sha256: Set(sha256),
        content_type: Set("image/svg+xml".to_owned()),
        bytes: Set(b"<svg/>".to_vec()),
        name: Set("Firma de prueba".to_owned()),
        added_at: Set(crate::support::world::today()),
        ..Default::default()
    };
    row.insert(db).await.unwrap().id.to_string()
}

/// The last month whose figures are frozen in the demo.
fn last_month() -> String {
    use formacion::reports::cuts::entity::report_cut::Kind;
    use formacion::reports::cuts::rules::Term;
    Term::of(Kind::Month, crate::support::world::today().date_naive()).before(1).code()
}
