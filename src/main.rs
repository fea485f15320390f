//! Command line of Cantus.

fn main() {}
