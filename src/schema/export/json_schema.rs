//! JSON Schema, and the schema object of OpenAPI, which is one.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use super::super::types::{EnumType, Presence, Property, Type};
use super::pattern;
use crate::options::{Contract, ContractKind, DateTimeGrammar, Members, Undeclared};

/// A JSON Schema: it serializes as one, and prints as indented JSON.
///
/// Its members keep the order in which they are to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonSchema {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    dialect: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'static str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    ty: Option<Types>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_only: Option<bool>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    members: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any_of: Option<Vec<Self>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern_properties: Option<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_properties: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<Vec<&'static str>>,
}

/// One JSON type, or one and `null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Types {
    One(&'static str),
    Nullable([&'static str; 2]),
}

/// Schemas by name, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named(Vec<(&'static str, JsonSchema)>);

/// The JSON Schema (draft 2020-12) of what a contract holds documents to.
///
/// It has no references, so that it can stand in another; nor `format`, for the patterns say more and need no plugin.
/// What a schema cannot say is left out: it sees no name that stands twice, takes `1.0` for an integer and knows no
/// warnings, and lets pass every leap second that RFC 3339 has at 23:59 UTC alone. Where `$` matches before a last line
/// end too, as it does in Python, that is let pass.
///
/// ```
/// use user_processing_result::{Contract, schema};
///
/// let schema = serde_json::to_value(schema::json_schema(Contract::RESOURCE))?;
/// assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
/// assert_eq!(schema["properties"]["workflowVersion"]["maximum"], i32::MAX);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[must_use]
pub fn json_schema(contract: Contract) -> JsonSchema {
    let dialect = Some("https://json-schema.org/draft/2020-12/schema");
    JsonSchema { dialect, ..object(contract, false) }
}

/// The schema object (OpenAPI 3.1) of what a contract holds documents to: the [`json_schema`] with formats, from which
/// generators make types.
///
/// ```
/// use user_processing_result::{Contract, schema};
///
/// let components = serde_json::json!({"schemas": {"userProcessingResult": schema::openapi(Contract::CREATE)}});
/// let property = &components["schemas"]["userProcessingResult"]["properties"]["scheduledDateTime"];
/// assert_eq!(property["format"], "date-time");
/// ```
#[must_use]
pub fn openapi(contract: Contract) -> JsonSchema {
    object(contract, true)
}

fn object(contract: Contract, has_formats: bool) -> JsonSchema {
    let ty = contract.entity.table();
    let rows = ty.properties;
    let is_closed = contract.undeclared_level() == Undeclared::Error;
    let properties = rows.iter().map(|row| (row.name, property(row, contract, has_formats))).collect();
    let required = rows.iter().filter(|row| row.is_required(contract.kind)).map(|row| row.name);
    let required: Vec<_> = required.collect();
    let mut annotations = Vec::from([(
        pattern::ODATA_TYPE,
        JsonSchema {
            ty: Some(Types::One("string")),
            pattern: Some(pattern::names_type(ty.name)),
            ..JsonSchema::default()
        },
    )]);
    if is_closed {
        annotations.push(("@", JsonSchema::default()));
    }
    JsonSchema {
        title: Some(ty.short_name()),
        description: Some(match contract.kind {
            ContractKind::Create => "The body of a request that creates one.",
            ContractKind::Resource => "A whole object as the service returns it.",
            ContractKind::Projection => "An object read with $select, or a reference.",
        }),
        ty: Some(Types::One("object")),
        properties: Some(Named(properties)),
        pattern_properties: Some(Named(annotations)),
        additional_properties: is_closed.then_some(false),
        required: Some(required).filter(|required| !required.is_empty()),
        ..JsonSchema::default()
    }
}

fn property(row: &Property, contract: Contract, has_formats: bool) -> JsonSchema {
    let is_read_only = row.presence(contract.kind) == Presence::ReadOnly;
    let mut schema = JsonSchema {
        description: Some(row.summary),
        read_only: is_read_only.then_some(true),
        ..value(row.ty, contract)
    };
    if let (true, Some(Types::One(ty))) = (row.nullable, &schema.ty) {
        schema.ty = Some(Types::Nullable([ty, "null"]));
    }
    if has_formats {
        schema.format = format(row.ty, contract.date_time);
    }
    schema
}

fn value(ty: Type, contract: Contract) -> JsonSchema {
    let default = JsonSchema::default();
    match ty {
        Type::String => JsonSchema { ty: Some(Types::One("string")), min_length: Some(1), ..default },
        Type::DateTimeOffset => JsonSchema {
            ty: Some(Types::One("string")),
            pattern: Some(pattern::date_time(contract.date_time)),
            ..default
        },
        Type::Int32 => JsonSchema {
            ty: Some(Types::One("integer")),
            minimum: Some(i32::MIN),
            maximum: Some(i32::MAX),
            ..default
        },
        Type::Enum(ty) if contract.members == Members::Open => {
            let later = JsonSchema { pattern: Some(pattern::IDENTIFIER.into()), ..JsonSchema::default() };
            let any_of = Some(Vec::from([members(ty, contract), later]));
            JsonSchema { ty: Some(Types::One("string")), any_of, ..default }
        }
        Type::Enum(ty) => JsonSchema { ty: Some(Types::One("string")), ..members(ty, contract) },
        Type::Navigation(_) => JsonSchema { ty: Some(Types::One("object")), ..default },
        Type::NavigationCollection(_) => JsonSchema { ty: Some(Types::One("array")), ..default },
    }
}

fn members(ty: &'static EnumType, contract: Contract) -> JsonSchema {
    let members = ty.accepted(contract.members).map(|member| member.name).collect();
    JsonSchema { members: Some(members), ..JsonSchema::default() }
}

/// The format of the registry, where it takes all that the type does.
fn format(ty: Type, grammar: DateTimeGrammar) -> Option<&'static str> {
    match ty {
        Type::Int32 => Some("int32"),
        Type::DateTimeOffset if grammar != DateTimeGrammar::Odata => Some("date-time"),
        _ => None,
    }
}

impl fmt::Display for JsonSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string_pretty(self).map_err(fmt::Error::custom)?)
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, schema) in &self.0 {
            map.serialize_entry(name, schema)?;
        }
        map.end()
    }
}
