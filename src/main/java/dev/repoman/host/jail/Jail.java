package dev.repoman.host.jail;

import dev.repoman.plan.JailFact;
import java.util.Optional;

/// Runs programs on trees that an agent can write. Such a tree can change at any moment and in any way, so no
/// check of a path in it holds. A program cannot follow a link out of it because nothing exists outside of
/// it.
///
/// A job sees its folders and the programs of the system, read-only; no network, no home, no other process,
/// no environment but its own, no terminal. It dies with this process, however that ends.
public interface Jail {
    /// Runs a job to its end. The calling thread waits: the job dies with the thread that started it.
    Outcome run(Job job);

    /// @return why there is no jail on this host, or empty; checked once, and cached
    Optional<JailFact> missing();
}
