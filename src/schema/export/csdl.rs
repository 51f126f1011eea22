//! CSDL, the schema language of OData, as XML.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::types::{EntityType, EnumType, Property, Type, split_name};
use crate::options::EntityKind;

/// Returns the CSDL (OData 4.01, XML) of the entity type and of the types that it refers to.
///
/// Enumerations have all their members. The types of navigation properties are declared without properties. The key `id`
/// belongs to the base type, as in Microsoft's metadata.
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
    schemas.add(ty.base_type, base_type(ty, key));
    schemas.add(ty.name, entity_type(ty, properties));
    for property in properties {
        match property.ty {
            Type::Enum(ty) => schemas.add(ty.name, enum_type(ty)),
            Type::Navigation(name) | Type::NavigationCollection(name) => {
                schemas.add(name, navigation_type(ty, name));
            }
            Type::String | Type::DateTimeOffset | Type::Int32 => {}
        }
    }
    schemas.document()
}

/// The declarations of types, by namespace.
#[derive(Default)]
struct Schemas(BTreeMap<&'static str, Vec<String>>);

impl Schemas {
    /// Adds the declaration of the type with this qualified name.
    fn add(&mut self, name: &'static str, ty: String) {
        self.0.entry(split_name(name).0).or_default().push(ty);
    }

    /// Returns the XML document.
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

/// Returns the declaration of the abstract base type, which has the key.
fn base_type(ty: &EntityType, key: &Property) -> String {
    let key_reference = element("PropertyRef", &[("Name", key.name)], &[]);
    let children = [element("Key", &[], &[key_reference]), declaration(key)];
    element("EntityType", &[("Name", split_name(ty.base_type).1), ("Abstract", "true")], &children)
}

/// Returns the declaration of the entity type with the properties that are not the key.
fn entity_type(ty: &EntityType, properties: &[Property]) -> String {
    let declarations: Vec<_> = properties.iter().map(declaration).collect();
    element("EntityType", &[("Name", split_name(ty.name).1), ("BaseType", ty.base_type)], &declarations)
}

/// Returns the declaration of the type of a navigation property, without its properties.
fn navigation_type(ty: &EntityType, name: &'static str) -> String {
    element("EntityType", &[("Name", split_name(name).1), ("BaseType", ty.base_type)], &[])
}

/// Returns the declaration of an enumeration with all its members.
fn enum_type(ty: &EnumType) -> String {
    let members = ty.members.iter().enumerate().map(|(value, member)| {
        element("Member", &[("Name", member.name), ("Value", itoa::Buffer::new().format(value))], &[])
    });
    element("EnumType", &[("Name", split_name(ty.name).1)], &members.collect::<Vec<_>>())
}

/// Returns the element that declares a property.
fn declaration(property: &Property) -> String {
    let Property { name, ty, nullable, .. } = *property;
    let name = ("Name", name);
    // The default of Nullable is true. A collection is never null, and must not have the attribute.
    let not_null: &[_] = if nullable { &[] } else { &[("Nullable", "false")] };
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

/// Returns an element with its attributes, and its children on indented lines. No name or value needs escaping.
fn element(name: &str, attributes: &[(&str, &str)], children: &[String]) -> String {
    let mut xml = format!("<{name}");
    for (attribute, value) in attributes {
        xml.extend([" ", attribute, "=\"", value, "\""]);
    }
    if children.is_empty() {
        return xml + "/>\n";
    }
    xml.push_str(">\n");
    for line in children.iter().flat_map(|child| child.lines()) {
        xml.extend(["  ", line, "\n"]);
    }
    xml + "</" + name + ">\n"
}
