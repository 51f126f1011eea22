//! Work on several threads, reported in order.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Fills a `T` by `give` as often as that returns true, does `work` on each on one of `jobs` threads, and hands each to
/// `take` in the order in which they were given. There are few of them, which are used again and again.
///
/// Work whose result grows large hands over what it has by the [`Turn`] that it gets, and then goes on with an empty one:
/// so no more is held than that, however much there is to say of a piece.
///
/// # Errors
///
/// The first of `take`; or else the first of `give`, after all that was given before is taken.
pub fn in_order<T: Default + Send, E: Send>(
    jobs: usize,
    give: impl FnMut(&mut T) -> Result<bool, E> + Send,
    work: impl Fn(&mut T, Turn<'_, T>) + Sync,
    take: impl FnMut(&mut T) -> Result<(), E> + Send,
) -> Result<(), E> {
    let source = Mutex::new(Source { give, given: 0, end: None });
    let sink = Mutex::new(Sink { take, taken: 0, early: BTreeMap::new(), spare: Vec::new(), end: None });
    let turn = Condvar::new();
    let job = || {
        let _stop = OnPanic(|| {
            lock(&sink).end.get_or_insert(Ok(()));
            turn.notify_all();
        });
        let wait_while = |condition: &dyn Fn(&Sink<_, T, E>) -> bool| {
            let is_early = |sink: &mut Sink<_, T, E>| sink.end.is_none() && condition(sink);
            turn.wait_while(lock(&sink), is_early).unwrap_or_else(PoisonError::into_inner)
        };
        let mut piece = T::default();
        loop {
            let Some(place) = lock(&source).next(&mut piece) else { break };
            work(&mut piece, &mut |piece| {
                let goes_on = wait_while(&|sink| sink.taken < place).take(piece);
                if !goes_on {
                    turn.notify_all();
                }
                goes_on
            });
            let mut sink = wait_while(&|sink| place > sink.taken + jobs);
            if sink.end.is_some() {
                break;
            }
            piece = sink.put(place, piece);
            turn.notify_all();
        }
    };
    thread::scope(|scope| {
        for _ in 1..jobs {
            // Where the system gives no more threads, there are fewer.
            let _ = thread::Builder::new().spawn_scoped(scope, job);
        }
        job();
    });
    let taken = lock(&sink).end.take();
    taken.or_else(|| lock(&source).end.take()).unwrap_or(Ok(()))
}

/// Waits until everything before a piece is taken, then has the piece taken as it is so far; returns whether there is any
/// use in going on.
pub type Turn<'a, T> = &'a mut dyn FnMut(&mut T) -> bool;

/// Where pieces come from.
struct Source<G, E> {
    give: G,
    given: usize,
    end: Option<Result<(), E>>,
}

impl<G, E> Source<G, E> {
    /// Fills a piece and tells its place in the order.
    fn next<T>(&mut self, piece: &mut T) -> Option<usize>
    where
        G: FnMut(&mut T) -> Result<bool, E>,
    {
        if self.end.is_none() {
            match (self.give)(piece) {
                Ok(true) => self.given += 1,
                Ok(false) => self.end = Some(Ok(())),
                Err(error) => self.end = Some(Err(error)),
            }
        }
        self.end.is_none().then(|| self.given - 1)
    }
}

/// Where pieces go.
struct Sink<K, T, E> {
    take: K,
    taken: usize,
    /// Those that are done before their turn.
    early: BTreeMap<usize, T>,
    spare: Vec<T>,
    end: Option<Result<(), E>>,
}

impl<K: FnMut(&mut T) -> Result<(), E>, T: Default, E> Sink<K, T, E> {
    /// Takes a piece, the turn of which it is; returns false where there is no use in going on.
    fn take(&mut self, piece: &mut T) -> bool {
        if self.end.is_none()
            && let Err(error) = (self.take)(piece)
        {
            self.end = Some(Err(error));
        }
        self.end.is_none()
    }

    /// Takes a piece that is done, now or when it is its turn; gives one that is free.
    fn put(&mut self, place: usize, piece: T) -> T {
        self.early.insert(place, piece);
        while let Some(mut next) = self.early.remove(&self.taken) {
            self.taken += 1;
            if !self.take(&mut next) {
                break;
            }
            self.spare.push(next);
        }
        self.spare.pop().unwrap_or_default()
    }
}

/// Does something when its thread panics, so that the others do not wait for it.
struct OnPanic<F: Fn()>(F);

impl<F: Fn()> Drop for OnPanic<F> {
    fn drop(&mut self) {
        if thread::panicking() {
            (self.0)();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{Turn, in_order};

    /// A piece that says more than is held is taken bit by bit, and nothing comes in between.
    #[test]
    fn large_pieces_are_taken_in_parts() {
        for jobs in 1..=5 {
            let (mut next, mut taken) = (0, Vec::new());
            let give = |piece: &mut (usize, Vec<usize>)| {
                *piece = (next, Vec::new());
                next += 1;
                Ok::<_, ()>(piece.0 < 40)
            };
            let work = |piece: &mut (usize, Vec<usize>), turn: Turn<'_, (usize, Vec<usize>)>| {
                for part in 0..100 {
                    piece.1.push(100 * piece.0 + part);
                    if piece.1.len() >= 7 {
                        assert!(turn(piece));
                        assert!(piece.1.is_empty());
                    }
                }
            };
            let take = |piece: &mut (usize, Vec<usize>)| {
                assert!(piece.1.len() <= 7);
                taken.append(&mut piece.1);
                Ok(())
            };
            in_order(jobs, give, work, take).unwrap();
            assert_eq!(taken, (0..4000).collect::<Vec<_>>(), "{jobs} jobs");
        }
    }

    /// Where taking a part of a piece fails, the rest of it is of no use.
    #[test]
    fn an_error_in_the_middle_of_a_piece_ends_it() {
        for jobs in 1..=5 {
            let work = |(): &mut (), turn: Turn<'_, ()>| while turn(&mut ()) {};
            let mut taken = 0;
            let take = |(): &mut ()| {
                taken += 1;
                if taken == 20 { Err("taken") } else { Ok(()) }
            };
            let done = in_order(jobs, |(): &mut ()| Ok(true), work, take);
            assert_eq!((done, taken), (Err("taken"), 20), "{jobs} jobs");
        }
    }

    /// Whatever the number of threads, and however long each piece takes.
    #[test]
    fn pieces_keep_their_order() {
        for jobs in 1..=5 {
            let (mut next, mut taken) = (0_u64, Vec::new());
            let give = |piece: &mut u64| {
                (*piece, next) = (next, next + 1);
                Ok::<_, ()>(*piece < 300)
            };
            let work = |piece: &mut u64, _: Turn<'_, u64>| {
                std::thread::sleep(std::time::Duration::from_micros(*piece * 7919 % 150));
                *piece *= 10;
            };
            let take = |piece: &mut u64| {
                taken.push(*piece);
                Ok(())
            };
            in_order(jobs, give, work, take).unwrap();
            assert_eq!(taken, (0..300).map(|piece| piece * 10).collect::<Vec<_>>(), "{jobs} jobs");
        }
    }

    /// What was given before an error is taken; after an error of taking nothing is.
    #[test]
    fn errors_end_it() {
        for jobs in 1..=5 {
            let (mut next, mut taken) = (0, 0);
            let give = |(): &mut ()| {
                next += 1;
                if next > 50 { Err("given") } else { Ok(true) }
            };
            let done = in_order(
                jobs,
                give,
                |(), _| (),
                |()| {
                    taken += 1;
                    Ok(())
                },
            );
            assert_eq!((done, taken), (Err("given"), 50), "{jobs} jobs");
            let mut taken = 0;
            let done = in_order(
                jobs,
                |(): &mut ()| Ok(true),
                |(), _| (),
                |()| {
                    taken += 1;
                    if taken == 20 { Err("taken") } else { Ok(()) }
                },
            );
            assert_eq!((done, taken), (Err("taken"), 20), "{jobs} jobs");
        }
    }

    #[test]
    fn a_panic_ends_it() {
        let panics = std::panic::catch_unwind(|| {
            let work = |(): &mut (), _: Turn<'_, ()>| {
                assert!(std::thread::current().name().is_some(), "on another thread");
            };
            in_order(3, |(): &mut ()| Ok::<_, ()>(true), work, |()| Ok(()))
        });
        assert!(panics.is_err());
    }
}
