//! P34: two roles never make a third. One account holds a role in one unit and another role in
//! another; what it gets of the rows of the second unit is what one of the two roles gives alone.

use std::collections::{BTreeSet, HashMap};

use formacion::assembly::cards;
use formacion::cohorts::entity::cohort::CohortId;
use formacion::cohorts::entity::session;
use formacion::people::entity::person;
use formacion::people::rules::full_name;
use formacion::platform::clock::Clock;
use formacion::platform::registry::{Audience, Card};
use formacion::sign_in::actor::{AccountId, Role};
use formacion::sign_in::entity::{account, role_grant};
use formacion::territory::entity::entity;
use rocket::http::Method;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::lands::Land;
use crate::support::figures::figure;
use crate::support::world::{Answered, World};

const ROLES: [Role; 6] = [
    Role::Coordinator,
    Role::Director,
    Role::Facilitator,
    Role::Gobernacion,
    Role::FocalPoint,
    Role::Participant,
];

/// Where a role holds: a unit with its department, a municipality and a cohort there.
struct Ground {
    unit: &'static str,
    department: &'static str,
    municipality: &'static str,
    land: Land,
}

impl Ground {
    async fn of(
        world: &World,
        unit: &'static str,
        department: &'static str,
        municipality: &'static str,
    ) -> Self {
        let land = Land::of_unit(world.app.db.read(), unit, department, municipality).await;
        Self { unit, department, municipality, land }
    }
}

/// A role and where it holds.
type Held<'g> = (Role, &'g Ground);

/// The account of the test, whose roles change from question to question.
struct Somebody<'w> {
    world: &'w World,
    account: AccountId,
    /// The sessions that the demo's facilitators hold, as they were.
    taught: HashMap<session::SessionId, Option<AccountId>>,
}

impl Somebody<'_> {
    async fn becomes(&self, roles: &[Held<'_>]) {
        let db = self.world.app.db.writer();
        role_grant::Entity::delete_many()
            .filter(role_grant::Column::AccountId.eq(self.account))
            .exec(db)
            .await
            .unwrap();
        self.gives_lessons_back().await;
        let mut person = None;
        for (role, ground) in roles {
            let entity = entity::Entity::find()
                .filter(entity::Column::MunicipalityCode.eq(ground.municipality))
                .order_by_asc(entity::Column::Id)
                .one(db)
                .await
                .unwrap()
                .expect("the demo has an entity there");
            let grant = role_grant::ActiveModel {
                account_id: Set(self.account),
                role: Set(*role),
                unit_code: Set(matches!(role, Role::Coordinator | Role::Director)
                    .then(|| ground.unit.to_owned())),
                department_code: Set(
                    (*role == Role::Gobernacion).then(|| ground.department.to_owned())
                ),
                entity_id: Set((*role == Role::FocalPoint).then_some(entity.id.0)),
                created_at: Set(Clock::machine().now()),
                ..Default::default()
            };
            grant.insert(db).await.unwrap();
            match role {
                Role::Facilitator => self.teaches(ground).await,
                Role::Participant => person = ground.land.value("person").parse::<i64>().ok(),
                _ => {}
            }
        }
        // Whose account it was before does not matter here: nobody else asks.
        if let Some(person) = person {
            account::Entity::update_many()
                .col_expr(account::Column::PersonId, Expr::value(Option::<i64>::None))
                .filter(account::Column::PersonId.eq(person))
                .exec(db)
                .await
                .unwrap();
        }
        let row = account::ActiveModel {
            id: Set(self.account),
            person_id: Set(person),
            ..Default::default()
        };
        row.update(db).await.unwrap();
    }

    async fn teaches(&self, ground: &Ground) {
        let cohort: CohortId = ground.land.value("cohort").parse().unwrap();
        session::Entity::update_many()
            .col_expr(session::Column::FacilitatorAccountId, Expr::value(self.account))
            .filter(session::Column::CohortId.eq(cohort))
            .exec(self.world.app.db.writer())
            .await
            .unwrap();
    }

    async fn gives_lessons_back(&self) {
        let db = self.world.app.db.writer();
        let held = session::Entity::find()
            .filter(session::Column::FacilitatorAccountId.eq(self.account))
            .all(db)
            .await
            .unwrap();
        for session in held {
            let before = self.taught.get(&session.id).copied().flatten();
            let mut row: session::ActiveModel = session.into();
            row.facilitator_account_id = Set(before);
            row.update(db).await.unwrap();
        }
    }

    /// What each address answers about the ground.
    async fn asks(&self, asked: &[&Card], ground: &Ground) -> Vec<Answered> {
        let character = self.world.as_account(MAIL).await;
        let mut answers = Vec::new();
        for card in asked {
            let address = ground.land.address(card.path);
            answers.push(match card.method {
                Method::Get => character.get(&address).await,
                _ => character.post(&address, &[]).await,
            });
        }
        answers
    }
}

const MAIL: &str = "dos.roles@prueba.example";

fn is_refused(answer: &Answered) -> bool {
    matches!(answer.status, 401 | 403 | 404)
}

/// The pieces of text of a page, in its tags and between them.
fn pieces(answer: &Answered) -> BTreeSet<String> {
    if !answer.header("Content-Type").is_some_and(|kind| kind.starts_with("text/html")) {
        return BTreeSet::new();
    }
    let body = answer.body_without_request_id();
    body.split(['<', '>']).map(|piece| piece.trim().to_owned()).collect()
}

/// What of a text is of a person: a mail, a number as long as a document's, a name.
struct Personal {
    surnames: Vec<String>,
}

impl Personal {
    async fn of(world: &World) -> Self {
        let people = person::Entity::find().all(world.app.db.read()).await.unwrap();
        Self { surnames: people.iter().map(full_name).collect() }
    }

    fn is_in(&self, piece: &str) -> bool {
        let numbers = piece.replace('.', "");
        let long = numbers
            .split(|character: char| !character.is_ascii_digit())
            .any(|digits| digits.len() >= 7);
        long || piece.contains('@') || self.surnames.iter().any(|name| piece.contains(name))
    }
}

/// Answers to a pair that neither of the two roles gives alone, in words.
fn more(
    asked: &[&Card],
    personal: &Personal,
    pair: &[Answered],
    alone: [&[Answered]; 2],
) -> Vec<String> {
    let mut found = Vec::new();
    for (index, card) in asked.iter().enumerate() {
        let (both, one, other) = (&pair[index], &alone[0][index], &alone[1][index]);
        if is_refused(one) && is_refused(other) && !is_refused(both) {
            found.push(format!("{} {}: {}", card.method, card.path, both.status));
        }
        let known: BTreeSet<String> = pieces(one).union(&pieces(other)).cloned().collect();
        let new = pieces(both);
        let told = new.difference(&known).filter(|piece| personal.is_in(piece)).count();
        if told > 0 {
            found.push(format!("{} {}: {told} pieces of people", card.method, card.path));
        }
    }
    found
}

#[rocket::async_test]
async fn two_roles_in_different_units_give_nothing_that_neither_gives_alone() {
    let world = World::demo("pairs of roles").await;
    let near = Ground::of(&world, "MET", "50", "50325").await;
    let far = Ground::of(&world, "HUI", "18", "18592").await;
    let db = world.app.db.read();
    let sessions = session::Entity::find().all(db).await.unwrap();
    let account = account::ActiveModel {
        email: Set(MAIL.to_owned()),
        display_name: Set("Dos Roles".to_owned()),
        search_name: Set("dos roles".to_owned()),
        is_active: Set(true),
        created_at: Set(world.app.clock.now()),
        ..Default::default()
    };
    let account = account.insert(world.app.db.writer()).await.unwrap().id;
    let taught = sessions.iter().map(|one| (one.id, one.facilitator_account_id)).collect();
    let somebody = Somebody { world: &world, account, taught };
    let personal = Personal::of(&world).await;
    let all = cards();
    // Public pages say the same to everybody; files are asked for on the pages that name them.
    let asked: Vec<&Card> = all
        .iter()
        .filter(|card| matches!(card.audience, Audience::Roles(_) | Audience::SignedIn))
        .filter(|card| card.method == Method::Get)
        .collect();
    let mut alone = HashMap::new();
    for role in ROLES {
        for (place, ground) in [("near", &near), ("far", &far)] {
            somebody.becomes(&[(role, ground)]).await;
            alone.insert((role, place), somebody.asks(&asked, &far).await);
        }
    }
    let mut leaks = Vec::new();
    let mut pairs = 0_u32;
    let mut seen_by_control = 0;
    for here in ROLES {
        for there in ROLES.into_iter().filter(|there| *there != here) {
            somebody.becomes(&[(here, &near), (there, &far)]).await;
            let pair = somebody.asks(&asked, &far).await;
            let (one, other) = (&alone[&(here, "near")], &alone[&(there, "far")]);
            for leak in more(&asked, &personal, &pair, [one, other]) {
                leaks.push(format!("{here:?} near and {there:?} far: {leak}"));
            }
            // As if the role of the other unit gave nothing: what it gives must be seen as too much.
            seen_by_control += usize::from(!more(&asked, &personal, &pair, [one, one]).is_empty());
            pairs += 1;
        }
    }
    somebody.becomes(&[]).await;
    let requests = asked.len() * (2 * ROLES.len() + pairs as usize);
    figure(
        "P34",
        leaks.len() as f64,
        "answers",
        leaks.is_empty(),
        &format!(
            "{requests} requests: {} addresses for signed-in people × {pairs} pairs of roles in different units, and each role alone; counting one role for nothing, {seen_by_control} pairs are seen to get more",
            asked.len(),
        ),
    );
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    assert!(seen_by_control >= 16, "the comparison sees what a role gives: {seen_by_control}");
    world.finish().await;
}
