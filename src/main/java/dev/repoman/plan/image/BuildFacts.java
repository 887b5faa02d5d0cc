package dev.repoman.plan.image;

import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Profile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The facts for `image build`.
///
/// @param from the image to build on
/// @param profile the project's default profile
/// @param fromProperties of the image to build on in the local store; null where it does not exist
/// @param atAlias properties of the image that has the alias now; null where there is none
/// @param instances all of the Incus project
/// @param log absolute path of the file that the installer's output goes to
/// @param now RFC 3339, UTC, to the second
public record BuildFacts(
        IncusProject incusProject,
        ImageRef from,
        Optional<Profile> profile,
        @Nullable Map<String, String> fromProperties,
        @Nullable Map<String, String> atAlias,
        List<Instance> instances,
        String log,
        HostUser user,
        String now) {
    public BuildFacts {
        instances = List.copyOf(instances);
    }
}
