//! What was earned: the rule, issuing, the document, public verification and revocation. A
//! certificate is frozen on the day it is issued; everything that comes later (another name, a
//! corrected mark, a new template) changes nothing that was certified until somebody decides so.
//! It is read by people as a PDF, by programs as a signed credential, and by anybody at a public
//! address.
//!
//! ## Words
//!
//! - **Certificado** and **constancia**: the first says that the person passed, the second that
//!   they took part (R59).
//! - **Judgement**: the cohort's frozen rule applied to one person, part by part, each with its
//!   sentence.
//! - **Batch**: the people whose certificates were asked for with one press, and what became of
//!   each.
//! - **Snapshot**: all that a certificate says, as JSON beside its digest.
//! - **Document**: the PDF, rendered once from the snapshot and kept.
//! - **Template**: what the national administration writes of a kind of document, in versions.
//! - **Credential**: an Open Badges 3.0 credential, signed, and its place in a list of what was
//!   revoked.
//! - **Review**: what was found to differ from a certificate after it was issued, and what was
//!   decided.
//! - **Validity**: whether a certificate holds on a day. One that ends changes no row.
//! - **Wallet**: a person's certificates over the years, with an account or by a letter, and what
//!   is shared of them.
//!
//! ## Rules
//!
//! - One judgement explains to the person, to the coordination, and in the refusal (R51).
//! - Certificates are issued for a closed cohort only. A person holds one active certificate of a
//!   cohort; a partial unique index has the last word (R53).
//! - Numbers of a unit and year have no gaps and no repeats: they are taken under lock.
//! - A snapshot and a kept document never change; every download has the same bytes (R52).
//! - A revoked certificate keeps its address, its number, its date and its public reason (R55).
//! - Nothing is revoked by itself, and nothing that changed is ignored (R56).
//! - Issuing never waits for a key, a document or a signature: workers do what is left.
//! - Only the owning unit's coordination and the national administration issue and revoke. The
//!   document, with the whole document number, is for its holder and for those who issue.
//! - A public page masks the document. A claim without an account is answered the same to
//!   everybody.
//! - What is issued or taken back tells the change subscribers of persons in its transaction.
//!
//! ## A walk: a certificate is issued
//!
//! `POST /cohortes/<cohort>/certificados`:
//!
//! 1. The cohort is found within the coordinator's scope; the policy makes the permit.
//! 2. `batches` writes down who was asked for, in which order, and a worker carries it out; the
//!    page says how far it is and comes again by itself. Each person has a short transaction:
//!    their turn and the enrolment are locked, and `rules` judges the frozen rule (attendance,
//!    hours, grade, products, survey). The next number of the issuer and year is taken, names,
//!    hours, dates, contents and outcome are frozen in a snapshot with its hash, and the letter
//!    is queued. The turn says so in the same transaction: a stop in between leaves everybody
//!    either done or waiting.
//! 3. The words come from the template of the course's kind of document: texts with fields of a
//!    closed list, filled that day. The snapshot freezes the words, the version and the digests
//!    of the drawn signatures, so that no later version changes what was issued. Without words of
//!    its own a snapshot is of the first layout, whose bytes a committed digest holds.
//! 4. A worker renders the PDF from the snapshot and the credential that was signed with it.
//!    Where somebody signs documents (`signatures`), it sends each to that service and keeps the
//!    answer only if it is the same bytes with a signature behind them (`signatures/update`,
//!    pure); until then a download is a page that says so.
//! 5. `/verificar/<code>` reads the certificate by its 130-bit code and shows what the snapshot
//!    froze. Where the course says for how long, the snapshot holds the last day, and `validity`
//!    (pure) reads it with the day's date.
//!
//! ## A second walk: something changes behind a certificate
//!
//! A grade is opened again, a name is corrected, two records become one:
//!
//! 1. The change writes its line in history, in its own transaction, and knows nothing of
//!    certificates.
//! 2. `reviews/watch` reads history on from where it was. What is not a minute old is read again,
//!    because PostgreSQL keeps transactions in another order than it numbers their rows. It looks
//!    again at the active certificates of those cohorts and people.
//! 3. `reviews/facts` says what a certificate stands on, from its snapshot and from what is true
//!    now, by the judgement that issues. `reviews/rules` (pure) compares and says whether a
//!    review opens, tells something new or settles. A decision to keep stands for the facts that
//!    it saw alone.
//! 4. `POST /cohortes/<cohort>/certificados/cambios` shows what would happen to each and changes
//!    nothing. Its button carries the digest of what was shown; `reviews/commands` locks
//!    enrolment and certificate, looks again, and keeps, revokes, or makes another one as the
//!    issue does.
//!
//! ## A third walk: a certificate is read by a program
//!
//! `GET /verificar/<code>/credencial`, in `credentials`:
//!
//! 1. The issue opened the key and signed in the transaction of each person: `credentials/badge`
//!    (pure) puts the snapshot's words into an Open Badges 3.0 credential, and a random place of
//!    a list is its own. Where there was no key, a worker signs later, once.
//! 2. The program takes the key that the header names from `/emisor/claves/<key>`, verifies, and
//!    fetches the whole list (`/emisor/listas/<list>`), so that nobody learns about whom it
//!    asked.
//! 3. The list is made of the certificates' states when it is asked for and is given again for
//!    fifteen seconds. `doctor` verifies every credential and compares it with its certificate.
//!
//! ## A fourth walk: certificates are claimed without an account
//!
//! `POST /mis-certificados/recuperar`, in `wallet`:
//!
//! 1. Guesses are counted by address and by the digest of the document, whoever it is of. What
//!    was typed is written down, one statement for everybody, and the answer is the same.
//! 2. A worker reads it a moment later and deletes it. It follows earlier documents and merges,
//!    compares the mail with what is known of the person, and if they hold anything a letter
//!    leaves with an address of two days. Only its digest is kept, and the one before ends.
//! 3. `/portafolio/<token>` shows what `/mis-certificados` shows: the same pages behind two
//!    doors, with the same permit. Opening changes nothing, because programs that look at mail
//!    open links.
//! 4. What is shared is another secret, shown once. `/compartidos/<token>` asks for the states
//!    when it is opened; ended, over and unknown are the same page.

pub use certification_model::*;

pub mod backlog;
pub mod batches;
mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod credentials;
pub mod entity;
pub mod follow_up;
pub mod letters;
mod of_person;
pub mod pdf;
pub mod person_references;
pub mod queries;
pub mod readiness;
pub mod reviews;
pub mod signature_images;
pub mod signatures;
pub mod templates;
pub mod validity;
pub mod views;
pub mod wallet;
mod web;
pub mod worker;

pub use self::capability::CAPABILITY;
