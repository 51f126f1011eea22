//! Work on several threads, whose results are consumed in order.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// A function that waits until all earlier batches are consumed, then passes a batch to `consume` before it is complete.
///
/// Returns `false` if the work is over, so that the rest of the batch is not needed.
pub type FlushBatch<'a, T> = &'a mut dyn FnMut(&mut T) -> bool;

/// Calls `produce` until it returns `false`, calls `process` for each produced batch on one of `jobs` threads, and calls
/// `consume` for each processed batch in the order of production. Batches are reused: there are at most about twice as many
/// as threads.
///
/// If the result of `process` can grow large, `process` calls the [`FlushBatch`] function that it receives, which passes the
/// batch to `consume` in between. This limits the memory for any size of the result.
///
/// If the operating system refuses to start a thread, fewer threads do the work.
///
/// # Errors
///
/// The first error of `consume`; otherwise the first error of `produce`, after all earlier batches are consumed.
pub fn map_ordered<T: Default + Send, E: Send>(
    jobs: usize,
    produce: impl FnMut(&mut T) -> Result<bool, E> + Send,
    process: impl Fn(&mut T, FlushBatch<'_, T>) + Sync,
    consume: impl FnMut(&mut T) -> Result<(), E> + Send,
) -> Result<(), E> {
    let source = Mutex::new(Source { produce, count: 0, end: None });
    let queue = Queue { sink: Mutex::new(Sink::new(consume)), changed: Condvar::new() };
    let job = || run_job(jobs, &source, &process, &queue);
    thread::scope(|scope| {
        for _ in 1..jobs {
            let _ = thread::Builder::new().spawn_scoped(scope, job);
        }
        job();
    });
    let end = lock(&queue.sink).end.take();
    end.or_else(|| lock(&source).end.take()).unwrap_or(Ok(()))
}

/// Processes batches until the source ends or the work is over.
fn run_job<T, E, P, C>(
    jobs: usize,
    source: &Mutex<Source<P, E>>,
    process: &impl Fn(&mut T, FlushBatch<'_, T>),
    queue: &Queue<C, T, E>,
) where
    T: Default,
    P: FnMut(&mut T) -> Result<bool, E>,
    C: FnMut(&mut T) -> Result<(), E>,
{
    // Without it, the other threads would wait forever for the batch of a thread that panicked.
    let _guard = OnPanic(|| queue.stop());
    let mut batch = T::default();
    loop {
        let Some(index) = lock(source).next(&mut batch) else { break };
        process(&mut batch, &mut |batch| queue.flush(index, batch));
        match queue.finish(index, batch, jobs) {
            Some(spare) => batch = spare,
            None => break,
        }
    }
}

/// The producer of batches.
struct Source<P, E> {
    produce: P,
    /// The number of batches produced so far.
    count: usize,
    /// The result of the work, once nothing more is produced.
    end: Option<Result<(), E>>,
}

impl<P, E> Source<P, E> {
    /// Fills a batch and returns its index, or `None` if nothing more is produced.
    fn next<T>(&mut self, batch: &mut T) -> Option<usize>
    where
        P: FnMut(&mut T) -> Result<bool, E>,
    {
        if self.end.is_none() {
            match (self.produce)(batch) {
                Ok(true) => self.count += 1,
                Ok(false) => self.end = Some(Ok(())),
                Err(error) => self.end = Some(Err(error)),
            }
        }
        self.end.is_none().then(|| self.count - 1)
    }
}

/// The consumer of batches, and the signal that its state changed.
struct Queue<C, T, E> {
    sink: Mutex<Sink<C, T, E>>,
    changed: Condvar,
}

impl<C, T: Default, E> Queue<C, T, E>
where
    C: FnMut(&mut T) -> Result<(), E>,
{
    /// Consumes a batch that is not complete, when all earlier batches are consumed. Returns `false` if the work is over.
    fn flush(&self, index: usize, batch: &mut T) -> bool {
        let goes_on = self.wait_while(|sink| sink.count < index).consume(batch);
        if !goes_on {
            self.changed.notify_all();
        }
        goes_on
    }

    /// Consumes a complete batch, or keeps it until all earlier batches are consumed.
    ///
    /// Returns a batch for the next work, or `None` if the work is over. Waits while the batch is too far ahead, so that few
    /// batches are kept.
    fn finish(&self, index: usize, batch: T, max_lead: usize) -> Option<T> {
        let mut sink = self.wait_while(|sink| index > sink.count + max_lead);
        if sink.end.is_some() {
            return None;
        }
        let spare = sink.accept(index, batch);
        self.changed.notify_all();
        Some(spare)
    }

    /// Ends the work on all threads.
    fn stop(&self) {
        lock(&self.sink).end.get_or_insert(Ok(()));
        self.changed.notify_all();
    }

    /// Waits while the condition is true and the work is not over.
    fn wait_while(&self, condition: impl Fn(&Sink<C, T, E>) -> bool) -> MutexGuard<'_, Sink<C, T, E>> {
        let must_wait = |sink: &mut Sink<C, T, E>| sink.end.is_none() && condition(sink);
        self.changed.wait_while(lock(&self.sink), must_wait).unwrap_or_else(PoisonError::into_inner)
    }
}

struct Sink<C, T, E> {
    consume: C,
    /// The number of batches consumed so far, which is the index of the next one.
    count: usize,
    /// Batches that are complete before earlier ones, by index.
    early: BTreeMap<usize, T>,
    /// Consumed batches, to be reused.
    spare: Vec<T>,
    /// The result of the work, once nothing more is consumed.
    end: Option<Result<(), E>>,
}

impl<C: FnMut(&mut T) -> Result<(), E>, T: Default, E> Sink<C, T, E> {
    fn new(consume: C) -> Self {
        Self { consume, count: 0, early: BTreeMap::new(), spare: Vec::new(), end: None }
    }

    /// Consumes the next batch. Returns `false` if the work is over.
    fn consume(&mut self, batch: &mut T) -> bool {
        if self.end.is_none()
            && let Err(error) = (self.consume)(batch)
        {
            self.end = Some(Err(error));
        }
        self.end.is_none()
    }

    /// Consumes a complete batch and the kept ones that follow it, or keeps it. Returns an unused batch.
    fn accept(&mut self, index: usize, batch: T) -> T {
        self.early.insert(index, batch);
        while let Some(mut next) = self.early.remove(&self.count) {
            self.count += 1;
            if !self.consume(&mut next) {
                break;
            }
            self.spare.push(next);
        }
        self.spare.pop().unwrap_or_default()
    }
}

/// A guard that calls a function if its thread panics.
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
    use std::time::Duration;

    use super::{FlushBatch, map_ordered};

    #[test]
    fn flushed_batches_are_consumed_in_order() {
        for jobs in 1..=5 {
            let mut next = 0;
            let mut consumed = Vec::new();
            let produce = |batch: &mut (usize, Vec<usize>)| {
                *batch = (next, Vec::new());
                next += 1;
                Ok::<_, ()>(batch.0 < 40)
            };
            let process = |batch: &mut (usize, Vec<usize>), flush: FlushBatch<'_, (usize, Vec<usize>)>| {
                for part in 0..100 {
                    batch.1.push(100 * batch.0 + part);
                    if batch.1.len() >= 7 {
                        assert!(flush(batch));
                        assert!(batch.1.is_empty());
                    }
                }
            };
            let consume = |batch: &mut (usize, Vec<usize>)| {
                assert!(batch.1.len() <= 7);
                consumed.append(&mut batch.1);
                Ok(())
            };
            map_ordered(jobs, produce, process, consume).unwrap();
            assert_eq!(consumed, (0..4000).collect::<Vec<_>>(), "{jobs} jobs");
        }
    }

    #[test]
    fn batches_are_consumed_in_order_of_production() {
        for jobs in 1..=5 {
            let mut next = 0_u64;
            let mut consumed = Vec::new();
            let produce = |batch: &mut u64| {
                *batch = next;
                next += 1;
                Ok::<_, ()>(*batch < 300)
            };
            let process = |batch: &mut u64, _: FlushBatch<'_, u64>| {
                std::thread::sleep(Duration::from_micros(*batch * 7919 % 150));
                *batch *= 10;
            };
            let consume = |batch: &mut u64| {
                consumed.push(*batch);
                Ok(())
            };
            map_ordered(jobs, produce, process, consume).unwrap();
            assert_eq!(consumed, (0..300).map(|batch| batch * 10).collect::<Vec<_>>(), "{jobs} jobs");
        }
    }

    #[test]
    fn batches_before_a_produce_error_are_consumed() {
        for jobs in 1..=5 {
            let mut produced = 0;
            let mut consumed = 0;
            let produce = |(): &mut ()| {
                produced += 1;
                if produced > 50 { Err("produce") } else { Ok(true) }
            };
            let consume = |(): &mut ()| {
                consumed += 1;
                Ok(())
            };
            let result = map_ordered(jobs, produce, |(), _| (), consume);
            assert_eq!((result, consumed), (Err("produce"), 50), "{jobs} jobs");
        }
    }

    /// Returns a function that fails at its 20th call, and counts the calls.
    fn fail_at_20(count: &mut usize) -> impl FnMut(&mut ()) -> Result<(), &'static str> {
        |(): &mut ()| {
            *count += 1;
            if *count == 20 { Err("consume") } else { Ok(()) }
        }
    }

    #[test]
    fn consume_error_ends_the_work() {
        for jobs in 1..=5 {
            let mut consumed = 0;
            let result = map_ordered(jobs, |(): &mut ()| Ok(true), |(), _| (), fail_at_20(&mut consumed));
            assert_eq!((result, consumed), (Err("consume"), 20), "{jobs} jobs");
        }
    }

    #[test]
    fn consume_error_in_flush_ends_the_batch() {
        for jobs in 1..=5 {
            let mut consumed = 0;
            let process = |(): &mut (), flush: FlushBatch<'_, ()>| while flush(&mut ()) {};
            let result = map_ordered(jobs, |(): &mut ()| Ok(true), process, fail_at_20(&mut consumed));
            assert_eq!((result, consumed), (Err("consume"), 20), "{jobs} jobs");
        }
    }

    #[test]
    fn panic_of_one_thread_ends_all() {
        let result = std::panic::catch_unwind(|| {
            let process = |(): &mut (), _: FlushBatch<'_, ()>| {
                assert!(std::thread::current().name().is_some(), "this thread was spawned");
            };
            map_ordered(3, |(): &mut ()| Ok::<_, ()>(true), process, |()| Ok(()))
        });
        assert!(result.is_err());
    }
}
