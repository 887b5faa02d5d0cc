package dev.repoman.host.jail;

/// How a job ended.
public sealed interface Outcome {
    /// @param code its exit code; 127 where the program is not installed, 128 + N after signal N
    record Ended(int code) implements Outcome {}

    /// The wait for it was given up. It was killed, unless it hangs in the kernel, where no signal reaches
    /// it.
    record GivenUp(Why why) implements Outcome {}

    /// One of its folders was not the intended one: it was replaced, or unmounted. Nothing ran.
    record Replaced() implements Outcome {}

    /// No jail could be created. Nothing ran.
    record NoJail(String why) implements Outcome {}

    /// Why a job was given up.
    enum Why {
        /// It ran longer than allowed.
        TOO_LONG,
        /// Its folder no longer answers.
        SILENT,
        /// None of its processes does anything: they wait for something that never happens, such as the other
        /// end of a pipe in the place of a file.
        STUCK
    }
}
