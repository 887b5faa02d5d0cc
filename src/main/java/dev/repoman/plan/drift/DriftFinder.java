package dev.repoman.plan.drift;

import dev.repoman.plan.Finding;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.HostFindings;
import dev.repoman.plan.Inside;
import dev.repoman.plan.ShellText;
import dev.repoman.plan.drift.Drift.Fix;
import dev.repoman.plan.drift.Drift.Kind;
import dev.repoman.plan.life.AdoptPlanner;
import dev.repoman.plan.life.Desired;
import dev.repoman.plan.life.Hermes;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.project.Containment;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.Profile;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Llm;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares registry, override, container and host: each difference, the most serious first, with the command
/// that fixes it.
public final class DriftFinder {
    private final ProjectFacts facts;
    private final String name;
    private final List<Drift> found = new ArrayList<>();

    private DriftFinder(ProjectFacts facts) {
        this.facts = facts;
        this.name = facts.name().value();
    }

    public static List<Drift> find(ProjectFacts facts) {
        DriftFinder finder = new DriftFinder(facts);
        Project entry = facts.entry();
        if (entry == null) {
            finder.orphan();
        } else {
            finder.look(entry, Effective.of(entry, facts.override(), facts.registry()));
        }
        return List.copyOf(finder.found);
    }

    /// An override that cannot be read says nothing about the rest.
    public static Drift unreadable(RepomanException why) {
        String fix = why.hint() == null ? "fix that file" : why.hint();
        return new Drift(Kind.OVERRIDE_UNREADABLE, why.what(), null, null, fix, null);
    }

    private void look(Project entry, Effective effective) {
        Instance instance = facts.instance();
        if (instance == null && facts.asked()) {
            other(Kind.CONTAINER_MISSING, "the container does not exist", name, null, "repoman repair " + name);
        } else if (facts.foreign()) {
            other(
                    Kind.FOREIGN,
                    "the container of that name is not the one that repoman created",
                    name,
                    null,
                    "repoman remove " + name + " removes the entry and keeps the container");
        }
        String restore = entry.hasVolume() ? null : repository(entry);
        override(entry, effective);
        profilesThere(effective);
        Containment level = effective.containment().value();
        boolean volume = level == Containment.SEALED || entry.host() != null;
        if (instance != null
                && !facts.foreign()
                && RepositoryVolume.of(instance).isPresent() != volume) {
            other(
                    Kind.CONTAINMENT,
                    volume
                            ? (entry.host() == null
                                            ? "the level is sealed"
                                            : "the project is on the host " + entry.host())
                                    + ", and the repository of the container is a folder of this host"
                            : "the level is " + level + ", and the repository of the container is in a volume",
                    level.toString(),
                    null,
                    "nothing changes a project to or from sealed: set its level back, or create another project");
        } else if (instance != null && !facts.foreign()) {
            found.addAll(new ContainerDrift(facts, entry, desired(entry, effective), instance, restore).find());
        }
        hermesData(entry);
        models(effective);
        ProjectFacts.Around around = facts.around();
        if (around != null && around.reachesHost()) {
            other(
                    Kind.HOST_REACHED,
                    "the container is guarded, and reaches services of this host all the same: root's rules are missing",
                    null,
                    null,
                    "repoman setup shows the lines for root");
        }
    }

    /// What the container of `entry` should look like.
    private Desired desired(Project entry, Effective effective) {
        Ownership keys = new Ownership(
                repoPath(entry),
                effective.image().value(),
                facts.user().name(),
                facts.user().uid(),
                entry.created());
        return Desired.of(
                keys,
                facts.registry().pathInside(entry, facts.user()),
                effective.profiles().value(),
                facts.override(),
                facts.registry().defaults().llm().ollamaUrl(),
                entry.hasVolume(),
                !facts.registry().defaults().allowed().isEmpty(),
                entry.hermes() ? facts.hermesPath() : null,
                facts.around() == null
                        ? new Inside(null, facts.override().sudo())
                        : facts.around().inside(),
                effective.containment().value(),
                facts.name(),
                facts.registry().defaults().project() + "/" + name + " " + entry.created(),
                facts.user());
    }

    private void orphan() {
        Instance there = facts.instance();
        Ownership ours = there == null ? null : there.ownership();
        if (there != null && ours != null) {
            Project entry = facts.registry().find(facts.name()).orElse(null);
            if (entry != null && entry.isOf(ours, facts.user())) {
                other(
                        Kind.ORPHAN,
                        "this copy is left from a move that was interrupted",
                        null,
                        name,
                        "repoman move " + name + " " + Objects.requireNonNullElse(entry.host(), "local"));
                return;
            }
            boolean begun = AdoptPlanner.isBegun(there);
            other(
                    Kind.ORPHAN,
                    "the container has no registry entry" + (begun ? ": its creation was interrupted" : ""),
                    null,
                    name,
                    begun
                            ? AdoptPlanner.carryOn(facts.name(), ours, facts.registry(), facts.user())
                            : "repoman adopt " + name + facts.registry().machineOption());
        }
    }

    /// @return the command that restores the folder, or null if it exists
    private @Nullable String repository(Project entry) {
        ProjectFacts.Around around = facts.around();
        if (around == null) {
            return null;
        }
        FolderFact folder = around.repository();
        if (folder.within() != null) {
            other(
                    Kind.REPOSITORY_NESTED,
                    folder.nested("the repository " + facts.user().contract(folder.path())),
                    null,
                    folder.within(),
                    "move it out of there, and name the new folder in the registry: repoman config edit");
            return null;
        }
        String what = switch (folder.kind()) {
            case MISSING -> "does not exist";
            case NOT_A_FOLDER -> "is not a folder";
            case EMPTY -> entry.lastSync().isEmpty() ? null : "is empty, its backup is not";
            case FOLDER, UNREADABLE -> null;
        };
        if (folder.kind() == FolderFact.Kind.UNREADABLE) {
            other(
                    Kind.REPOSITORY_UNREADABLE,
                    "the repository " + facts.user().contract(folder.path()) + " cannot be read, or does not answer",
                    folder.path(),
                    null,
                    "see its owner, its mode and its mount: ls -ld " + folder.path());
        }
        if (what == null) {
            return null;
        }
        String path = facts.user().contract(folder.path());
        String fix = entry.lastSync().isEmpty()
                ? "put it back at " + path + ", or remove the project: repoman remove " + name
                : "repoman restore " + name;
        other(Kind.REPOSITORY_MISSING, "the repository " + path + " " + what, folder.path(), null, fix);
        return fix;
    }

    /// Entry and override; what they agree on is what the container is compared with.
    private void override(Project entry, Effective effective) {
        Override override = facts.override();
        String says = "repos.d/" + name + ".toml says ";
        differing(override.image(), effective.image().value())
                .ifPresent(image -> other(
                        Kind.IMAGE_OVERRIDE,
                        says + "image " + image + ", the registry "
                                + effective.image().value(),
                        image,
                        effective.image().value(),
                        Remake.commands(facts, entry, null, entry.hermes())));
        differing(override.profiles(), effective.profiles().value()).ifPresent(profiles -> {
            List<String> words = new ArrayList<>(List.of("repoman", "config", "set", "project." + name + ".profiles"));
            words.addAll(profiles);
            other(
                    Kind.PROFILES_OVERRIDE,
                    says + "profiles " + String.join(", ", profiles) + ", the registry "
                            + String.join(", ", effective.profiles().value()),
                    String.join(", ", profiles),
                    String.join(", ", effective.profiles().value()),
                    ShellText.command(words.toArray(String[]::new)) + ", then repoman repair " + name);
        });
        differing(override.backup(), effective.backup().value())
                .ifPresent(backup -> other(
                        Kind.BACKUP_OVERRIDE,
                        says + "backup = " + backup + ", the registry "
                                + effective.backup().value(),
                        backup.toString(),
                        effective.backup().value().toString(),
                        "repoman config set project." + name + ".backup " + backup));
        differing(override.hermes(), entry.hermes())
                .ifPresent(hermes -> other(
                        Kind.HERMES_OVERRIDE,
                        says + "hermes enabled = " + hermes + ", the registry hermes = " + entry.hermes(),
                        hermes.toString(),
                        Boolean.toString(entry.hermes()),
                        // without the agent, the image with the agent is dropped too
                        Remake.commands(
                                facts,
                                entry,
                                hermes || entry.image().equals(Hermes.IMAGE) ? null : entry.image(),
                                null)));
    }

    private static <T> Optional<T> differing(Optional<T> override, T effective) {
        return override.filter(value -> !value.equals(effective));
    }

    private void profilesThere(Effective effective) {
        List<Profile> there = facts.around() == null ? null : facts.around().profiles();
        if (there == null) {
            return;
        }
        for (String wanted : effective.profiles().value()) {
            if (there.stream().noneMatch(p -> p.name().equals(wanted))) {
                other(Kind.PROFILE_GONE, HostFindings.profile(wanted, makeProfile(wanted)), wanted, null);
            }
        }
    }

    private String makeProfile(String profile) {
        if (profile.equals(NewSettings.LLM_PROFILE)) {
            return "repoman setup --with-llm";
        }
        if (profile.equals(facts.registry().defaults().claudeShareProfile())) {
            return "repoman setup says how to create it";
        }
        return ShellText.command(
                "incus",
                "profile",
                "create",
                profile,
                "--project",
                facts.registry().defaults().incusProject());
    }

    private void hermesData(Project entry) {
        ProjectFacts.Around around = facts.around();
        if (entry.hermes() && around != null && !around.data().there()) {
            found.add(new Drift(
                    Kind.HERMES_DATA_MISSING,
                    "the hermes data " + facts.user().contract(facts.hermesPath()) + " does not exist",
                    facts.hermesPath(),
                    null,
                    "repoman repair " + name + ", then repoman hermes reseed " + name,
                    new Fix.MakeFolder(facts.hermesPath())));
        }
    }

    private void models(Effective effective) {
        ProjectFacts.Around around = facts.around();
        boolean wanted = effective.profiles().value().contains(NewSettings.LLM_PROFILE);
        Llm llm = facts.registry().defaults().llm();
        if (around == null || !wanted || !llm.enabled()) {
            return;
        }
        if (around.profiles() != null) {
            around.profiles().stream()
                    .filter(p -> p.name().equals(NewSettings.LLM_PROFILE))
                    .forEach(p -> HostFindings.address(p, llm)
                            .ifPresent(finding ->
                                    other(Kind.LLM_ADDRESS, finding, llm.ollamaUrl(), HostFindings.address(p))));
        }
    }

    private void other(Kind kind, Finding finding, @Nullable String wanted, @Nullable String is) {
        found.add(new Drift(kind, finding, wanted, is, null));
    }

    private String repoPath(Project entry) {
        return facts.registry().defaults().repoPath(facts.user(), entry.repo());
    }

    private void other(Kind kind, String what, @Nullable String wanted, @Nullable String is, String fix) {
        found.add(new Drift(kind, what, wanted, is, fix, null));
    }
}
