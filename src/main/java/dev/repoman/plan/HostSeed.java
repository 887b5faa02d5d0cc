package dev.repoman.plan;

import java.util.List;

/// What a container gets of the host's hermes data. Names only, never a value.
///
/// @param source the data folder of the host, absolute, its links resolved
/// @param there whether it exists
/// @param files what is copied, relative, sorted
/// @param runtime entries of the seed list that are part of the image: `hermes-agent/`
/// @param held entries of the seed list that are never copied: `auth.json`
/// @param skipped links and special files that are skipped, each with the reason
/// @param silenced names of variables that are commented out in the copy
/// @param loopback where the data names the model daemon at a loopback address: `config.yaml:3`
public record HostSeed(
        String source,
        boolean there,
        List<String> files,
        List<String> runtime,
        List<String> held,
        List<String> skipped,
        List<String> silenced,
        List<String> loopback) {
    public HostSeed {
        files = List.copyOf(files);
        runtime = List.copyOf(runtime);
        held = List.copyOf(held);
        skipped = List.copyOf(skipped);
        silenced = List.copyOf(silenced);
        loopback = List.copyOf(loopback);
    }
}
