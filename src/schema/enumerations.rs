//! The enumerations that the properties refer to.

use super::types::{EnumMember, EnumType, SENTINEL, Since};

/// The enumeration `microsoft.graph.identityGovernance.lifecycleWorkflowProcessingStatus`.
pub static PROCESSING_STATUS: EnumType = EnumType {
    name: "microsoft.graph.identityGovernance.lifecycleWorkflowProcessingStatus",
    members: &[
        EnumMember::new("queued", Since::Documented),
        EnumMember::new("inProgress", Since::Documented),
        EnumMember::new("completed", Since::Documented),
        EnumMember::new("completedWithErrors", Since::Documented),
        EnumMember::new("canceled", Since::Documented),
        EnumMember::new("failed", Since::Documented),
        EnumMember::new(SENTINEL, Since::Documented),
        EnumMember::new("canceling", Since::Released("2026-07-03")),
        EnumMember::new("quarantined", Since::Released("2026-06-25")),
    ],
};

/// The enumeration `microsoft.graph.identityGovernance.workflowExecutionType`.
pub static WORKFLOW_EXECUTION_TYPE: EnumType = EnumType {
    name: "microsoft.graph.identityGovernance.workflowExecutionType",
    members: &[
        EnumMember::new("scheduled", Since::Documented),
        EnumMember::new("onDemand", Since::Documented),
        EnumMember::new(SENTINEL, Since::Documented),
        EnumMember::new("activatedWithScope", Since::Released("2025-11-06")),
        EnumMember::new("preview", Since::Released("2026-06-25")),
        EnumMember::new("extensibilityOnDemand", Since::Beta("2026")),
    ],
};
