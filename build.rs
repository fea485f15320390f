//! Builds anew when a shipped file is added: the files themselves are seen by the
//! compiler, new ones in the folder are not.

fn main() {
    println!("cargo:rerun-if-changed=presets");
}
