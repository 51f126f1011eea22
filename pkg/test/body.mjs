// A valid body of a create request.

export const BODY = {
  failedTasksCount: 0,
  processingStatus: "completed",
  scheduledDateTime: "2026-03-01T06:00:00Z",
  totalTasksCount: 4,
  totalUnprocessedTasksCount: 0,
  workflowExecutionType: "scheduled",
  workflowVersion: 2,
};
