//! TypeScript: an interface for the type, a union for each enumeration.

use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use super::super::types::{EnumType, Property, Type, split_name};
use crate::options::{Contract, Members, Undeclared};

/// The TypeScript declarations of what a contract holds documents to.
///
/// Date-times are strings and integers numbers, as they stand in the JSON.
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
    let enums = ty.properties.iter().filter_map(|row| match row.ty {
        Type::Enum(ty) => Some(union(ty, contract)),
        _ => None,
    });
    let mut declarations: Vec<String> = enums.collect();
    declarations.push(interface(contract));
    declarations.join("\n")
}

fn union(ty: &'static EnumType, contract: Contract) -> String {
    let mut members: Vec<_> =
        ty.accepted(contract.members).map(|member| format!("\n  | \"{}\"", member.name)).collect();
    if contract.members == Members::Open {
        members.push("\n  | (string & {})".into());
    }
    format!("/** `{}` */\nexport type {} ={};\n", ty.name, type_name(ty.name), members.concat())
}

fn interface(contract: Contract) -> String {
    let ty = contract.entity.table();
    let mut lines = vec![
        format!("/** `{}`, under the contract `{}`. */", ty.name, contract.kind),
        format!("export interface {} {{", type_name(ty.name)),
    ];
    for row in ty.properties {
        lines.push(format!("  /** {} */", row.summary));
        lines.push(member(row, contract));
    }
    lines.push("  /** Annotations. */\n  [annotation: `${string}@${string}`]: unknown;".into());
    if contract.undeclared_level() == Undeclared::Allow {
        lines.push("  /** Whatever else there is. */\n  [name: string]: unknown;".into());
    }
    lines.push("}\n".into());
    lines.join("\n")
}

fn member(row: &Property, contract: Contract) -> String {
    let optional = if row.is_required(contract.kind) { "" } else { "?" };
    let nullable = if row.nullable { " | null" } else { "" };
    let ty = match row.ty {
        Type::String | Type::DateTimeOffset => "string".into(),
        Type::Int32 => "number".into(),
        Type::Enum(ty) => type_name(ty.name),
        Type::Navigation(_) => "Record<string, unknown>".into(),
        Type::NavigationCollection(_) => "unknown[]".into(),
    };
    format!("  {}{optional}: {ty}{nullable};", row.name)
}

/// The short name with a capital, as types have it.
fn type_name(name: &'static str) -> String {
    let mut characters = split_name(name).1.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
