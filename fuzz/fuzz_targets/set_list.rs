#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cantus_fuzz::set_list(bytes));
