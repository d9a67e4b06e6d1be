//! A small machine for regular expressions, ready at once: it steps through a text with all states at a time (Thompson 1968).
//!
//! A compiled automaton is many times as quick on long texts, but to make one takes as long as to read some thousand short
//! lines, and most runs ask a pattern for a few dozen.

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use regex_syntax::is_word_character;

/// A regular expression as steps; one is followed by the next unless it says otherwise.
#[derive(Clone, Debug)]
pub struct Machine {
    steps: Vec<Step>,
    classes: Vec<CharClass>,
    /// Whether it can begin at the start of a text only.
    anchored: bool,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// A character of the class.
    One(u32),
    Jump(u32),
    /// The next step, or that one.
    Fork(u32),
    Look(Look),
}

/// Characters: those of ASCII a bit each, the others as ranges in order.
#[derive(Clone, Debug)]
struct CharClass {
    ascii: u128,
    ranges: Box<[(char, char)]>,
}

impl CharClass {
    fn of(ranges: impl Iterator<Item = (char, char)>) -> CharClass {
        let (mut ascii, mut others) = (0, Vec::new());
        for (start, end) in ranges {
            for c in (start..=end).take_while(char::is_ascii) {
                ascii |= 1 << c as u32;
            }
            if !end.is_ascii() {
                others.push((start, end));
            }
        }
        CharClass { ascii, ranges: others.into() }
    }

    fn holds(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii & 1 << c as u32 != 0;
        }
        let at = self.ranges.partition_point(|r| r.1 < c);
        self.ranges.get(at).is_some_and(|r| r.0 <= c)
    }
}

/// More steps than these are left to a compiled automaton.
const MOST_STEPS: usize = 4_000;

impl Machine {
    /// The machine for an expression; `None` if it asks for what only a compiled automaton knows.
    pub fn of(pattern: &Hir) -> Option<Machine> {
        let anchored = pattern.properties().look_set_prefix().contains(Look::Start);
        let mut machine = Machine { steps: Vec::new(), classes: Vec::new(), anchored };
        machine.add(pattern)?;
        Some(machine)
    }

    fn push(&mut self, step: Step) -> Option<usize> {
        self.steps.push(step);
        (self.steps.len() <= MOST_STEPS).then(|| self.steps.len() - 1)
    }

    fn add(&mut self, pattern: &Hir) -> Option<()> {
        match pattern.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                for c in std::str::from_utf8(&literal.0).ok()?.chars() {
                    self.one(CharClass::of(std::iter::once((c, c))))?;
                }
            }
            HirKind::Class(Class::Unicode(class)) => {
                self.one(CharClass::of(class.ranges().iter().map(|r| (r.start(), r.end()))))?;
            }
            HirKind::Class(Class::Bytes(_)) => return None,
            HirKind::Look(look) => {
                let known = [Look::Start, Look::End, Look::WordUnicode, Look::WordUnicodeNegate];
                self.push(Step::Look(*look)).filter(|_| known.contains(look))?;
            }
            HirKind::Capture(capture) => self.add(&capture.sub)?,
            HirKind::Concat(list) => list.iter().try_for_each(|p| self.add(p))?,
            HirKind::Alternation(list) => self.add_either(list)?,
            HirKind::Repetition(repetition) => {
                for _ in 0..repetition.min {
                    self.add(&repetition.sub)?;
                }
                match repetition.max {
                    None => {
                        let fork = self.push(Step::Fork(0))?;
                        self.add(&repetition.sub)?;
                        self.push(Step::Jump(fork as u32))?;
                        self.steps[fork] = Step::Fork(self.steps.len() as u32);
                    }
                    Some(max) => {
                        let mut forks = Vec::new();
                        for _ in repetition.min..max {
                            forks.push(self.push(Step::Fork(0))?);
                            self.add(&repetition.sub)?;
                        }
                        for fork in forks {
                            self.steps[fork] = Step::Fork(self.steps.len() as u32);
                        }
                    }
                }
            }
        }
        Some(())
    }

    fn one(&mut self, class: CharClass) -> Option<()> {
        self.classes.push(class);
        self.push(Step::One(self.classes.len() as u32 - 1)).map(|_| ())
    }

    fn add_either(&mut self, list: &[Hir]) -> Option<()> {
        let Some((last, before)) = list.split_last() else { return Some(()) };
        let mut jumps = Vec::new();
        for part in before {
            let fork = self.push(Step::Fork(0))?;
            self.add(part)?;
            jumps.push(self.push(Step::Jump(0))?);
            self.steps[fork] = Step::Fork(self.steps.len() as u32);
        }
        self.add(last)?;
        for jump in jumps {
            self.steps[jump] = Step::Jump(self.steps.len() as u32);
        }
        Some(())
    }

    /// Whether it fits somewhere in a text; `work` grows by the steps that were taken.
    pub fn is_match(&self, text: &str, work: &mut usize) -> bool {
        let mut run = Run { machine: self, seen: vec![0; self.steps.len() + 1], place: 0 };
        let (mut here, mut next): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut before = None;
        let mut ahead = text.chars();
        loop {
            let c = ahead.next();
            run.place += 1;
            let mut waiting = std::mem::take(&mut next);
            here.clear();
            if !self.anchored || before.is_none() {
                waiting.push(0);
            }
            if run.open(&mut waiting, &mut here, before, c) {
                return true;
            }
            *work += 1 + here.len();
            next = waiting;
            let Some(c) = c else { return false };
            for &at in &here {
                if let Step::One(class) = self.steps[at as usize]
                    && self.classes[class as usize].holds(c)
                {
                    next.push(at + 1);
                }
            }
            if next.is_empty() && self.anchored {
                return false;
            }
            before = Some(c);
        }
    }
}

/// What a machine has seen at a place of a text.
struct Run<'m> {
    machine: &'m Machine,
    /// The number of the place at which each step was taken last.
    seen: Vec<u32>,
    place: u32,
}

impl Run<'_> {
    /// Follows the waiting steps to those that take a character; whether the end is among them.
    fn open(
        &mut self,
        waiting: &mut Vec<u32>,
        here: &mut Vec<u32>,
        before: Option<char>,
        behind: Option<char>,
    ) -> bool {
        while let Some(at) = waiting.pop() {
            if std::mem::replace(&mut self.seen[at as usize], self.place) == self.place {
                continue;
            }
            match self.machine.steps.get(at as usize) {
                None => return true,
                Some(Step::One(_)) => here.push(at),
                Some(Step::Jump(to)) => waiting.push(*to),
                Some(Step::Fork(to)) => waiting.extend([*to, at + 1]),
                Some(Step::Look(look)) if stands(*look, before, behind) => waiting.push(at + 1),
                Some(Step::Look(_)) => {}
            }
        }
        false
    }
}

fn stands(look: Look, before: Option<char>, behind: Option<char>) -> bool {
    let border = || before.is_some_and(is_word_character) != behind.is_some_and(is_word_character);
    match look {
        Look::Start => before.is_none(),
        Look::End => behind.is_none(),
        Look::WordUnicode => border(),
        _ => !border(),
    }
}
