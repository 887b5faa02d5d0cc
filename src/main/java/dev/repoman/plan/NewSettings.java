package dev.repoman.plan;

import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Override;
import dev.repoman.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A [NewRequest] with every default filled in. Precedence: flag, override, `[defaults]`, built-in.
///
/// @param repo the folder as the registry names it: relative to `repos_root`
/// @param repoPath absolute path of that folder
/// @param reposRoot absolute
public record NewSettings(
        ProjectName name,
        String repo,
        String repoPath,
        String reposRoot,
        @Nullable String cloneUrl,
        String incusProject,
        ImageRef image,
        List<String> profiles,
        String claudeShareProfile,
        boolean backup,
        Hermes hermes,
        HostUser user) {
    /// The profile that wires a container to the model daemon.
    public static final String LLM_PROFILE = "llm-share";

    /// @throws RepomanException REFUSED where the name is in the registry, USAGE where the folder is not below
    /// `repos_root`
    public static NewSettings resolve(NewRequest request, Registry registry, Override override, HostUser user) {
        ProjectName name = request.name();
        registry.find(name).ifPresent(_ -> {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the name " + name + " is already in the registry",
                    "repoman status " + name + " shows it; repoman remove " + name + " frees the name");
        });
        Defaults defaults = registry.defaults();
        Path root = Path.of(defaults.reposRoot(user));
        Path folder = folder(request, root, user);
        Hermes hermes = Hermes.resolve(request, override, defaults.llm());
        ImageRef image = request.image() != null
                ? request.image()
                : ImageRef.parse(hermes.wanted() ? Hermes.IMAGE : defaults.defaultImage());
        return new NewSettings(
                name,
                root.relativize(folder).toString(),
                folder.toString(),
                root.toString(),
                request.cloneUrl(),
                defaults.incusProject(),
                image,
                profiles(request, defaults, hermes),
                defaults.claudeShareProfile(),
                request.backup(),
                hermes,
                user);
    }

    private static Path folder(NewRequest request, Path root, HostUser user) {
        String given = request.repo() == null ? request.name().value() : request.repo();
        if (given.isBlank() || given.indexOf('\0') >= 0) {
            throw new RepomanException(Fault.USAGE, "--repo needs the name of a folder", null);
        }
        Path folder = root.resolve(user.expand(given));
        boolean climbs = !folder.equals(folder.normalize());
        if (climbs || !folder.startsWith(root) || folder.equals(root)) {
            throw outside(given, root.toString());
        }
        return folder;
    }

    static RepomanException outside(String given, String root) {
        return new RepomanException(
                Fault.USAGE,
                "the repository " + given + " is not a folder below " + root,
                "name a folder below repos_root, which the registry sets under [defaults]");
    }

    private static List<String> profiles(NewRequest request, Defaults defaults, Hermes hermes) {
        Set<String> profiles =
                new LinkedHashSet<>(request.profiles().isEmpty() ? defaults.profiles() : request.profiles());
        if (request.llm() != null) {
            profiles.remove(LLM_PROFILE);
            if (request.llm()) {
                profiles.add(LLM_PROFILE);
            }
        }
        if (hermes.wanted()) {
            profiles.add(LLM_PROFILE);
        }
        return new ArrayList<>(profiles);
    }
}
