//! TypeScript: an interface for the entity type, and a union for each enumeration.

use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use super::super::types::{EnumType, Property, Type, split_name};
use crate::options::{Contract, Members, Undeclared};

/// Returns TypeScript declarations of the documents that are valid under a contract.
///
/// Date-times are of type `string` and integers of type `number`, as `JSON.parse` returns them.
///
/// ```
/// use user_processing_result::{Contract, schema};
///
/// let declarations = schema::typescript(Contract::RESOURCE);
/// assert!(declarations.contains("  completedDateTime: string | null;"));
/// ```
#[must_use]
pub fn typescript(contract: Contract) -> String {
    let ty = contract.entity.table();
    let enums = ty.properties.iter().filter_map(|property| match property.ty {
        Type::Enum(ty) => Some(union(ty, contract)),
        _ => None,
    });
    let mut declarations: Vec<String> = enums.collect();
    declarations.push(interface(contract));
    declarations.join("\n")
}

/// Returns the declaration of the union of the enum members that a contract accepts.
fn union(ty: &'static EnumType, contract: Contract) -> String {
    let mut members: Vec<_> =
        ty.accepted(contract.members).map(|member| format!("\n  | \"{}\"", member.name)).collect();
    if contract.members == Members::Open {
        members.push("\n  | (string & {})".into());
    }
    format!("/** `{}` */\nexport type {} ={};\n", ty.name, type_name(ty.name), members.concat())
}

/// Returns the declaration of the interface.
fn interface(contract: Contract) -> String {
    let ty = contract.entity.table();
    let mut lines = vec![
        format!("/** `{}`, under the contract `{}`. */", ty.name, contract.kind),
        format!("export interface {} {{", type_name(ty.name)),
    ];
    for property in ty.properties {
        lines.push(format!("  /** {} */", property.summary));
        lines.push(declaration(property, contract));
    }
    lines.push("  /** Annotations. */\n  [annotation: `${string}@${string}`]: unknown;".into());
    if contract.undeclared_level() == Undeclared::Allow {
        lines.push("  /** Whatever else there is. */\n  [name: string]: unknown;".into());
    }
    lines.push("}\n".into());
    lines.join("\n")
}

/// Returns the line that declares a property in an interface.
fn declaration(property: &Property, contract: Contract) -> String {
    let optional = if property.is_required(contract.kind) { "" } else { "?" };
    let nullable = if property.nullable { " | null" } else { "" };
    let ty = match property.ty {
        Type::String | Type::DateTimeOffset => "string".into(),
        Type::Int32 => "number".into(),
        Type::Enum(ty) => type_name(ty.name),
        Type::Navigation(_) => "Record<string, unknown>".into(),
        Type::NavigationCollection(_) => "unknown[]".into(),
    };
    format!("  {}{optional}: {ty}{nullable};", property.name)
}

/// Returns the short name of a type with a capital first letter.
fn type_name(name: &'static str) -> String {
    let mut characters = split_name(name).1.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
