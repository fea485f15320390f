//! The command line. Its names are a contract: scripts rely on them.

#[cfg(feature = "app")]
mod alone;
mod args;
mod bench;
mod check;
#[cfg(feature = "app")]
mod doctor;
#[cfg(feature = "app")]
mod fit;
#[cfg(feature = "app")]
mod learn;
mod list;
mod load;
#[cfg(feature = "app")]
mod play;
mod render;
#[cfg(feature = "app")]
mod status;
#[cfg(feature = "app")]
mod steer;
#[cfg(feature = "app")]
mod window;

use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;

/// A command that could not be carried out: a message that a carer can read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CommandError(pub String);

impl CommandError {
    fn new(message: impl std::fmt::Display) -> Self {
        CommandError(message.to_string())
    }
}

/// Runs the command line and says how it went.
pub fn run() -> ExitCode {
    let args = Args::parse();
    log();
    match dispatch(args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Logs go to stderr, as much of them as `CANTUS_LOG` asks for: `error` to `trace`; without
/// it none, because alerts already say what people need.
fn log() {
    let level = std::env::var("CANTUS_LOG").ok().and_then(|level| level.parse::<tracing::Level>().ok());
    if let Some(level) = level {
        tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).init();
    }
}

fn dispatch(args: Args) -> Result<ExitCode, CommandError> {
    match args.command {
        #[cfg(feature = "app")]
        None => window::window(&args::PlayArgs::default()).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "app")]
        Some(Command::Window(play)) => window::window(&play).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "app")]
        Some(Command::Play(play)) => play::play(&play).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "app")]
        Some(Command::Doctor) => doctor::doctor().map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "app")]
        Some(Command::Learn(learn)) => learn::learn(&learn).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "app")]
        Some(Command::Fit(fit)) => fit::fit(&fit).map(|()| ExitCode::SUCCESS),
        #[cfg(not(feature = "app"))]
        None
        | Some(
            Command::Window(_) | Command::Play(_) | Command::Doctor | Command::Learn(_) | Command::Fit(_),
        ) => Err(CommandError::new(
            "This Cantus was built without devices (feature `app`): it renders, checks and lists, but cannot play live.",
        )),
        Some(Command::Render(render)) => render::render(&render).map(|()| ExitCode::SUCCESS),
        Some(Command::Check { files }) => Ok(check::check(&files)),
        Some(Command::List { what, json }) => list::list(what, json).map(|()| ExitCode::SUCCESS),
        Some(Command::Schema { kind }) => list::schema(kind).map(|()| ExitCode::SUCCESS),
        Some(Command::Bench(bench)) => bench::bench(&bench).map(|()| ExitCode::SUCCESS),
    }
}
