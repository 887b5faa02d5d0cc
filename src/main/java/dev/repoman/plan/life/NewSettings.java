package dev.repoman.plan.life;

import dev.repoman.project.Containment;
import dev.repoman.project.Fault;
import dev.repoman.project.GitUrl;
import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A [NewRequest] with every default filled in. Precedence: flag, override, `[defaults]`, built-in.
///
/// @param asked the request behind these settings
/// @param repo the folder as the registry names it: relative to `repos_root`, or whole if it is elsewhere
/// @param repoPath absolute path of that folder
/// @param reposRoot absolute
/// @param sharedWith the projects whose container shows the same repository already
/// @param override what `repos.d/NAME.toml` says
/// @param ollamaUrl where containers find the model daemon, or empty
/// @param proxied whether sealed containers have the HTTP proxy
public record NewSettings(
        NewRequest asked,
        ProjectName name,
        String repo,
        String repoPath,
        String reposRoot,
        List<ProjectName> sharedWith,
        @Nullable GitUrl cloneUrl,
        boolean prompts,
        IncusProject incusProject,
        ImageRef image,
        List<String> profiles,
        String claudeShareProfile,
        boolean backup,
        Override override,
        String ollamaUrl,
        boolean proxied,
        Hermes hermes,
        Containment containment,
        HostUser user) {
    /// The profile that connects a container to the model daemon.
    public static final String LLM_PROFILE = "llm-share";

    /// @return the `[[host]]` that gets the container; null for this one
    @Nullable
    String host() {
        return asked.host();
    }

    /// @return whether the repository is in a volume, and not in a folder of this host
    public boolean hasVolume() {
        return containment == Containment.SEALED || host() != null;
    }

    /// @param registry with the defaults of the host that gets the container
    /// @throws RepomanException REFUSED where the name is in the registry, USAGE where the folder is not
    ///     one repository
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
        Path folder = folder(request, root, defaults, user);
        String repo = folder.startsWith(root) ? root.relativize(folder).toString() : user.contract(folder.toString());
        Containment containment = request.containment() != null
                ? request.containment()
                : override.containment().orElse(defaults.containment());
        registry.mirrorClash(name, repo, containment == Containment.SEALED || request.host() != null)
                .ifPresent(other -> {
                    throw new RepomanException(
                            Fault.REFUSED,
                            "the backup of " + name + " would be in the same folder as that of " + other.name(),
                            "choose another name");
                });
        Desired.devices(override, user).forEach((device, it) -> {
            if (folder.toString().equals(it.option("path"))) {
                throw new RepomanException(
                        Fault.REGISTRY,
                        "the device " + device + " of repos.d/" + name + ".toml is at the path of the repository, "
                                + folder,
                        "use another path, or remove it: the repository is mounted anyway");
            }
        });
        Hermes hermes = Hermes.resolve(request, override, defaults.llm());
        return new NewSettings(
                request,
                name,
                repo,
                folder.toString(),
                root.toString(),
                registry.projects().stream()
                        .filter(p -> !p.hasVolume()
                                && defaults.repoPath(user, p.repo()).equals(folder.toString()))
                        .map(Project::name)
                        .toList(),
                request.cloneUrl(),
                request.prompts(),
                defaults.project(),
                image(request, override, defaults, hermes),
                profiles(request, override, defaults, hermes),
                defaults.claudeShareProfile(),
                // there is a flag against it, and none for it
                request.backup() && override.backup().orElse(true),
                override,
                defaults.llm().ollamaUrl(),
                !defaults.allowed().isEmpty(),
                hermes,
                containment,
                user);
    }

    private static ImageRef image(NewRequest request, Override override, Defaults defaults, Hermes hermes) {
        if (request.image() != null) {
            return request.image();
        }
        return ImageRef.parse(override.image().orElse(hermes.wanted() ? Hermes.IMAGE : defaults.defaultImage()));
    }

    private static Path folder(NewRequest request, Path root, Defaults defaults, HostUser user) {
        String given = request.repo() == null ? request.name().value() : request.repo();
        if (given.isBlank() || given.indexOf('\0') >= 0) {
            throw new RepomanException(
                    Fault.USAGE,
                    "--repo needs the name of a folder",
                    "omit it if the folder has the name of the project");
        }
        Path folder = root.resolve(user.expand(given));
        if (!folder.equals(folder.normalize())) {
            throw new RepomanException(
                    Fault.USAGE,
                    "the path of the repository, " + given + ", contains a \"..\"",
                    "name the folder itself");
        }
        for (String whole : List.of(root.toString(), user.home(), defaults.backupRoot(user))) {
            if (Path.of(whole).startsWith(folder)) {
                throw tooMuch(folder.toString(), whole);
            }
        }
        if (folder.startsWith(defaults.backupRoot(user))) {
            throw new RepomanException(
                    Fault.USAGE, folder + " is in the backup root " + defaults.backupRoot(), "name a folder elsewhere");
        }
        return folder;
    }

    /// @param whole the home, or the folder of all repositories or backups
    static RepomanException tooMuch(String folder, String whole) {
        return new RepomanException(
                Fault.USAGE,
                "the folder " + folder + (folder.equals(whole) ? " is not a repository" : " contains " + whole)
                        + ": the container would see all that is in it",
                "name the folder of one repository");
    }

    private static List<String> profiles(NewRequest request, Override override, Defaults defaults, Hermes hermes) {
        Set<String> profiles = new LinkedHashSet<>(
                request.profiles().isEmpty() ? override.profiles().orElse(defaults.profiles()) : request.profiles());
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
