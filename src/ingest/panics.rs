//! Panics of code that reads what others wrote: they cost an article, never the batch.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// The message of the panic that [`catch`] is to return; `None` outside of it.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `body` and turns a panic into its message and place, which then are not printed.
pub fn catch<T>(body: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let caught = CAUGHT.with_borrow_mut(|message| {
                message.as_mut().is_some_and(|m| {
                    *m = info.to_string().replace('\n', " ");
                    true
                })
            });
            if !caught {
                usual(info);
            }
        }));
    });
    CAUGHT.set(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(body));
    let message = CAUGHT.take().unwrap_or_default();
    result.map_err(|_| message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_tells_its_message_and_place() {
        let message = catch(|| panic!("the {} is empty", "list")).unwrap_err();
        assert!(
            message.contains("panics.rs") && message.contains("the list is empty"),
            "{message}"
        );
    }
}
