//! Values that are right one by one and contradict each other: the one place that knows properties by name.

use crate::contract::Body;
use crate::date_time::exact;
use crate::fault::Fault;
use crate::leaves::{Contradiction, Given, Leaf, Leaves};
use crate::schema::{USER_PROCESSING_RESULT, row_of};

const COMPLETED: usize = row_of("completedDateTime");
const SCHEDULED: usize = row_of("scheduledDateTime");
const STARTED: usize = row_of("startedDateTime");
const STATUS: usize = row_of("processingStatus");
const FAILED: usize = row_of("failedTasksCount");
const TOTAL: usize = row_of("totalTasksCount");
const UNPROCESSED: usize = row_of("totalUnprocessedTasksCount");

/// The contradictions between what is given once and right.
pub(crate) fn check(leaves: &Leaves<'_>, body: Body) -> impl Iterator<Item = Contradiction> {
    let is_started = !matches!(leaves.at(STARTED), Given::Absent | Given::Right(Leaf::Null));
    let before_completed = if is_started { STARTED } else { SCHEDULED };
    [
        negative_count(leaves, FAILED),
        negative_count(leaves, TOTAL),
        negative_count(leaves, UNPROCESSED),
        counts_exceed_total(leaves),
        time_out_of_order(leaves, STARTED, SCHEDULED),
        time_out_of_order(leaves, COMPLETED, before_completed),
        status_mismatch(leaves, body),
    ]
    .into_iter()
    .flatten()
}

fn negative_count(leaves: &Leaves<'_>, row: usize) -> Option<Contradiction> {
    (int32(leaves, row)? < 0).then_some((row, Fault::NegativeCount))
}

fn counts_exceed_total(leaves: &Leaves<'_>) -> Option<Contradiction> {
    let (failed, unprocessed) = (int32(leaves, FAILED)?, int32(leaves, UNPROCESSED)?);
    let total = int32(leaves, TOTAL)?;
    let exceeds = i64::from(failed) + i64::from(unprocessed) > i64::from(total);
    exceeds.then_some((TOTAL, Fault::CountsExceedTotal { failed, unprocessed }))
}

fn time_out_of_order(leaves: &Leaves<'_>, later: usize, earlier: usize) -> Option<Contradiction> {
    let is_before = exact::compare(date_time(leaves, later)?, date_time(leaves, earlier)?).is_lt();
    let earlier = USER_PROCESSING_RESULT.properties[earlier].name;
    is_before.then_some((later, Fault::TimesOutOfOrder { earlier }))
}

fn status_mismatch(leaves: &Leaves<'_>, body: Body) -> Option<Contradiction> {
    let Leaf::Text(status) = leaves.leaf(STATUS)? else { return None };
    let should_be_completed = match &status[..] {
        b"completed" | b"completedWithErrors" | b"canceled" | b"failed" => true,
        b"queued" | b"inProgress" => false,
        _ => return None,
    };
    let is_completed = match leaves.at(COMPLETED) {
        Given::Absent if body == Body::Projection => return None,
        Given::Absent | Given::Right(Leaf::Null) => false,
        Given::Right(_) => true,
        Given::Unfit => return None,
    };
    (should_be_completed != is_completed).then_some((STATUS, Fault::StatusMismatch { is_completed }))
}

fn int32(leaves: &Leaves<'_>, row: usize) -> Option<i32> {
    match leaves.leaf(row)? {
        Leaf::Int32(int32) => Some(*int32),
        _ => None,
    }
}

fn date_time<'a>(leaves: &'a Leaves<'_>, row: usize) -> Option<exact::Read<'a>> {
    match leaves.leaf(row)? {
        Leaf::DateTime(date_time) => Some((date_time, &[])),
        Leaf::LongDateTime(date_time, content) => Some((date_time, content)),
        _ => None,
    }
}
