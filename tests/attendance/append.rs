//! The one place that writes marks, as those who call it need it.

use formacion::attendance::entity::attendance_mark::{self, Method, State};
use formacion::attendance::marks::{Mark, append, hold};
use formacion::attendance::queries::current_marks;
use formacion::cohorts::entity::{cohort, session};
use formacion::sign_in::actor::Author;
use sea_orm::{EntityTrait, QueryOrder};

use crate::support::class::Class;
use crate::support::world::World;

#[rocket::async_test]
async fn marks_of_one_person_in_one_call_correct_one_another_and_begin_the_cohort() {
    let world = World::new("append several").await;
    let class = Class::confirmed(&world, 2, &[0]).await;
    let app = &world.app;
    let by = Author { account: Some(class.facilitator.account()), request: None };
    let said = |person: usize, state, key: &str| Mark {
        key: Some(key.into()),
        device_at: Some(app.clock.now()),
        ..Mark::new(class.people[person], state, Method::Offline)
    };
    let tx = app.db.begin().await.unwrap();
    let mut held = hold(&tx, class.cohort, class.sessions[0]).await.unwrap();
    let marks = vec![
        said(0, State::Absent, "a"),
        said(1, State::Present, "b"),
        said(0, State::Late, "c"),
        Mark { minutes: Some(90), ..said(0, State::Late, "d") },
        Mark { minutes: Some(90), ..said(1, State::Absent, "e") },
    ];
    let ids = append(&tx, app, &by, &mut held, marks).await.unwrap();
    tx.commit().await.unwrap();

    let written: Vec<attendance_mark::Model> = attendance_mark::Entity::find()
        .order_by_asc(attendance_mark::Column::Key)
        .all(app.db.read())
        .await
        .unwrap();
    assert_eq!(written.iter().map(|mark| mark.id).collect::<Vec<_>>(), ids);
    let previous: Vec<_> = written.iter().map(|mark| mark.previous_mark_id).collect();
    assert_eq!(previous, [None, None, Some(ids[0]), Some(ids[2]), Some(ids[1])]);
    assert!(written.iter().all(|mark| mark.reason.is_none()), "nobody wrote one");
    assert_eq!(written[3].minutes, Some(90));
    assert_eq!(written[4].minutes, None, "who was not there has no minutes");
    assert!(written.iter().all(|mark| mark.method == Method::Offline && !mark.after_closing));
    let now = current_marks(app.db.read(), class.sessions[0]).await.unwrap();
    assert_eq!((now[&class.people[0]].mark, now[&class.people[0]].minutes), (ids[3], Some(90)));
    assert_eq!((now[&class.people[1]].mark, now[&class.people[1]].state), (ids[4], State::Absent));
    let (session, cohort) = session::Entity::find_by_id(class.sessions[0])
        .find_also_related(cohort::Entity)
        .one(app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(session.stage, session::Stage::Held);
    assert_eq!(cohort.unwrap().stage, cohort::Stage::Running);
    world.finish().await;
}

#[rocket::async_test]
async fn a_key_is_used_once_and_what_cannot_be_true_is_not_written() {
    let world = World::new("append refused").await;
    let class = Class::running(&world, 1, &[0, 3]).await;
    let app = &world.app;
    let by = Author { account: Some(class.facilitator.account()), request: None };
    let mark = Mark {
        key: Some("one and only".into()),
        ..Mark::new(class.people[0], State::Present, Method::Import)
    };
    let written = async |session: usize, mark: &Mark, by: &Author| {
        let tx = app.db.begin().await.unwrap();
        let mut held = hold(&tx, class.cohort, class.sessions[session]).await.unwrap();
        let done = append(&tx, app, by, &mut held, vec![mark.clone()]).await;
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
        done.is_ok()
    };
    assert!(!written(0, &mark, &Author::system()).await, "nobody's mark");
    assert!(!written(1, &mark, &by).await, "in three days");
    let long = Mark { minutes: Some(241), ..mark.clone() };
    assert!(!written(0, &long, &by).await, "longer than the session");
    assert!(written(0, &mark, &by).await);
    assert!(!written(0, &mark, &by).await, "the key was used");
    let marks = attendance_mark::Entity::find().all(app.db.read()).await.unwrap();
    assert_eq!(marks.len(), 1);
    world.finish().await;
}
