//! What the system says a command has cost.

use std::process::Command;

use crate::figure::Outcome;

/// Work in milliseconds (the least of several runs) and peak resident memory in MiB of a command, as the system counts
/// them for the processes that Python waits for.
pub fn resources(runs: usize, command: &mut Command) -> Outcome<(f64, f64)> {
    const ASK: &str = "import resource, subprocess, sys
def worked():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
least = 1e9
for _ in range(int(sys.argv[1])):
    start = worked()
    status = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    if status not in (0, 1):
        sys.exit(f'{sys.argv[2]} ended with status {status}')
    least = min(least, worked() - start)
print(least * 1000, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)";
    let output = Command::new("python3")
        .args(["-c", ASK, &runs.to_string()])
        .arg(command.get_program())
        .args(command.get_args())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let said = String::from_utf8_lossy(&output.stderr);
    let (work, memory) = text.trim().split_once(' ').ok_or(said)?;
    Ok((work.parse()?, memory.parse()?))
}
