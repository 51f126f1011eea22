//! Markdown: a table with one row per property.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::types::{Presence, Property, Type, split_name};
use crate::options::{Contract, Members};

/// Returns a Markdown table of the properties under a contract: name, type, nullability, presence and accepted values.
///
/// ```
/// use user_processing_result::{Contract, schema};
///
/// let table = schema::markdown(Contract::PROJECTION);
/// let row = "| `workflowVersion` | Edm.Int32 | no | optional | -2147483648 to 2147483647 |\n";
/// assert!(table.ends_with("not validated |\n") && table.contains(row));
/// ```
#[must_use]
pub fn markdown(contract: Contract) -> String {
    let header =
        format!("| property | type | nullable | {} | values |\n|---|---|---|---|---|\n", contract.kind);
    let rows = contract.entity.table().properties.iter().map(|property| row(property, contract));
    rows.fold(header, |table, row| table + &row)
}

/// Returns the row of a property.
fn row(property: &Property, contract: Contract) -> String {
    let Property { name, ty, nullable, .. } = property;
    let nullable = if *nullable { "yes" } else { "no" };
    let presence = match property.presence(contract.kind) {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::ReadOnly => "read-only",
    };
    format!("| `{name}` | {} | {nullable} | {presence} | {} |\n", type_name(*ty), values(*ty, contract))
}

/// Returns the name of a type as in the CSDL. A primitive type keeps its namespace.
fn type_name(ty: Type) -> Cow<'static, str> {
    match ty {
        Type::String | Type::DateTimeOffset | Type::Int32 => ty.name().into(),
        Type::Enum(_) | Type::Navigation(_) => split_name(ty.name()).1.into(),
        Type::NavigationCollection(name) => format!("Collection({})", split_name(name).1).into(),
    }
}

/// Returns a description of the values that a contract accepts.
fn values(ty: Type, contract: Contract) -> Cow<'static, str> {
    match ty {
        Type::String => "a non-empty string".into(),
        Type::DateTimeOffset => format!("a date-time of the grammar {}", contract.date_time).into(),
        Type::Int32 => format!("{} to {}", i32::MIN, i32::MAX).into(),
        Type::Enum(ty) => {
            let members: Vec<_> =
                ty.accepted(contract.members).map(|member| format!("`{}`", member.name)).collect();
            let others = if contract.members == Members::Open { ", or another identifier" } else { "" };
            (members.join(", ") + others).into()
        }
        Type::Navigation(_) => "an object; its content is not validated".into(),
        Type::NavigationCollection(_) => "an array; its content is not validated".into(),
    }
}
