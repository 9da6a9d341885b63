//! Chance that can be told again.

pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }

    pub fn up_to(&mut self, most: i64) -> i64 {
        i64::try_from(self.roll(u64::try_from(most).unwrap() + 1)).unwrap()
    }

    pub fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}

pub fn near(ours: f64, theirs: f64, within: f64) -> bool {
    (ours - theirs).abs() <= within * ours.abs().max(theirs.abs()).max(1.0)
}
