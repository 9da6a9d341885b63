//! The pages of a cohort's letters.

use std::collections::{BTreeMap, HashMap};

use cohorts_model::entity::session;
use cohorts_model::views::cohort_crumbs;
use enrolment_model::attendees::REMINDER_AHEAD;
use notices_model::entity::outbox_message::{MessageId, State};
use notices_model::rules::trouble_label;
use platform::numbers::grouped;
use platform::pages::{Sample, samples_of};
use platform::prelude::*;
use platform::texts::{Words, say};

use super::queries::{FailedLetter, LastLetter, LetterCount};
use crate::group_text::GroupText;
use crate::preview::LetterPreview;
use crate::reminders::calls::PointReminder;
use crate::reminders::offers::OfferReminder;

/// Reminders to come that are listed.
const COMING: usize = 5;

/// What people call a kind of letter; its code is the kind with `_` for `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("announcements.letter_")]
enum LetterKind {
    EnrolmentRegistration,
    EnrolmentEntry,
    EnrolmentConfirmed,
    EnrolmentWaiting,
    EnrolmentFreed,
    EnrolmentOffered,
    EnrolmentNominated,
    EnrolmentLapsed,
    EnrolmentWithdrawn,
    EnrolmentReminder,
    EnrolmentQuorum,
    AnnouncementsCall,
    AnnouncementsCallReminder,
    AnnouncementsOfferEnding,
    AnnouncementsSessionsChanged,
    AnnouncementsCohortCancelled,
    AttendanceAtRisk,
    AttendancePeopleAtRisk,
    AttendanceAnswered,
    AssessmentJudged,
    AssessmentAppealed,
    AssessmentAppealAnswered,
    SurveysOpened,
    SurveysFollowUp,
    SurveysSupervision,
    CertificationReady,
    CertificationRevoked,
    CertificationEnding,
}

/// The letters of one kind, or one message.
#[derive(Serialize, Example)]
pub struct LetterGroupLine {
    pub label: String,
    pub sent: String,
    pub queued: String,
    pub failed: String,
    /// When the last of them was written.
    pub last: String,
}

/// Puts together what is counted by state; the last written first.
pub fn lines(
    counts: &[LetterCount],
    last: &HashMap<MessageId, LastLetter>,
) -> Vec<LetterGroupLine> {
    let mut groups: BTreeMap<String, ([i64; 3], DateTime<Utc>)> = BTreeMap::new();
    for count in counts {
        let Some(letter) = last.get(&count.last) else { continue };
        let known = LetterKind::from_code(&count.kind.replace('/', "_"));
        let label = known.map_or_else(|| letter.subject.clone(), |kind| kind.label().to_owned());
        let place = match count.state {
            State::Sent => 0,
            State::Queued => 1,
            State::Failed => 2,
            // Who wants none of them is missed by nobody.
            State::Declined => continue,
        };
        let group = groups.entry(label).or_insert(([0; 3], letter.created_at));
        if let Some(letters) = group.0.get_mut(place) {
            *letters += count.letters;
        }
        group.1 = group.1.max(letter.created_at);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, (_, at))| std::cmp::Reverse(*at));
    groups
        .into_iter()
        .map(|(label, ([sent, queued, failed], at))| LetterGroupLine {
            label,
            sent: grouped(sent),
            queued: grouped(queued),
            failed: grouped(failed),
            last: dates::short_with_time(at),
        })
        .collect()
}

/// Somebody to whom a letter did not arrive.
#[derive(Serialize, Example)]
pub struct FailedLine {
    pub name: String,
    pub mail: String,
    pub subject: String,
    pub when: String,
    pub reason: Option<String>,
    /// Where the address is corrected.
    pub correct: Option<String>,
}

impl From<FailedLetter> for FailedLine {
    fn from(letter: FailedLetter) -> Self {
        Self {
            name: letter.recipient_name,
            mail: letter.recipient_email,
            subject: letter.subject,
            when: dates::short_with_time(letter.created_at),
            reason: letter.last_error.as_deref().map(trouble_label),
            correct: letter.person_id.map(|person| format!("/personas/{person}/contacto")),
        }
    }
}

/// What is to go out by itself.
pub struct Outgoing<'a> {
    pub sessions: &'a [session::Model],
    /// Changes that people are still to be told of.
    pub untold: u64,
    pub offers: &'a [OfferReminder],
    pub calls: &'a [PointReminder],
}

/// What will go out by itself: changes that people are still to be told of, and the next reminders.
pub fn coming(outgoing: &Outgoing<'_>, now: DateTime<Utc>) -> Vec<String> {
    let Outgoing { sessions, untold, offers, calls } = *outgoing;
    let changes = (untold > 0).then(|| {
        let changes = numbers::some(untold, "cambio", "cambios");
        say("announcements.coming_changes", &[("changes", changes)])
    });
    let reminders = sessions
        .iter()
        .filter(|session| session.stage == session::Stage::Planned)
        .filter(|session| session.starts_at - REMINDER_AHEAD > now)
        .take(COMING)
        .map(|session| {
            let at = dates::long_with_time(session.starts_at - REMINDER_AHEAD);
            let number = session.position.to_string();
            say("announcements.coming_reminder", &[("number", number), ("at", at)])
        });
    let offers = offers.iter().map(|one| one.at).min().map(|at| {
        let facts = [("people", numbers::people(offers.len())), ("at", dates::long_with_time(at))];
        say("announcements.coming_offers", &facts)
    });
    let calls = calls.iter().map(|one| one.at).min().map(|at| {
        let (one, many) =
            ("enlace que no ha postulado a nadie", "enlaces que no han postulado a nadie");
        let points = numbers::some(calls.len(), one, many);
        say("announcements.coming_calls", &[("points", points), ("at", dates::long_with_time(at))])
    });
    changes.into_iter().chain(offers).chain(calls).chain(reminders).collect()
}

#[derive(Serialize, Example)]
pub struct MessagesPage {
    pub cohort: String,
    pub back: String,
    /// Where one writes, unless nobody knows of the cohort yet.
    pub write: Option<String>,
    /// Where focal points are called, while the cohort takes people.
    pub call: Option<String>,
    pub groups: Vec<LetterGroupLine>,
    pub failed: Vec<FailedLine>,
    pub coming: Vec<String>,
}

impl View for MessagesPage {
    const TEMPLATE: &'static str = "pages/announcements/messages";
    fn title(&self) -> String {
        "Mensajes de la cohorte".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.back, "Mensajes")
    }
}

/// What a message would do, before it does.
#[derive(Serialize, Example)]
pub struct MessagePreview {
    /// «35 correos saldrán ahora…».
    pub consequence: String,
    /// Who has no mail.
    pub without_mail: Option<String>,
    /// What the first of them would read; `None` when nobody would be written to.
    pub letter: Option<LetterPreview>,
    /// The same for a group.
    pub group: GroupText,
    /// «Enviar a 35 personas».
    pub button: String,
    /// What was looked at: another text or other people must be looked at again.
    pub seen: String,
    /// A test has gone out to whoever writes.
    pub is_tested: bool,
    /// What was looked at is not what was about to be sent.
    pub is_other: bool,
}

#[derive(Serialize, Example)]
pub struct MessageFormPage {
    pub form: FormState,
    pub cohort: String,
    pub back: String,
    pub list: String,
    pub groups: Vec<Alternative>,
    /// The enrolments of those who were marked in the list.
    pub chosen: Vec<i64>,
    /// The sessions that people may have missed.
    pub sessions: Vec<Alternative>,
    pub preview: Option<MessagePreview>,
}

impl View for MessageFormPage {
    const TEMPLATE: &'static str = "pages/announcements/message_form";
    fn title(&self) -> String {
        "Escribir a la cohorte".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.back, "Escribir")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<MessagesPage>();
    all.extend(samples_of::<MessageFormPage>());
    all
}
