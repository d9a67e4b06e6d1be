//! Every example of every rule is a test of its own: `cargo test --test rules NAME` picks some.

use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use sourcier::eval::examples::{cases, run};
use sourcier::rules::Rules;

fn main() {
    let arguments = Arguments::from_args();
    let rules = Arc::new(Rules::embedded().unwrap_or_else(|e| panic!("{e}")));
    let mut trials = Vec::new();
    for (r, rule) in rules.catalogue.rules.iter().enumerate() {
        for (k, case) in cases(rule).iter().enumerate() {
            let rules = Arc::clone(&rules);
            trials.push(Trial::test(case.name(), move || {
                let case = cases(&rules.catalogue.rules[r])[k];
                run(case, &rules).map_err(|f| {
                    Failed::from(format!("\n  wanted  {}\n  got     {}", f.wanted, f.got))
                })
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}
