//! Which sums somebody can work out who adds and subtracts what pages tell.

use std::collections::BTreeSet;

/// The fewest people that a page may tell of.
const LEAST: i64 = 5;

/// Equations about unknown sums: each says which of the unknowns, together, a page tells.
#[derive(Default)]
pub struct Equations {
    pub rows: BTreeSet<BTreeSet<usize>>,
    /// What the same pages would have told without a rule.
    pub naive: BTreeSet<BTreeSet<usize>>,
    pub read: usize,
}

impl Equations {
    /// Reads a figure: how many people it says that it is of. It is the sum of all unknowns that it is
    /// about, or of those that may be told; anything else nobody can explain.
    #[track_caller]
    pub fn read(&mut self, about: BTreeSet<usize>, sizes: &[i64], n: Option<i64>, what: &str) {
        let size = |set: &BTreeSet<usize>| set.iter().map(|one| sizes[*one]).sum::<i64>();
        let told: BTreeSet<usize> =
            about.iter().copied().filter(|one| sizes[*one] >= LEAST).collect();
        self.read += 1;
        match n {
            None => assert!(told.is_empty(), "{what} hides what may be told"),
            Some(n) if n == size(&about) => {
                self.rows.insert(about.clone());
            }
            Some(n) => {
                assert_eq!(n, size(&told), "{what} tells of {about:?} of {sizes:?}");
                self.rows.insert(told);
            }
        }
        self.naive.insert(about);
    }

    /// How many groups of one to four people the equations give away.
    pub fn recovered(rows: &BTreeSet<BTreeSet<usize>>, sizes: &[i64]) -> usize {
        let row = |set: &BTreeSet<usize>| -> Vec<i128> {
            (0..sizes.len()).map(|one| i128::from(set.contains(&one))).collect()
        };
        let known: Vec<Vec<i128>> = rows.iter().map(row).collect();
        let rank_known = rank(known.clone());
        (1..1_u32 << sizes.len())
            .map(|chosen| (0..sizes.len()).filter(|one| chosen & (1 << one) != 0).collect())
            .filter(|group: &BTreeSet<usize>| {
                let people: i64 = group.iter().map(|one| sizes[*one]).sum();
                (1..LEAST).contains(&people)
            })
            .filter(|group| {
                let mut all = known.clone();
                all.push(row(group));
                rank(all) == rank_known
            })
            .count()
    }
}

fn gcd(one: i128, other: i128) -> i128 {
    if other == 0 { one.abs() } else { gcd(other, one % other) }
}

/// The rank of a matrix of whole numbers, by elimination without fractions.
fn rank(mut rows: Vec<Vec<i128>>) -> usize {
    let columns = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..columns {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(rank, pivot);
        let (head, below) = rows.split_at_mut(rank + 1);
        let head = &head[rank];
        for row in below.iter_mut().filter(|row| row[column] != 0) {
            let (times, less) = (head[column], row[column]);
            for (cell, of) in row.iter_mut().zip(head) {
                *cell = *cell * times - of * less;
            }
            let common = row.iter().fold(0, |common, cell| gcd(common, *cell)).max(1);
            row.iter_mut().for_each(|cell| *cell /= common);
        }
        rank += 1;
    }
    rank
}

#[test]
fn the_solver_finds_what_a_difference_tells_and_nothing_else() {
    let sets = |rows: &[&[usize]]| rows.iter().map(|row| row.iter().copied().collect()).collect();
    let sizes = [9, 4, 3, 5];
    assert_eq!(Equations::recovered(&sets(&[&[0, 1], &[0]]), &sizes), 1);
    assert_eq!(Equations::recovered(&sets(&[&[0, 1, 2], &[0, 3], &[3]]), &sizes), 0);
    assert_eq!(Equations::recovered(&sets(&[&[0, 1, 2], &[0, 2], &[1, 2], &[0, 3]]), &sizes), 2);
    assert_eq!(Equations::recovered(&sets(&[]), &sizes), 0);
}
