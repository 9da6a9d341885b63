//! What is kept of closed cohorts, whose people are not read one by one: nobody of them moved. Pure.

use certification_model::entity::certificate::Kind;
use cohorts_model::entity::cohort::CohortId;

use super::{ReportCounter, number};
use crate::cohort_totals::entity::cohort_tally_place;
use crate::figures::{CohortRow, CountsApart, MunicipalityRow, Reach};
use crate::queries::ClosedCohortSums;
use crate::rules::AttendanceTally;

impl ReportCounter {
    /// Where a cohort and a municipality stand, if both are in the report.
    fn both_at(&self, cohort: CohortId, municipality: &str) -> Option<(usize, usize)> {
        Some((*self.cohort_at.get(&cohort)?, *self.municipality_at.get(municipality)?))
    }

    /// Adds the stored sums of closed cohorts.
    pub(super) fn add_closed(&mut self, closed: ClosedCohortSums) {
        self.people.extend(closed.people);
        for sums in closed.municipalities {
            let Some((cohort, place)) = self.both_at(sums.cohort_id, &sums.municipality_code)
            else {
                continue;
            };
            self.touches.insert((place, sums.cohort_id));
            add_sums(&mut self.cohorts[cohort].row, &mut self.municipalities[place], &sums);
            for list in [None, Some(place)] {
                let listed = self.lists.entry((cohort, list)).or_default();
                listed.enrolled += number(sums.enrolled);
                listed.attended += number(sums.attended);
                listed.apart.join(&apart_of(&sums));
            }
        }
        for one in closed.certified {
            let Some((cohort, place)) = self.both_at(one.cohort_id, &one.municipality_code) else {
                continue;
            };
            let counting = &mut self.cohorts[cohort];
            let (given, is_attested) = (number(one.people), one.kind == Kind::Constancia);
            for list in [None, Some(place)] {
                let listed = self.lists.entry((cohort, list)).or_default();
                if is_attested {
                    listed.apart.attested += given;
                } else {
                    listed.certified += given;
                }
            }
            if is_attested {
                counting.row.apart.attested += given;
                self.municipalities[place].apart.attested += given;
                continue;
            }
            counting.row.certified += given;
            self.municipalities[place].certified += given;
            *self.certified_for.entry((place, counting.version)).or_default() += given;
        }
    }
}

/// Everybody of a closed cohort has begun.
fn apart_of(sums: &cohort_tally_place::Model) -> CountsApart {
    CountsApart {
        begun: number(sums.enrolled),
        never_attended: number(sums.never_attended),
        attested: 0,
    }
}

/// Adds what is kept of a closed cohort in a municipality.
fn add_sums(
    cohort: &mut CohortRow,
    municipality: &mut MunicipalityRow,
    sums: &cohort_tally_place::Model,
) {
    let tally = AttendanceTally::of_kept((sums.held, sums.came, sums.credited));
    cohort.enrolled += number(sums.enrolled);
    cohort.attended += number(sums.attended);
    cohort.tally.join(&tally);
    cohort.apart.join(&apart_of(sums));
    municipality.apart.join(&apart_of(sums));
    municipality.enrolled += number(sums.enrolled);
    municipality.attended += number(sums.attended);
    municipality.tally.join(&tally);
    municipality.last = municipality.last.max(sums.last_on);
    if sums.attended > 0 {
        municipality.reach = Reach::InPeriod;
    }
}
