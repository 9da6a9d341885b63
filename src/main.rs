//! The command line: `serve` (default), `migrate`, `seed`, `user create`, `doctor`, `routes`.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod cli;

fn main() -> std::process::ExitCode {
    formacion::embedded::hand_over();
    formacion::platform::logs::start();
    match cli::start() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("formacion: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
