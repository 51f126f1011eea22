#![no_main]
#![allow(missing_docs, reason = "see the function of this name")]

libfuzzer_sys::fuzz_target!(|data: &[u8]| user_processing_result_fuzz::law(data));
