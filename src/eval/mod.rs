//! Evaluation: how well annotations agree with gold.
