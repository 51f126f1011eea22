//! Values that are right one by one and contradict each other: the one place that knows properties by name.

use crate::contract::Body;
use crate::date_time::DateTime;
use crate::fault::Fault;
use crate::slots::Slots;
use crate::value::Leaf;

const COMPLETED: &str = "completedDateTime";
const SCHEDULED: &str = "scheduledDateTime";
const STARTED: &str = "startedDateTime";
const STATUS: &str = "processingStatus";
const FAILED: &str = "failedTasksCount";
const TOTAL: &str = "totalTasksCount";
const UNPROCESSED: &str = "totalUnprocessedTasksCount";

/// A property and what contradicts it.
pub(crate) type Contradiction = (&'static str, Fault);

/// The contradictions between what is given once and right.
pub(crate) fn check(slots: &Slots<'_>, body: Body) -> impl Iterator<Item = Contradiction> {
    negative_counts(slots)
        .chain(counts_exceed_total(slots))
        .chain(times_out_of_order(slots))
        .chain(status_mismatch(slots, body))
}

fn negative_counts(slots: &Slots<'_>) -> impl Iterator<Item = Contradiction> {
    [FAILED, TOTAL, UNPROCESSED]
        .into_iter()
        .filter(|name| int32(slots, name).is_some_and(|count| count < 0))
        .map(|name| (name, Fault::NegativeCount))
}

fn counts_exceed_total(slots: &Slots<'_>) -> Option<Contradiction> {
    let (failed, unprocessed) = (int32(slots, FAILED)?, int32(slots, UNPROCESSED)?);
    let total = int32(slots, TOTAL)?;
    let exceeds = i64::from(failed) + i64::from(unprocessed) > i64::from(total);
    exceeds.then_some((TOTAL, Fault::CountsExceedTotal { failed, unprocessed }))
}

fn times_out_of_order(slots: &Slots<'_>) -> impl Iterator<Item = Contradiction> {
    let is_started = !matches!(slots.of(STARTED).map(|slot| &slot.leaf), None | Some(Some(Leaf::Null)));
    let before_completed = if is_started { STARTED } else { SCHEDULED };
    [(STARTED, SCHEDULED), (COMPLETED, before_completed)]
        .into_iter()
        .filter(|(later, earlier)| is_before(slots, later, earlier).unwrap_or(false))
        .map(|(later, earlier)| (later, Fault::TimesOutOfOrder { earlier }))
}

fn is_before(slots: &Slots<'_>, later: &'static str, earlier: &'static str) -> Option<bool> {
    Some(date_time(slots, later)?.instant() < date_time(slots, earlier)?.instant())
}

fn status_mismatch(slots: &Slots<'_>, body: Body) -> Option<Contradiction> {
    let Leaf::Text(status) = slots.leaf(STATUS)? else { return None };
    let should_be_completed = match &status[..] {
        b"completed" | b"completedWithErrors" | b"canceled" | b"failed" => true,
        b"queued" | b"inProgress" => false,
        _ => return None,
    };
    let is_completed = match slots.of(COMPLETED).map(|slot| &slot.leaf) {
        None if body == Body::Projection => return None,
        None | Some(Some(Leaf::Null)) => false,
        Some(Some(_)) => true,
        Some(None) => return None,
    };
    (should_be_completed != is_completed).then_some((STATUS, Fault::StatusMismatch { is_completed }))
}

fn int32(slots: &Slots<'_>, name: &'static str) -> Option<i32> {
    match slots.leaf(name)? {
        Leaf::Int32(int32) => Some(*int32),
        _ => None,
    }
}

fn date_time(slots: &Slots<'_>, name: &'static str) -> Option<DateTime> {
    match slots.leaf(name)? {
        Leaf::DateTime(date_time) => Some(*date_time),
        _ => None,
    }
}
