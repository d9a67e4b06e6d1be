//! `sourcier rules`: lists, explains and proves rules.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use serde_json::json;

use super::RuleArgs;
use crate::eval::examples::{cases, run as run_case};
use crate::rules::{RuleFolder, RuleInfo, Stage};

/// List, explain and test rules.
#[derive(Debug, Parser)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    rules: RuleArgs,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List all rules, a line each.
    List {
        /// Only those of a stage (blocks, sentences, tokens, cues, attributions, sources, claims).
        #[arg(long)]
        stage: Option<String>,
        /// Only those of a language.
        #[arg(long)]
        lang: Option<String>,
        /// One JSON object a line.
        #[arg(long)]
        json: bool,
    },
    /// Say what a rule does, with its conditions and examples.
    Explain {
        /// The rule's id, or the end of it if only one rule has it.
        id: String,
    },
    /// Run the examples of all rules, or of those in a file or with an id.
    Test {
        /// A rule file (as `rules list` names it) or its end, or a rule's id or the start of it.
        what: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// If the rules cannot be read, or nothing has that name.
pub fn run(args: &Args) -> Result<ExitCode> {
    let rules = args.rules.load()?;
    match &args.verb {
        Verb::List { stage, lang, json } => {
            let stage = match stage {
                Some(name) => Some(Stage::from_name(name).with_context(|| {
                    let all = Stage::ALL.map(Stage::name).join(", ");
                    format!("no stage `{name}`; there are: {all}")
                })?),
                None => None,
            };
            for r in &rules.catalogue.rules {
                if stage.is_some_and(|s| s != r.stage)
                    || lang.as_ref().is_some_and(|l| *l != r.language)
                {
                    continue;
                }
                if *json {
                    let value = json!({"id": r.id, "stage": r.stage.name(), "lang": r.language, "says": r.says,
                        "construction": r.construction, "file": r.file, "line": r.line, "match": r.matches, "skip": r.skips});
                    println!("{value}");
                } else {
                    println!(
                        "{:<44} {:<4} {}",
                        r.id,
                        r.construction.as_deref().unwrap_or("-"),
                        r.says
                    );
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Verb::Explain { id } => {
            let rule = rules
                .catalogue
                .find(id)
                .with_context(|| format!("no rule `{id}`; see `rules list`"))?;
            print!("{}", explain(rule, &args.rules.folder()?));
            Ok(ExitCode::SUCCESS)
        }
        Verb::Test { what } => {
            let named = |r: &RuleInfo| {
                what.as_ref().is_none_or(|w| {
                    r.id.starts_with(w.as_str())
                        || r.file.ends_with(w.as_str())
                        || rules.catalogue.find(w).is_some_and(|f| f.id == r.id)
                })
            };
            let (mut run, mut failed) = (0, 0);
            for case in rules.catalogue.rules.iter().filter(|r| named(r)).flat_map(cases) {
                run += 1;
                if let Err(failure) = run_case(case, &rules) {
                    failed += 1;
                    println!(
                        "{}\n  wanted  {}\n  got     {}",
                        case.name(),
                        failure.wanted,
                        failure.got
                    );
                }
            }
            if run == 0 {
                bail!("no rule has that name or file; see `rules list`");
            }
            eprintln!("{run} examples, {failed} failed");
            Ok(if failed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
        }
    }
}

/// What a rule says of itself, with the lines of its file.
fn explain(rule: &RuleInfo, folder: &RuleFolder) -> String {
    let mut out = format!("{}\n{}\n\n{}:{}\n", rule.id, rule.says, rule.file, rule.line);
    if let Some(c) = &rule.construction {
        out.push_str(&format!("construction {c}\n"));
    }
    out.push('\n');
    let file = folder.files().find(|(_, f)| f.path == rule.file);
    if let Some((_, file)) = file {
        // A rule runs from the line above its id to the next header.
        let lines = file.text.lines().skip(rule.line - 1);
        for line in lines.take_while(|l| !l.starts_with("[[")) {
            out.push_str("    ");
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
