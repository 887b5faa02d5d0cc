package dev.repoman.plan;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;

/// A disk of a container whose source an agent can replace: the path to it leads through a tree that an agent
/// writes. Incus follows it as root at the next start.
///
/// @param device its name
/// @param source as the device has it
/// @param within whose tree that is
public record UnsafeDevice(String device, String source, String within) {
    /// @param container for display
    public RepomanException refusal(String container) {
        return new RepomanException(
                Fault.REFUSED,
                "the device " + device + " of " + container + " shows " + source + ", which lies in " + within
                        + ": its agent can put a link to any folder of this host there",
                "move that folder elsewhere, or remove the device");
    }
}
