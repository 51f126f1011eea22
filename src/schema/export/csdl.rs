//! CSDL, the schema language of OData, as XML.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::types::{EntityType, EnumType, Property, Type, split_name};
use crate::options::EntityKind;

/// The CSDL (OData 4.01, XML) of the type, its enumerations with every member, and what it leads to, by name alone.
///
/// The key `id` stands in the base type, where Microsoft's metadata has it.
///
/// ```
/// let csdl = user_processing_result::schema::csdl();
/// assert!(csdl.contains(r#"<Property Name="workflowVersion" Type="Edm.Int32" Nullable="false"/>"#));
/// ```
#[must_use]
pub fn csdl() -> String {
    let ty = EntityKind::UserProcessingResult.table();
    let [key, properties @ ..] = ty.properties else { return String::new() };
    let mut schemas = Schemas::default();
    schemas.add(ty.base_type, base(ty, key));
    schemas.add(ty.name, entity(ty, properties));
    for property in properties {
        match property.ty {
            Type::Enum(ty) => schemas.add(ty.name, enumeration(ty)),
            Type::Navigation(name) | Type::NavigationCollection(name) => schemas.add(name, named(ty, name)),
            Type::String | Type::DateTimeOffset | Type::Int32 => {}
        }
    }
    schemas.document()
}

/// The types of each namespace.
#[derive(Default)]
struct Schemas(BTreeMap<&'static str, Vec<String>>);

impl Schemas {
    fn add(&mut self, name: &'static str, ty: String) {
        self.0.entry(split_name(name).0).or_default().push(ty);
    }

    fn document(&self) -> String {
        let edm = "http://docs.oasis-open.org/odata/ns/edm";
        let schemas = self
            .0
            .iter()
            .map(|(namespace, types)| element("Schema", &[("xmlns", edm), ("Namespace", namespace)], types));
        let services = element("edmx:DataServices", &[], &schemas.collect::<Vec<_>>());
        let edmx = [("xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx"), ("Version", "4.01")];
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            + &element("edmx:Edmx", &edmx, &[services])
    }
}

fn base(ty: &EntityType, key: &Property) -> String {
    let inside = [element("Key", &[], &[element("PropertyRef", &[("Name", key.name)], &[])]), member(key)];
    element("EntityType", &[("Name", split_name(ty.base_type).1), ("Abstract", "true")], &inside)
}

fn entity(ty: &EntityType, properties: &[Property]) -> String {
    let members: Vec<_> = properties.iter().map(member).collect();
    element("EntityType", &[("Name", split_name(ty.name).1), ("BaseType", ty.base_type)], &members)
}

/// A type that is led to.
fn named(ty: &EntityType, name: &'static str) -> String {
    element("EntityType", &[("Name", split_name(name).1), ("BaseType", ty.base_type)], &[])
}

fn enumeration(ty: &EnumType) -> String {
    let members = ty.members.iter().enumerate().map(|(value, member)| {
        element("Member", &[("Name", member.name), ("Value", itoa::Buffer::new().format(value))], &[])
    });
    element("EnumType", &[("Name", split_name(ty.name).1)], &members.collect::<Vec<_>>())
}

fn member(property: &Property) -> String {
    let Property { name, ty, nullable, .. } = *property;
    let name = ("Name", name);
    // A property may be null unless it says so; a collection never is, and must not say it.
    let not_null = [("Nullable", "false")];
    let not_null = if nullable { &[][..] } else { &not_null };
    match ty {
        Type::NavigationCollection(ty) => {
            element("NavigationProperty", &[name, ("Type", &format!("Collection({ty})"))], &[])
        }
        Type::Navigation(ty) => {
            element("NavigationProperty", &[&[name, ("Type", ty)], not_null].concat(), &[])
        }
        _ => element("Property", &[&[name, ("Type", ty.name())], not_null].concat(), &[]),
    }
}

/// An element, with what is inside indented. No name here has to be escaped.
fn element(name: &str, attributes: &[(&str, &str)], inside: &[String]) -> String {
    let mut xml = format!("<{name}");
    for (attribute, value) in attributes {
        xml.extend([" ", attribute, "=\"", value, "\""]);
    }
    if inside.is_empty() {
        return xml + "/>\n";
    }
    xml.push_str(">\n");
    for line in inside.iter().flat_map(|inside| inside.lines()) {
        xml.extend(["  ", line, "\n"]);
    }
    xml + "</" + name + ">\n"
}
