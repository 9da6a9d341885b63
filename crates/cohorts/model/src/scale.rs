//! The scale on which a cohort grades (R49): from 0 to 5,0 as schools do, or from 0 to 100. Grades
//! are kept in tenths of it, so that nothing is lost to binary fractions; pass marks are decided on
//! 0 to 5,0 with the course, and mean the same share of the other one.

use platform::ids::stored;
use platform::numbers;

#[stored]
#[derive(Default)]
#[words("cohorts.scale_")]
pub enum GradeScale {
    #[default]
    Five,
    Hundred,
}

impl GradeScale {
    /// The highest grade, in tenths.
    pub const fn highest(self) -> i32 {
        match self {
            Self::Five => 50,
            Self::Hundred => 1_000,
        }
    }

    /// Converts tenths of the scale from 0 to 5,0 to this scale. The result is exact, because 100
    /// is twenty times 5.
    pub const fn of_five(self, tenths: i32) -> i32 {
        tenths * (self.highest() / Self::Five.highest())
    }

    /// The highest grade as people write it: «5,0», «100».
    pub fn top(self) -> String {
        match self {
            Self::Five => numbers::tenths(self.highest()),
            Self::Hundred => "100".to_owned(),
        }
    }

    /// The label within a sentence: «entre 0,0 y 5,0».
    pub const fn between(self) -> &'static str {
        match self {
            Self::Five => "entre 0,0 y 5,0",
            Self::Hundred => "entre 0 y 100",
        }
    }

    /// The value a form sends.
    pub const fn form_value(self) -> &'static str {
        match self {
            Self::Five => "cinco",
            Self::Hundred => "cien",
        }
    }

    /// Whether a grade in tenths is on it.
    pub fn has(self, tenths: i32) -> bool {
        (0..=self.highest()).contains(&tenths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_mark_is_the_same_share_on_both_scales() {
        assert_eq!(GradeScale::Hundred.of_five(35), 700);
        assert_eq!(GradeScale::Five.of_five(35), 35);
        for scale in GradeScale::ALL {
            assert_eq!(scale.of_five(50), scale.highest());
            assert!(scale.has(0) && scale.has(scale.highest()));
            assert!(!scale.has(-1) && !scale.has(scale.highest() + 1));
        }
    }

    #[test]
    fn the_highest_grade_is_written_as_people_do() {
        assert_eq!(GradeScale::ALL.map(GradeScale::top), ["5,0", "100"]);
    }
}
