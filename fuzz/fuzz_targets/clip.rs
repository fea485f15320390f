#![no_main]

libfuzzer_sys::fuzz_target!(
    init: cantus_fuzz::let_guarded_readers_fail(),
    |bytes: &[u8]| cantus_fuzz::clip(bytes)
);
