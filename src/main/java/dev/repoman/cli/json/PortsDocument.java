package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// `port`.
///
/// @param listening not forwarded
@RegisterForReflection
public record PortsDocument(int format, String name, boolean running, List<Forward> forwarded, List<Integer> listening)
        implements Document {
    /// @param listens whether something listens there inside
    public record Forward(String address, int host, int container, boolean listens) {}

    public PortsDocument(String name, boolean running, List<Forward> forwarded, List<Integer> listening) {
        this(FORMAT, name, running, forwarded, listening);
    }
}
