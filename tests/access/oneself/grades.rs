//! Grades: typed, by a file, after an appeal, of a product, opened again.

use super::{Trials, done, person_of, says_no};
use crate::assessment::book::{downloaded, sent};
use crate::assessment::products::{LINK, asked, last, own};
use crate::assessment::{nota, usual_plan};
use crate::support::class::{Class, pairs};
use crate::support::exams::tenths;
use crate::support::world::World;

pub async fn typed(trials: &mut Trials) {
    let world = World::new("oneself grades").await;
    let class = Class::running(&world, 3, &[-1]).await;
    let [_, post, product] = usual_plan(&class).await[..] else { panic!("three") };
    let me = &class.coordinator;
    me.is_also(person_of(&world, class.people[0]).await.0).await;
    let cells =
        [(nota(&class, post, 0), "5,0".to_owned()), (nota(&class, post, 1), "4,0".to_owned())];
    let page = me.submit(&class.grades(), &pairs(&cells)).await.expect(200);
    page.expect_text("Se guardó 1 nota.").expect_text("Nadie escribe su propia nota");
    let (mine, other) = (tenths(&class, post, 0).await, tenths(&class, post, 1).await);
    trials.tried("/cohortes/<cohort>/notas", mine.is_none(), other == Some(40));

    let mut book = downloaded(me, &class).await;
    book[1][6] = "5".into();
    book[2][6] = "4.7".into();
    let check = sent(me, &class, &book).await;
    me.get(&check).await.expect(200).expect_text("Nadie escribe su propia nota");
    me.post(&check, &[]).await.expect(303);
    let (mine, other) = (tenths(&class, product, 0).await, tenths(&class, product, 1).await);
    trials.tried("/notas/<book>", mine.is_none(), other == Some(47));

    let given = [(nota(&class, post, 0), "2,0".to_owned())];
    class.facilitator.post(&class.grades(), &pairs(&given)).await.expect(303);
    let path = format!("/actividades/{post}/mi-nota");
    let why = [("texto", "La pregunta 3 admite otra respuesta")];
    let mine = me.post(&path, &why).await.expect(303).location.unwrap();
    let theirs = class.learner(1).await.post(&path, &why).await.expect(303).location.unwrap();
    let answer = [("accion", "cambiar"), ("nota", "4,5"), ("respuesta", "Vale")];
    let refused =
        says_no(&me.post(&mine, &answer).await) && tenths(&class, post, 0).await == Some(20);
    let served =
        done(&me.post(&theirs, &answer).await) && tenths(&class, post, 1).await == Some(45);
    trials.tried("/reclamos/<appeal>", refused, served);
    world.finish().await;
}

pub async fn products(trials: &mut Trials) {
    let world = World::new("oneself products").await;
    let (class, product) = asked(&world, 2, &[("calificadores", "2")]).await;
    let me = &class.coordinator;
    me.is_also(person_of(&world, class.people[0]).await.0).await;
    me.send_parts(&own(&class, 0, product), &LINK, None).await.expect(303);
    let mine = format!("/entregas/{}", last(&world).await.id);
    class.learner(1).await.send_parts(&own(&class, 1, product), &LINK, None).await.expect(303);
    let theirs = format!("/entregas/{}", last(&world).await.id);
    let best = [("accion", "calificar"), ("nivel[0]", "0"), ("nivel[1]", "0")];
    let worst = [("accion", "calificar"), ("nivel[0]", "2"), ("nivel[1]", "2")];
    for entry in [&mine, &theirs] {
        class.facilitator.post(entry, &best).await.expect(303);
    }
    let refused = says_no(&me.post(&mine, &worst).await);
    trials.tried("/entregas/<submission>", refused, done(&me.post(&theirs, &worst).await));
    // Another grader disagrees about mine too: it waits for the coordination, which is not me.
    world.as_administrator().await.post(&mine, &worst).await.expect(303);
    let decided = [("nota", "4,0"), ("motivo", "Se leyó de nuevo con ambos")];
    let refused = says_no(&me.post(&format!("{mine}/decision"), &decided).await);
    let served = done(&me.post(&format!("{theirs}/decision"), &decided).await);
    trials.tried("/entregas/<submission>/decision", refused, served);
    world.finish().await;
}

pub async fn reopening(trials: &mut Trials) {
    let world = World::new("oneself reopening").await;
    let mine = Class::running(&world, 1, &[-1]).await;
    let theirs = Class::named(&world, "dos", 1, &[-1]).await;
    for class in [&mine, &theirs] {
        usual_plan(class).await;
        class.mark(0, &[(0, "presente")]).await;
        class.close().await;
    }
    let me = world.as_coordinator("MET").await;
    me.is_also(person_of(&world, mine.people[0]).await.0).await;
    let path = |class: &Class<'_>| format!("{}/reapertura", class.grades());
    let asked = [("motivo", "Se calificó con otra rúbrica"), ("dias", "3")];
    let refused = says_no(&me.post(&path(&mine), &asked).await);
    let served = done(&me.post(&path(&theirs), &asked).await);
    trials.tried("/cohortes/<cohort>/notas/reapertura", refused, served);
    world.as_administrator().await.post(&path(&mine), &asked).await.expect(303);
    let close = async |class: &Class<'_>| {
        me.submit(&format!("{}/cierre", path(class)), &[]).await.expect(200).words()
    };
    let refused = close(&mine).await.contains("Usted participa en esta cohorte");
    let served = close(&theirs).await.contains("Las notas quedaron cerradas");
    trials.tried("/cohortes/<cohort>/notas/reapertura/cierre", refused, served);
    // The attendance of a closed cohort alike.
    let path = |class: &Class<'_>| format!("{}/reapertura", class.grid());
    let asked = [("motivo", "Faltó una firma"), ("dias", "3")];
    let refused = says_no(&me.post(&path(&mine), &asked).await);
    let served = done(&me.post(&path(&theirs), &asked).await);
    trials.tried("/cohortes/<cohort>/asistencia/reapertura", refused, served);
    world.as_administrator().await.post(&path(&mine), &asked).await.expect(303);
    let close = async |class: &Class<'_>| {
        me.submit(&format!("{}/cierre", path(class)), &[]).await.expect(200).words()
    };
    let refused = close(&mine).await.contains("Usted participa en esta cohorte");
    let served = close(&theirs).await.contains("La asistencia quedó cerrada");
    trials.tried("/cohortes/<cohort>/asistencia/reapertura/cierre", refused, served);
    world.finish().await;
}
