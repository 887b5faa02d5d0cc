package dev.repoman.host.jail;

/// How a job came to its end.
public sealed interface Outcome {
    /// @param code its exit code; 127 where the program is not installed, 128 + N after signal N
    record Ended(int code) implements Outcome {}

    /// It was not waited for any longer. It was killed, unless it hangs in the kernel where no signal reaches
    /// it.
    record GivenUp(Why why) implements Outcome {}

    /// One of its folders was not the one that was meant: it was replaced, or unmounted. Nothing ran.
    record Replaced() implements Outcome {}

    /// No jail could be made. Nothing ran.
    record NoJail(String why) implements Outcome {}

    /// Why a job was given up.
    enum Why {
        /// It ran longer than it may.
        TOO_LONG,
        /// What it works on does not answer any more.
        SILENT,
        /// None of its processes does anything: they wait for what never comes, such as the other end of a
        /// pipe that stands where a file should.
        STUCK
    }
}
