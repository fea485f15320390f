//! Traces: what was played, as text, read and written.
