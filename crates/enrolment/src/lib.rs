//! A person's enrolment in a cohort: asking, waiting, being offered a seat, being confirmed,
//! withdrawing. Seats are counted and given under the lock of the cohort's row, so that two
//! requests for the last seat give exactly one confirmation (R18). The public catalogue is here,
//! because what a stranger asks first is whether there is room; and so are the pages about
//! persons, because an enrolment is what shows a person to a coordinator.
//!
//! ## Words
//!
//! - **Enrolment**: one row for ever for a person in a cohort; its changes are enrolment events.
//! - **Stage**: waiting, offered, confirmed, or withdrawn.
//! - **Origin**: who asked: the person, the coordination, or the entity that nominated them.
//! - **Waiting list**: those without a seat. The administrative career goes first (Ley 1960 de
//!   2019) where the institution stands behind it, then arrival.
//! - **Seat offer**: a seat that waits some hours for somebody's answer; nobody else may take it.
//! - **Registration**: a form of somebody new that waits until its mail is proven; no person yet.
//! - **Quota**: seats kept for a municipality or a kind of entity until they are released (R19).
//! - **Eligibility**: the rules of the course that somebody meets or not (R22). A coordination
//!   may admit somebody all the same, with a reason that is kept.
//! - **Rulebook**: what every door asks: the rules of the course, and cautions, which are told,
//!   answered and kept with the place (R85).
//! - **Attribution**: the municipality that an enrolment counts for. What it was before stays.
//! - **Nomination**: an entity's focal point puts its people forward (R23).
//! - **Import**: a list of people from its arrival as a file to its end (R25).
//!
//! ## Rules
//!
//! - Every verb locks the cohort's row first, does what its dates ask for, and counts after that.
//! - Whoever is seated stays seated: a person gets a seat exactly when everybody seated and they
//!   can sit at once, each in a seat that they may use. The first in order never loses to a later
//!   one.
//! - A change of stage is the row, its event and a line of history, written together.
//! - Seats never go below the people who hold one (R21). A freed seat goes to who is next in the
//!   same transaction (R20, R24): as an offer where there is time to answer and a mail to ask by,
//!   else as the seat itself. A nominated person who has a mail is always asked, because they
//!   have not said yes.
//! - People enrol by themselves until the last day and before the start; the coordination adds
//!   people while the cohort runs.
//! - Whoever registers gets the same answer whatever is known, and nothing is made until the link in
//!   their mail is followed (R77). Until then the registration may hold a seat, counted with those
//!   who sit; a known document is believed only where the institution wrote that mail beside it.
//! - The attribution changes only by the coordination's hand, with a reason, and each session is
//!   reported where it found the person (R30).
//! - An actor sees a person by their posts or by an enrolment within the actor's scope (R60). An
//!   enrolment that the person never accepted shows nobody, one that was given back shows the person
//!   for a month, and a document of another unit shows initials until the first surname agrees;
//!   such look-ups are counted and in history (R80). A document number never travels in an address.
//!
//! ## A walk: a person enrols
//!
//! `POST /oferta/<code>/inscripcion`:
//!
//! 1. `platform` has seen the proof of origin and read the form whole. The desk says who is
//!    asking; nobody signed in is sent to `/ingresar` and back.
//! 2. `web/asking` finds the cohort by its public code among those that are published, and the
//!    posts that the person holds today.
//! 3. `policy::may_enrol_self` makes a permit for this person and this cohort, or refuses.
//! 4. `commands::enrol` begins the one write transaction. It locks the cohort's row, releases the
//!    quotas whose day has come, takes back the offers whose time is over, and counts who is
//!    seated. `rules` says whether the window is open, `rulebook` whether the course is for this
//!    person and what they have to know first, and `seating` whether they get a seat or a turn in the waiting list.
//! 5. The enrolment, its event, the consent, the line of history and the letter are written, and
//!    the transaction commits. The page that follows says which of the two it was.
//! 6. A refusal has status 422 and the sentence of `templates/pages/enrolment/texts.toml`. What
//!    the person can mend shows the form again with what was typed. A cohort that takes nobody
//!    shows why. Somebody who is enrolled already is sent to their enrolment.
//!
//! When somebody withdraws, the same transaction offers the seat to who is next and writes the
//! letter, whose link answers without a password. An offer that nobody answers runs out by a
//! worker's hand or inside the next command that takes the lock, and the next person is asked.
//! `tests/enrolment/random` holds random histories of all this against a model of a few lines.
//!
//! ## A second walk: a file of people is imported
//!
//! `POST /cohortes/<cohort>/importacion`, in `import`:
//!
//! 1. The crate `sheets` looks at the archive before it reads it and gives rows of text within
//!    bounds. `lists` (in the model, pure) guesses what each column is from its heading and the values
//!    below, and a person corrects it. Headings that were decided before are not asked about again.
//! 2. `lists::reading` (pure) turns each row into a person with their post, or into what is wrong with
//!    it. A municipality is one of the cohort's wherever its words may mean one, else one of the country by
//!    its exact name. `known` asks the database once what it knows of all of them, and the preview (pure)
//!    says what would happen to each: the course's rules and the seats are judged by the same
//!    functions as for one person. That is the page of the check, and nothing has changed. Every row
//!    is listed; what a person answers there (a cell, a row left out, what a spelling means) is kept
//!    beside the file, and all rows are looked at again. `lists::carry` (pure) says which of it holds
//!    for the same rows of a corrected file.
//! 3. `commands/write` asks again whether whoever ordered it may still add people. It takes the
//!    cohort's lock, looks again in the same way, and either names every row that fails by now or
//!    writes all people in one transaction, five hundred at a time. There is one way to write
//!    them: `register`, `add_post` and enrolling are their bulk verbs (`register_many`,
//!    `add_posts`, `enrol_many`) with a list of one. The caller bounds the list.
//! 4. The person's own file comes back from `workbook` with its errors marked; when the import is
//!    over, the file is forgotten. Files of more than 200 rows are a worker's. How far it is
//!    stands in memory, because nobody sees what a transaction wrote before it ends.

pub use enrolment_model::*;

mod attribution;
mod capability;
mod cards;
mod catalogue;
pub mod checks;
pub mod commands;
pub mod import;
mod nomination;
pub mod persons;
pub mod reminders;
pub mod views;
mod web;
pub mod worker;

pub use self::capability::CAPABILITY;
