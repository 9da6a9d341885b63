//! Where the person of a row works: municipality, entity, position and kind of post.

use people_model::entity::post::Kind;
use sheets::Row;
use territory_model::commands::NewEntity;
use territory_model::queries::NamedMunicipality;

use super::reader::RowReader;
use crate::forms::entity_kind;
use crate::import::columns::ColumnTarget;
use crate::import::words;

impl RowReader<'_> {
    pub(super) fn municipality(&mut self, row: &Row) -> Option<NamedMunicipality> {
        let Some(typed) = self.optional(row, ColumnTarget::Municipality) else {
            let code = self.choice.defaults.municipality.as_ref();
            let found = self.places.iter().find(|place| Some(&place.code) == code).cloned();
            if found.is_none() {
                let mend = "Escriba uno de los municipios de la cohorte.";
                self.wrong(row, ColumnTarget::Municipality, "Falta el municipio.", mend);
            }
            return found;
        };
        let found = words::place(typed, self.places);
        if found.is_none() {
            let what = format!("«{typed}» no es un municipio de esta cohorte.");
            let names: Vec<String> =
                self.places.iter().take(8).map(NamedMunicipality::full_name).collect();
            let mend = match words::nearest(typed, self.places) {
                Some(place) => format!("¿Quiso decir {}?", place.full_name()),
                None => format!("Escriba uno de los de la cohorte: {}.", names.join(", ")),
            };
            self.wrong(row, ColumnTarget::Municipality, what, &mend);
        }
        found.cloned()
    }

    pub(super) fn entity(
        &mut self,
        row: &Row,
        place: Option<&NamedMunicipality>,
    ) -> Option<NewEntity> {
        let typed = self.optional(row, ColumnTarget::Entity).map(str::to_owned);
        let Some(typed) = typed else {
            if !self.choice.defaults.alcaldia {
                let mend = "Escriba el nombre de la entidad donde trabaja.";
                self.wrong(row, ColumnTarget::Entity, "Falta la entidad.", mend);
                return None;
            }
            return place.map(|place| self.alcaldia(place));
        };
        if typed.chars().count() > 160 {
            let what = "El nombre de la entidad es demasiado largo.";
            self.wrong(row, ColumnTarget::Entity, what, "Use máximo 160 caracteres.");
            return None;
        }
        let place = place?;
        if words::is_alcaldia(&typed, place) {
            return Some(self.alcaldia(place));
        }
        Some(NewEntity {
            kind: entity_kind(&typed).to_owned(),
            name: typed,
            municipality_code: place.code.clone(),
            is_demo: self.is_demo,
        })
    }

    fn alcaldia(&self, place: &NamedMunicipality) -> NewEntity {
        NewEntity {
            kind: "alcaldia".to_owned(),
            name: format!("Alcaldía de {}", place.name),
            municipality_code: place.code.clone(),
            is_demo: self.is_demo,
        }
    }

    pub(super) fn position(&mut self, row: &Row) -> Option<String> {
        let Some(typed) = self.optional(row, ColumnTarget::Position).map(str::to_owned) else {
            let mend = "Escriba el cargo o la función.";
            self.wrong(row, ColumnTarget::Position, "Falta el cargo.", mend);
            return None;
        };
        if typed.chars().count() > 160 {
            self.wrong(
                row,
                ColumnTarget::Position,
                "El cargo es demasiado largo.",
                "Use máximo 160 caracteres.",
            );
            return None;
        }
        Some(typed)
    }

    pub(super) fn kind(&mut self, row: &Row) -> Option<Kind> {
        const MEND: &str = "Escriba, por ejemplo: carrera administrativa, libre nombramiento y remoción, provisional o contratista.";
        let Some(typed) = self.optional(row, ColumnTarget::Kind) else {
            let kind = self.choice.defaults.kind;
            if kind.is_none() {
                self.wrong(row, ColumnTarget::Kind, "Falta el tipo de vinculación.", MEND);
            }
            return kind;
        };
        let kind = words::kind(typed);
        if kind.is_none() {
            let what = format!("No se reconoce el tipo de vinculación «{typed}».");
            self.wrong(row, ColumnTarget::Kind, what, MEND);
        }
        kind
    }

    pub(super) fn nit(&self, row: &Row) -> Option<String> {
        let typed = self.optional(row, ColumnTarget::Nit)?;
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        (9..=10).contains(&digits.len()).then_some(digits)
    }
}
