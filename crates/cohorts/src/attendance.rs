//! What the sessions of a cohort say together of its attendance. Pure.

/// Returns the key of the sentence that tells what sessions say together, given the whole percentages of
/// those that were held, in their order; `None` where none was.
pub fn finding(shares: &[u32], minimum: u32) -> Option<&'static str> {
    let (first, last) = (*shares.first()?, *shares.last()?);
    let never = |worse: fn(u32, u32) -> bool| !shares.windows(2).any(|two| worse(two[0], two[1]));
    Some(if shares.len() == 1 {
        "cohorts.attendance_first"
    } else if last < first && never(|before, after| after > before) {
        "cohorts.attendance_falls"
    } else if last > first && never(|before, after| after < before) {
        "cohorts.attendance_rises"
    } else if shares.iter().all(|share| *share >= minimum) {
        "cohorts.attendance_holds"
    } else if shares.iter().all(|share| *share < minimum) {
        "cohorts.attendance_below"
    } else {
        "cohorts.attendance_varies"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_tell_together_whether_fewer_people_come() {
        let told = |shares: &[u32]| finding(shares, 80);
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[96]), Some("cohorts.attendance_first"));
        assert_eq!(told(&[96, 89, 82]), Some("cohorts.attendance_falls"));
        assert_eq!(told(&[96, 96, 70]), Some("cohorts.attendance_falls"));
        assert_eq!(told(&[60, 70, 70]), Some("cohorts.attendance_rises"));
        assert_eq!(told(&[90, 85, 90]), Some("cohorts.attendance_holds"));
        assert_eq!(told(&[70, 70]), Some("cohorts.attendance_below"));
        assert_eq!(told(&[90, 70, 85]), Some("cohorts.attendance_varies"));
    }
}
