#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    sourcier_fuzz::predictions(bytes);
});
