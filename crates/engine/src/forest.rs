//! Which of some numbered things are joined: a union-find forest (Galler and Fisher 1964), whose roots are the least of their trees.

/// Things by their numbers, each joined with none at first.
#[derive(Debug)]
pub struct Forest {
    parents: Vec<u32>,
}

impl Forest {
    /// So many things.
    pub fn new(things: usize) -> Self {
        Self {
            parents: (0..things as u32).collect(),
        }
    }

    /// The least of the things that one is joined with, itself included.
    pub fn root(&mut self, mut thing: u32) -> u32 {
        while self.parents[thing as usize] != thing {
            self.parents[thing as usize] = self.parents[self.parents[thing as usize] as usize];
            thing = self.parents[thing as usize];
        }
        thing
    }

    /// Joins two things; says whether they were apart.
    pub fn join(&mut self, one: u32, other: u32) -> bool {
        let (a, b) = (self.root(one), self.root(other));
        self.parents[a.max(b) as usize] = a.min(b);
        a != b
    }
}

#[cfg(test)]
mod tests {
    use super::Forest;

    #[test]
    fn the_least_of_what_is_joined_is_the_root_of_all() {
        let mut forest = Forest::new(6);
        assert!(forest.join(5, 3) && forest.join(1, 3) && forest.join(4, 2));
        assert!(!forest.join(5, 1), "they are joined already");
        let roots: Vec<u32> = (0..6).map(|thing| forest.root(thing)).collect();
        assert_eq!(roots, [0, 1, 2, 1, 2, 1]);
    }
}
