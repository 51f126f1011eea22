//! `upr schema`.

use user_processing_result::{Contract, DateTimeGrammar, Members, Undeclared, schema};

use crate::run;

#[test]
fn schemas_are_those_of_the_library() {
    let odata = Contract::RESOURCE
        .members(Members::Open)
        .date_time(DateTimeGrammar::Odata)
        .undeclared(Undeclared::Error);
    let odata_options = ["--contract=resource", "--members=open", "--date-time=odata", "--undeclared=error"];
    for (contract, options) in [(Contract::CREATE, &[][..]), (odata, &odata_options)] {
        for (format, text) in [
            ("json-schema", format!("{}\n", schema::json_schema(contract))),
            ("openapi", format!("{}\n", schema::openapi(contract))),
            ("typescript", schema::typescript(contract)),
            ("markdown", schema::markdown(contract)),
            ("csdl", schema::csdl()),
        ] {
            let arguments = [&["schema", "--format", format][..], options].concat();
            assert_eq!(run(&arguments), (0, text, String::new()), "{format}");
        }
    }
    assert_eq!(run(&["schema"]), run(&["schema", "--format=json-schema", "--contract=create"]));
}
