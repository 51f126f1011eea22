//! The types of JSON values.

/// The JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonType {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl JsonType {
    /// Returns the type of a valid JSON value, which its first byte determines.
    pub(crate) fn of(text: &[u8]) -> Self {
        match text.first() {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'"') => Self::String,
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Object,
            _ => Self::Number,
        }
    }

    /// Returns the name of the type with its article, such as "an object".
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }

    /// Returns the name of the type without an article, such as "object".
    pub(crate) fn noun(self) -> &'static str {
        let name = self.as_str();
        name.strip_prefix("an ").or(name.strip_prefix("a ")).unwrap_or(name)
    }
}
