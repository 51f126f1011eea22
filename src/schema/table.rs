//! The table of each [`EntityKind`].

use super::types::EntityType;
use super::user_processing_result::USER_PROCESSING_RESULT;
use crate::options::EntityKind;

impl EntityKind {
    /// Returns the table of the entity type.
    ///
    /// ```
    /// use user_processing_result::EntityKind;
    ///
    /// let table = EntityKind::UserProcessingResult.table();
    /// assert_eq!(table.short_name(), "userProcessingResult");
    /// ```
    #[must_use]
    pub const fn table(self) -> &'static EntityType {
        match self {
            Self::UserProcessingResult => &USER_PROCESSING_RESULT,
        }
    }
}
