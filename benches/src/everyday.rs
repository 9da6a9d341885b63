//! The pages that people wait for in an ordinary programme, and the changes that they make.

use crate::bench::{Against, Bench, guarded};
use crate::client::Shot;
use crate::load;
use crate::page;
use crate::table::Aim;

const ROLL_CALL: &str = "roll-call of 40";
const ENROLMENT: &str = "enrolment";

impl Bench<'_> {
    /// Measures pages and files.
    pub async fn pages(&mut self) {
        let programme = self.programme;
        let coordinator = Some(programme.coordinator.as_str());
        let all: Vec<_> = programme.closed.iter().chain(&programme.running).collect();
        self.again(
            "cohort page",
            all.iter().map(|id| Shot::get(format!("/cohortes/{id}"), coordinator)).collect(),
            |_, _| Vec::new(),
        )
        .await;
        self.again(
            "attendance report of 40",
            all.iter()
                .map(|id| Shot::get(format!("/cohortes/{id}/asistencia"), coordinator))
                .collect(),
            |measured, _| {
                vec![
                    Aim::at_most("ms", 2.2, measured.alone.median),
                    Aim::at_least("/s", 780.0, measured.per_second),
                ]
            },
        )
        .await;
        let large = format!("/cohortes/{}/asistencia", programme.large);
        self.again(
            "attendance report of 1,000",
            vec![Shot::get(large.as_str(), coordinator)],
            |measured, _| vec![Aim::at_most("ms", 27.0, measured.alone.median)],
        )
        .await;
        self.again(
            "XLSX of 1,000 × 20",
            vec![Shot::get(format!("{large}/xlsx"), coordinator)],
            |measured, _| vec![Aim::at_most("ms", 100.0, measured.alone.median)],
        )
        .await;
        let gobernacion = Some(programme.gobernacion.as_str());
        for (name, path) in [
            ("department report", "/informes/departamentos/95"),
            ("department XLSX", "/informes/departamentos/95/xlsx"),
        ] {
            let shot = Shot::get(path, gobernacion);
            self.again(name, vec![shot], |_, _| Vec::new()).await;
        }
    }

    /// Measures changes, each beside one commit.
    pub async fn changes(&mut self) {
        let programme = self.programme;
        let form = |mail: &String| {
            let (mail, password) = (page::escape(mail), page::escape(load::PASSWORD));
            format!("destino=%2Fcontrasena&correo={mail}&contrasena={password}")
        };
        let mails = programme.mails.iter().cycle().take(400);
        self.once(
            "sign-in",
            Against::Commit,
            mails.map(|mail| Shot::post("/ingresar", None, form(mail))).collect(),
            |_, _| Vec::new(),
        )
        .await;
        let coordinator = Some(programme.coordinator.as_str());
        let rolls: Vec<_> = programme
            .roll_calls
            .iter()
            .map(|id| (format!("/sesiones/{id}/asistencia"), coordinator))
            .collect();
        if let Some(shots) = self.filled(ROLL_CALL, rolls).await {
            self.once(ROLL_CALL, Against::Commit, shots, |measured, commit| {
                vec![Aim::at_most("ms over a commit", 8.0, measured.alone.median - commit.median)]
            })
            .await;
        }
        let newcomers: Vec<_> = programme
            .newcomers
            .iter()
            .map(|secret| {
                (format!("/oferta/{}/inscripcion", programme.open), Some(secret.as_str()))
            })
            .collect();
        if let Some(shots) = self.filled(ENROLMENT, newcomers).await {
            self.once(ENROLMENT, Against::Commit, shots, |measured, commit| {
                vec![Aim::at_most("ms over a commit", 6.0, measured.alone.median - commit.median)]
            })
            .await;
        }
    }

    /// Fills in the forms of a line, when it is to be measured.
    async fn filled(
        &mut self,
        name: &str,
        pages: Vec<(String, Option<&str>)>,
    ) -> Option<Vec<Shot>> {
        if !self.wants(name) {
            return None;
        }
        let shots = guarded(name, self.forms(pages)).await;
        self.unless_broken(shots)
    }
}
