//! Command line of Cantus.

fn main() -> std::process::ExitCode {
    cantus::cli::run()
}
