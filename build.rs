//! Makes the compiler notice new rule files, which `include_dir!` alone does not.

fn main() {
    println!("cargo::rerun-if-changed=rules");
}
