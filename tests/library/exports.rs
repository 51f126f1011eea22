//! The exports: as snapshots, and compared with the table through parsers of other crates.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};
use user_processing_result::schema::{self, EnumType, Type, USER_PROCESSING_RESULT};
use user_processing_result::{Contract, ContractKind, DateTimeGrammar, Members, Undeclared};

/// Exports every contract with every set of members, and every value of the other options once.
#[test]
fn exports_match_snapshots() {
    let contracts = ContractKind::ALL.iter().flat_map(|kind| {
        let of_members =
            move |members: &Members| (format!("{kind}-{members}"), Contract::new(*kind).members(*members));
        Members::ALL.iter().map(of_members)
    });
    let others = [
        ("create-odata".to_owned(), Contract::CREATE.date_time(DateTimeGrammar::Odata)),
        ("create-rfc3339".to_owned(), Contract::CREATE.date_time(DateTimeGrammar::Rfc3339)),
        ("create-allow".to_owned(), Contract::CREATE.undeclared(Undeclared::Allow)),
        ("resource-error".to_owned(), Contract::RESOURCE.undeclared(Undeclared::Error)),
    ];
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        snapshot_path => "../snapshots/exports",
        omit_expression => true,
    }, {
        for (name, contract) in contracts.chain(others) {
            insta::assert_snapshot!(format!("{name}.schema.json"), schema::json_schema(contract));
            insta::assert_snapshot!(format!("{name}.openapi.json"), schema::openapi(contract));
            insta::assert_snapshot!(format!("{name}.ts"), schema::typescript(contract));
            insta::assert_snapshot!(format!("{name}.md"), schema::markdown(contract));
        }
        insta::assert_snapshot!("csdl.xml", schema::csdl());
    });
}

#[test]
fn readme_contains_the_markdown_export() {
    let table = schema::markdown(Contract::CREATE);
    assert_eq!(table.lines().count(), 2 + USER_PROCESSING_RESULT.properties.len());
    assert!(include_str!("../../README.md").contains(&format!("\n\n{table}\n")));
}

#[test]
fn openapi_schema_object_is_the_json_schema_with_formats() {
    for contract in [Contract::CREATE, Contract::PROJECTION.members(Members::Open)] {
        let mut schema = serde_json::to_value(schema::json_schema(contract)).unwrap();
        let mut object = serde_json::to_value(schema::openapi(contract)).unwrap();
        let mut formats = BTreeMap::new();
        for (name, property) in object["properties"].as_object_mut().unwrap() {
            formats.extend(
                property.as_object_mut().unwrap().remove("format").map(|format| (name.clone(), format)),
            );
        }
        schema.as_object_mut().unwrap().remove("$schema").unwrap();
        assert_eq!(schema, object);
        for row in USER_PROCESSING_RESULT.properties {
            let format = match row.ty {
                Type::Int32 => Some("int32"),
                Type::DateTimeOffset => Some("date-time"),
                _ => None,
            };
            assert_eq!(formats.get(row.name).and_then(|format| format.as_str()), format, "{}", row.name);
        }
    }
    // OData's grammar accepts more than the format `date-time`, so that format is not in the export.
    let object =
        serde_json::to_value(schema::openapi(Contract::CREATE.date_time(DateTimeGrammar::Odata))).unwrap();
    assert_eq!(object["properties"]["startedDateTime"].get("format"), None);
}

/// Compares name, type, nullability and enum members.
#[test]
fn csdl_matches_the_table() {
    let xml = schema::csdl();
    let document = Document::parse(&xml).unwrap();
    let types: BTreeMap<String, Node<'_, '_>> = document
        .descendants()
        .filter(|node| node.has_tag_name("Schema"))
        .flat_map(|schema| {
            let namespace = schema.attribute("Namespace").unwrap();
            let types = schema.children().filter(Node::is_element);
            types.map(move |ty| (format!("{namespace}.{}", ty.attribute("Name").unwrap()), ty))
        })
        .collect();
    let ty = types[USER_PROCESSING_RESULT.name];
    assert_eq!(ty.attribute("BaseType"), Some(USER_PROCESSING_RESULT.base_type));
    let base = types[USER_PROCESSING_RESULT.base_type];
    let members = base.children().chain(ty.children()).filter(|node| node.has_attribute("Type"));
    let members: Vec<_> = members.map(csdl_property).collect();
    let rows = USER_PROCESSING_RESULT.properties.iter().map(|row| match row.ty {
        Type::Navigation(name) => ("NavigationProperty", row.name, name.to_owned(), row.nullable),
        Type::NavigationCollection(name) => {
            ("NavigationProperty", row.name, format!("Collection({name})"), row.nullable)
        }
        _ => ("Property", row.name, row.ty.name().to_owned(), row.nullable),
    });
    assert_eq!(members, rows.collect::<Vec<_>>());
    for row in USER_PROCESSING_RESULT.properties {
        match row.ty {
            Type::Enum(ty) => assert_same_members(types[ty.name], ty),
            Type::Navigation(name) | Type::NavigationCollection(name) => assert!(types.contains_key(name)),
            _ => {}
        }
    }
    assert_eq!(types.len(), 7, "{:?}", types.keys());
}

/// Returns the element name, the name, the type and the nullability of a property.
fn csdl_property<'a>(node: Node<'a, '_>) -> (&'a str, &'a str, String, bool) {
    let ty = node.attribute("Type").unwrap();
    let nullable = node.attribute("Nullable") != Some("false") && !ty.starts_with("Collection(");
    (node.tag_name().name(), node.attribute("Name").unwrap(), ty.to_owned(), nullable)
}

fn assert_same_members(node: Node<'_, '_>, ty: &EnumType) {
    assert!(node.has_tag_name("EnumType"));
    let members = node.children().filter(|member| member.has_tag_name("Member"));
    let members: Vec<_> = members
        .map(|member| {
            [member.attribute("Name"), member.attribute("Value")].map(|text| text.unwrap().to_owned())
        })
        .collect();
    let expected =
        ty.members.iter().enumerate().map(|(value, member)| [member.name.to_owned(), value.to_string()]);
    assert_eq!(members, expected.collect::<Vec<_>>());
}
