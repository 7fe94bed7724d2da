//! What a run puts out of memory for a while, where its caller has a place for that. The engine itself does no I/O.

use std::{fmt::Debug, io};

use crate::Error;

/// A place outside memory. Called from many threads.
pub trait Scratch: Debug + Send + Sync {
    /// Puts bytes there; gives where they are. An error says in one sentence what is wrong and what to do.
    fn put(&self, bytes: &[u8]) -> io::Result<u64>;
    /// Reads bytes back from where they are.
    fn get(&self, place: u64, bytes: &mut [u8]) -> io::Result<()>;
}

/// Puts lists out of memory, if there is a place; otherwise they stay where they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Aside<'a> {
    scratch: Option<&'a dyn Scratch>,
}

/// A list that was put aside.
#[derive(Debug)]
pub enum Put<T> {
    /// There is no other place than memory.
    Here(Vec<T>),
    /// The places of its pieces of [`PIECE_BYTES`].
    Away {
        /// Numbers in the list.
        len: usize,
        /// Where each piece is.
        pieces: Vec<u64>,
    },
}

/// Bytes that are written and read together.
const PIECE_BYTES: usize = 1 << 20;

impl<'a> Aside<'a> {
    /// In this place.
    pub fn at(scratch: Option<&'a dyn Scratch>) -> Self {
        Self { scratch }
    }

    /// Whether there is a place.
    pub fn is_away(self) -> bool {
        self.scratch.is_some()
    }

    /// Puts a list aside.
    pub fn put<T: Plain>(self, list: Vec<T>) -> Result<Put<T>, Error> {
        let Some(scratch) = self.scratch else {
            return Ok(Put::Here(list));
        };
        let mut bytes = Vec::new();
        let pieces = list.chunks(PIECE_BYTES / size_of::<T>());
        let pieces = pieces.map(|piece| {
            bytes.clear();
            T::write(piece, &mut bytes);
            scratch.put(&bytes).map_err(|error| failed(&error))
        });
        Ok(Put::Away {
            pieces: pieces.collect::<Result<_, _>>()?,
            len: list.len(),
        })
    }

    /// Takes a list back.
    pub fn take<T: Plain>(self, put: Put<T>) -> Result<Vec<T>, Error> {
        match put {
            Put::Here(list) => Ok(list),
            Put::Away { len, .. } => {
                let mut list = Vec::with_capacity(len);
                self.read(&put, |piece| list.extend_from_slice(piece))?;
                Ok(list)
            }
        }
    }

    /// Reads a list that stays aside, in pieces.
    pub fn read<T: Plain>(self, put: &Put<T>, mut with: impl FnMut(&[T])) -> Result<(), Error> {
        let (len, pieces) = match put {
            Put::Here(list) => {
                with(list);
                return Ok(());
            }
            Put::Away { len, pieces } => (*len, pieces),
        };
        let scratch = self.scratch.expect("what is away was put there");
        let (mut bytes, mut piece) = (Vec::new(), Vec::new());
        let mut left = len;
        for &place in pieces {
            let here = left.min(PIECE_BYTES / size_of::<T>());
            left -= here;
            bytes.resize(here * size_of::<T>(), 0);
            scratch.get(place, &mut bytes).map_err(|error| failed(&error))?;
            piece.clear();
            T::read(&bytes, &mut piece);
            with(&piece);
        }
        Ok(())
    }
}

/// The error of a place.
pub fn failed(error: &io::Error) -> Error {
    Error::Scratch {
        reason: error.to_string(),
    }
}

/// Numbers that are written as their bytes, least first.
pub trait Plain: Copy {
    /// Adds the bytes of numbers.
    fn write(numbers: &[Self], bytes: &mut Vec<u8>);
    /// Adds the numbers of bytes.
    fn read(bytes: &[u8], numbers: &mut Vec<Self>);
}

impl Plain for u8 {
    fn write(numbers: &[Self], bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(numbers);
    }

    fn read(bytes: &[u8], numbers: &mut Vec<Self>) {
        numbers.extend_from_slice(bytes);
    }
}

impl Plain for u32 {
    fn write(numbers: &[Self], bytes: &mut Vec<u8>) {
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    fn read(bytes: &[u8], numbers: &mut Vec<Self>) {
        numbers.extend(
            bytes
                .as_chunks()
                .0
                .iter()
                .map(|bytes| Self::from_le_bytes(*bytes)),
        );
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::*;

    /// A place in memory that fails from a given call on.
    #[derive(Debug, Default)]
    pub struct Shelf {
        bytes: Mutex<Vec<u8>>,
        /// Calls that still succeed, if there is a limit.
        left: Mutex<Option<usize>>,
    }

    impl Shelf {
        /// A place that works for so many calls.
        pub fn failing_after(calls: usize) -> Self {
            Self {
                left: Mutex::new(Some(calls)),
                ..Self::default()
            }
        }

        fn count(&self) -> io::Result<()> {
            if let Some(left) = self.left.lock().unwrap().as_mut() {
                *left = left
                    .checked_sub(1)
                    .ok_or_else(|| io::Error::other("the shelf is full"))?;
            }
            Ok(())
        }
    }

    impl Scratch for Shelf {
        fn put(&self, bytes: &[u8]) -> io::Result<u64> {
            self.count()?;
            let mut all = self.bytes.lock().unwrap();
            all.extend_from_slice(bytes);
            Ok((all.len() - bytes.len()) as u64)
        }

        fn get(&self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
            self.count()?;
            bytes.copy_from_slice(&self.bytes.lock().unwrap()[place as usize..][..bytes.len()]);
            Ok(())
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_back_is_what_was_put(list in prop::collection::vec(any::<u32>(), 0..40), times in 1usize..30_000) {
            let list = list.repeat(times);
            let shelf = Shelf::default();
            for aside in [Aside::default(), Aside::at(Some(&shelf))] {
                let bytes: Vec<u8> = list.iter().map(|&number| number as u8).collect();
                let put = (aside.put(list.clone()).unwrap(), aside.put(bytes.clone()).unwrap());
                prop_assert_eq!(aside.take(put.0).unwrap(), list.clone());
                prop_assert_eq!(aside.take(put.1).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn a_place_that_fails_says_why() {
        let shelf = Shelf::failing_after(1);
        let aside = Aside::at(Some(&shelf));
        let put = aside.put(vec![1u32]).unwrap();
        assert_eq!(aside.take(put).unwrap_err().to_string(), "the shelf is full");
    }
}
