//! JSON Schema, and the schema object of OpenAPI, which is a JSON Schema with formats.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use super::super::types::{EnumType, Presence, Property, Type};
use super::pattern;
use crate::options::{Contract, ContractKind, DateTimeGrammar, Members, Undeclared};

/// A JSON Schema. It serializes as JSON, and [`Display`](fmt::Display) writes indented JSON.
///
/// Its members are in a fixed order, which is meant for readers.
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
    properties: Option<NamedSchemas>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern_properties: Option<NamedSchemas>,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_properties: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<Vec<&'static str>>,
}

/// The value of `type`: one JSON type, or one JSON type and `null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Types {
    One(&'static str),
    Nullable([&'static str; 2]),
}

/// Schemas by name, in the order of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct NamedSchemas(Vec<(&'static str, JsonSchema)>);

/// Returns the JSON Schema (draft 2020-12) of the documents that are valid under a contract.
///
/// It contains no references, so that it can be embedded in another schema, and no `format`, because the patterns are more
/// exact and need no plugin.
///
/// Some rules cannot be expressed, so the schema accepts more than the contract: duplicate names, `1.0` as an integer,
/// and a leap second at any time of day where RFC 3339 requires 23:59 UTC. It has no warnings. In implementations where
/// `$` matches before a line feed at the end, such as Python's, a string may end in one.
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
    JsonSchema { dialect, ..object_schema(contract, false) }
}

/// Returns the schema object (OpenAPI 3.1) of the documents that are valid under a contract.
///
/// It is the [`json_schema`] with formats, from which code generators choose types.
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
    object_schema(contract, true)
}

/// Returns the schema of an object, with the format of each property if `has_formats` is set.
fn object_schema(contract: Contract, has_formats: bool) -> JsonSchema {
    let ty = contract.entity.table();
    let is_closed = contract.undeclared_level() == Undeclared::Error;
    let properties = ty.properties.iter();
    let schemas = properties.clone().map(|row| (row.name, property_schema(row, contract, has_formats)));
    let required = properties.filter(|property| property.is_required(contract.kind));
    let required: Vec<_> = required.map(|property| property.name).collect();
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
        properties: Some(NamedSchemas(schemas.collect())),
        pattern_properties: Some(NamedSchemas(annotations)),
        additional_properties: is_closed.then_some(false),
        required: if required.is_empty() { None } else { Some(required) },
        ..JsonSchema::default()
    }
}

/// Returns the schema of the value of a property.
fn property_schema(property: &Property, contract: Contract, has_formats: bool) -> JsonSchema {
    let is_read_only = property.presence(contract.kind) == Presence::ReadOnly;
    let mut schema = JsonSchema {
        description: Some(property.summary),
        read_only: is_read_only.then_some(true),
        ..type_schema(property.ty, contract)
    };
    if let (true, Some(Types::One(ty))) = (property.nullable, &schema.ty) {
        schema.ty = Some(Types::Nullable([ty, "null"]));
    }
    if has_formats {
        schema.format = format(property.ty, contract.date_time);
    }
    schema
}

/// Returns the schema of the values of a type, without `null`.
fn type_schema(ty: Type, contract: Contract) -> JsonSchema {
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
            let unknown = JsonSchema { pattern: Some(pattern::IDENTIFIER.into()), ..JsonSchema::default() };
            let any_of = Some(Vec::from([enum_schema(ty, contract), unknown]));
            JsonSchema { ty: Some(Types::One("string")), any_of, ..default }
        }
        Type::Enum(ty) => JsonSchema { ty: Some(Types::One("string")), ..enum_schema(ty, contract) },
        Type::Navigation(_) => JsonSchema { ty: Some(Types::One("object")), ..default },
        Type::NavigationCollection(_) => JsonSchema { ty: Some(Types::One("array")), ..default },
    }
}

/// Returns the schema of the enum members that a contract accepts.
fn enum_schema(ty: &'static EnumType, contract: Contract) -> JsonSchema {
    let members = ty.accepted(contract.members).map(|member| member.name).collect();
    JsonSchema { members: Some(members), ..JsonSchema::default() }
}

/// Returns the format of the OpenAPI registry for a type, or `None` if there is none that allows all its values.
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

impl Serialize for NamedSchemas {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, schema) in &self.0 {
            map.serialize_entry(name, schema)?;
        }
        map.end()
    }
}
