//! Writes the seeds of every target to `corpus/TARGET/`, where cargo-fuzz begins.

use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    for entry in sourcier_fuzz::ENTRIES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(entry.name);
        fs::create_dir_all(&folder)?;
        for (number, bytes) in (entry.seeds)().iter().enumerate() {
            fs::write(folder.join(format!("seed{number}")), bytes)?;
        }
    }
    Ok(())
}
