//! A claim without an account: written down at once for everybody, looked up by a worker, answered by
//! a letter or by nothing.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, ModelTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use history_model::commands::record;
use notices_model::commands::queue;
use notices_model::letters::Recipient;
use people_model::entity::person::{self, DocumentType};
use people_model::queries::by_document;
use people_model::rules::full_name;
use platform::app::App;
use platform::errors::{AppError, quiet};
use platform::secrets;
use platform::workers::{Round, prune};
use sign_in_model::actor::Author;

use crate::snapshot::Snapshot;
use crate::wallet::entity::wallet_claim::{self, ClaimId};
use crate::wallet::entity::wallet_link;
use crate::wallet::letters::WalletLinkLetter;
use crate::wallet::{queries, rules};

/// Claims of one round.
const AT_ONCE: u64 = 50;

/// What a person typed to claim their certificates, normalised.
#[derive(Clone, Debug)]
pub struct NewClaim {
    pub document_type: DocumentType,
    pub document_number: String,
    pub email: String,
}

/// Stores the claim. It is the same one statement whoever claims, so that neither the answer nor its
/// time tells whether the person is known here.
///
/// # Errors
/// An error of the database.
pub async fn ask(app: &App, claim: NewClaim, request: &str) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    wallet_claim::ActiveModel {
        document_type: Set(claim.document_type),
        document_number: Set(claim.document_number),
        email: Set(claim.email),
        asked_at: Set(app.clock.now()),
        request_id: Set(Some(request.to_owned())),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Looks up those who wait, each in a transaction of its own: a worker's step. One that cannot be
/// answered now is passed by, and forgotten with the links of its day.
///
/// # Errors
/// An error of the database.
pub async fn answer_all(app: &App) -> Result<Round, AppError> {
    let waiting: Vec<ClaimId> = wallet_claim::Entity::find()
        .select_only()
        .column(wallet_claim::Column::Id)
        .order_by_asc(wallet_claim::Column::Id)
        .limit(AT_ONCE)
        .into_tuple()
        .all(app.db.read())
        .await?;
    let mut answered = 0;
    for claim in waiting {
        match answer(app, claim).await {
            Ok(()) => answered += 1,
            Err(error) => {
                tracing::error!(reason = quiet(&error), "a claim of certificates was not answered");
            }
        }
    }
    Ok(if answered > 0 { Round::More } else { Round::Idle })
}

async fn answer(app: &App, id: ClaimId) -> Result<(), AppError> {
    let tx = app.db.begin().await?;
    // Another instance may have taken it since it was found.
    let Some(claim) = wallet_claim::Entity::find_by_id(id).lock_exclusive().one(&tx).await? else {
        return Ok(());
    };
    if let Some(person) = by_document(&tx, claim.document_type, &claim.document_number).await? {
        write_to(&tx, app, &person, &claim).await?;
    }
    claim.delete(&tx).await?;
    Ok(tx.commit().await?)
}

/// Queues the letter if the mail address belongs to the person and they hold a certificate.
async fn write_to(
    tx: &DatabaseTransaction,
    app: &App,
    person: &person::Model,
    claim: &wallet_claim::Model,
) -> Result<(), AppError> {
    let now = app.clock.now();
    if !queries::is_mail_of(tx, person.id, &claim.email).await? {
        return Ok(());
    }
    let Some(latest) = queries::latest(tx, person.id).await? else { return Ok(()) };
    // Two claims of one person, of two instances, come one after the other.
    person::Entity::find_by_id(person.id).lock_exclusive().one(tx).await?;
    let letters = queries::letters_since(tx, person.id, now - rules::LETTERS_WINDOW).await?;
    if !rules::may_write(letters) {
        return Ok(());
    }
    // The last letter is the one that opens.
    wallet_link::Entity::update_many()
        .set(wallet_link::ActiveModel { ended_at: Set(Some(now)), ..Default::default() })
        .filter(wallet_link::Column::PersonId.eq(person.id))
        .filter(wallet_link::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    let token = secrets::public_code()?.to_lowercase();
    let expires_at = now + rules::LINK;
    wallet_link::ActiveModel {
        person_id: Set(person.id),
        token_digest: Set(secrets::digest(&token)),
        made_at: Set(now),
        expires_at: Set(expires_at),
        ended_at: Set(None),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    let by = Author { account: None, request: claim.request_id.clone() };
    record(tx, by.event(now, "certification.wallet_letter", ("person", person.id.0))).await?;
    let to = Recipient {
        email: claim.email.clone(),
        name: full_name(person),
        person: Some(person.id.0),
        account: None,
    };
    let key = format!("certification.wallet/{}", secrets::digest(&token));
    let unit = Snapshot::read(&latest.snapshot)?.unit;
    queue(tx, app, to, key, &WalletLinkLetter::new(unit, expires_at, token)).await
}

/// Deletes the oldest links whose life is over, and claims as old that nobody could answer.
///
/// # Errors
/// An error of the database.
pub async fn forget(app: &App) -> Result<Round, AppError> {
    let now = app.clock.now();
    let old = wallet_link::Column::ExpiresAt.lt(now);
    let links = prune::<wallet_link::Entity>(&app.db, wallet_link::Column::Id, old).await?;
    let stuck = wallet_claim::Column::AskedAt.lt(now - rules::LINK);
    let claims = prune::<wallet_claim::Entity>(&app.db, wallet_claim::Column::Id, stuck).await?;
    Ok(links.and(claims))
}
