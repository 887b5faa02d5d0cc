package dev.repoman.plan.drift;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.drift.Drift.Kind;
import dev.repoman.plan.life.Hermes;
import dev.repoman.project.Containment;
import dev.repoman.project.Device;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How a kind of drift comes about, and what `status` says to it.
record DriftCase(Consumer<DriftWorld> make, String what, String fix) {
    static final String NEW = "repoman remove demo, then repoman new demo";
    static final String REPAIR = "repoman repair demo";
    private static final String SAME = NEW + " --image tiny";

    static DriftCase of(Kind kind) {
        return switch (kind) {
            case CONTAINER_MISSING -> new DriftCase(w -> w.there = false, "the container does not exist", REPAIR);
            case ORPHAN ->
                new DriftCase(w -> w.entry = null, "the container has no registry entry", "repoman adopt demo");
            case FOREIGN ->
                new DriftCase(
                        w -> w.config.remove("user.repoman.repo"),
                        "the container of that name is not the one that repoman created",
                        "repoman remove demo removes the entry and keeps the container");
            case OVERRIDE_UNREADABLE -> new DriftCase(w -> w.unreadable = true, "demo.toml:1: no", "fix that file");
            case IMAGE ->
                new DriftCase(
                        w -> w.config.put("user.repoman.image", "old"),
                        "the container was created from old, the registry says tiny",
                        SAME + " (nothing else changes the image of a container)");
            case IMAGE_OVERRIDE ->
                new DriftCase(
                        w -> w.image = Optional.of("other"),
                        "repos.d/demo.toml says image other, the registry tiny",
                        NEW);
            case PROFILES_OVERRIDE ->
                new DriftCase(
                        w -> w.overrideProfiles = Optional.of(List.of("default", "two words")),
                        "repos.d/demo.toml says profiles default, two words, the registry default, claude-share",
                        "repoman config set project.demo.profiles default 'two words', then repoman repair demo");
            case BACKUP_OVERRIDE ->
                new DriftCase(
                        w -> {
                            w.backup = Optional.of(true);
                            w.entryBackup = false;
                        },
                        "repos.d/demo.toml says backup = true, the registry false",
                        "repoman config set project.demo.backup true");
            case HERMES_OVERRIDE ->
                new DriftCase(
                        w -> w.overrideHermes = Optional.of(true),
                        "repos.d/demo.toml says hermes enabled = true, the registry hermes = false",
                        NEW);
            case PROFILE_GONE ->
                new DriftCase(
                        w -> {
                            w.known.remove("claude-share");
                            w.profiles.remove("claude-share");
                        },
                        "the profile claude-share does not exist",
                        "repoman setup says how to create it");
            case PROFILE_MISSING ->
                new DriftCase(
                        w -> w.profiles.remove("claude-share"), "the container lacks the profile claude-share", REPAIR);
            case PROFILE_EXTRA ->
                new DriftCase(
                        w -> w.profiles.add("mine"),
                        "the container has the profile mine, which is not configured",
                        REPAIR);
            case PROFILE_ORDER ->
                new DriftCase(
                        w -> w.profiles.addFirst(w.profiles.removeLast()),
                        "the container has its profiles in the order claude-share, default, the registry in default,"
                                + " claude-share",
                        REPAIR);
            case REPO_DEVICE_MISSING ->
                new DriftCase(w -> w.devices.remove("repo"), "the container lacks the device repo", REPAIR);
            case REPO_DEVICE_CHANGED ->
                new DriftCase(
                        w -> w.devices.put(
                                "repo",
                                Device.of(Map.of("type", "disk", "source", "/x", "path", "/home/dev/repos/demo"))),
                        "the device repo is not as it should be: it has no shift=true; source is /x, not"
                                + " /home/dev/repos/demo",
                        REPAIR);
            case HERMES_DEVICE_MISSING ->
                new DriftCase(DriftWorld::withHermes, "the container lacks the device hermes-state", REPAIR);
            case HERMES_DEVICE_CHANGED ->
                new DriftCase(
                        w -> {
                            w.withHermes();
                            w.devices.put("hermes-state", Device.shared("/home/dev/.hermes"));
                        },
                        "the device hermes-state is not as it should be: source is /home/dev/.hermes, not "
                                + DriftWorld.DATA,
                        REPAIR);
            case HERMES_DEVICE_EXTRA ->
                new DriftCase(
                        w -> w.devices.put("hermes-state", Device.shared("/h")),
                        "the container has the device hermes-state, the registry says hermes = false",
                        REPAIR);
            case DEVICE_STALE ->
                new DriftCase(
                        w -> w.stale.add("repo"),
                        "the container still shows the old folder ~/repos/demo, which was deleted or moved; what is"
                                + " written there is not in the new one",
                        REPAIR);
            case HOME_FOLDER_OF_ROOT ->
                new DriftCase(
                        w -> w.ofRoot = "/home/dev/.local/share",
                        "inside, ~/.local/share belongs to root: it was created for a mount point",
                        REPAIR);
            case OVERRIDE_DEVICE_MISSING ->
                new DriftCase(
                        w -> w.overrideDevices.put("kvm", Map.of("type", "unix-char")),
                        "the container lacks the device kvm of repos.d/demo.toml",
                        REPAIR);
            case OVERRIDE_DEVICE_CHANGED ->
                new DriftCase(
                        w -> {
                            w.overrideDevices.put(
                                    "c", Map.of("type", "disk", "source", "~/c", "path", "/c", "required", "false"));
                            w.devices.put(
                                    "c", Device.of(Map.of("type", "disk", "source", "/home/dev/c", "path", "/c")));
                        },
                        "the device c is not as it should be: it has no required=false",
                        REPAIR);
            case DEVICE_EXTRA ->
                new DriftCase(
                        w -> w.devices.put("gpu", Device.of(Map.of("type", "gpu"))),
                        "the container has the device gpu (type=gpu), which is not configured",
                        REPAIR);
            case VARIABLE_MISSING ->
                new DriftCase(
                        w -> w.variables.put("A", "b"),
                        "repos.d/demo.toml says A = \"b\", the container does not",
                        REPAIR);
            case VARIABLE_CHANGED ->
                new DriftCase(
                        w -> {
                            w.variables.put("A", "b");
                            w.config.put("environment.A", "c");
                        },
                        "repos.d/demo.toml says A = \"b\", the container \"c\"",
                        REPAIR);
            case VARIABLE_EXTRA ->
                new DriftCase(
                        w -> w.config.put("environment.A", "c"),
                        "the container has the variable A, which is not configured",
                        REPAIR);
            case CONTAINMENT ->
                new DriftCase(
                        w -> {
                            w.overrideContainment = Optional.of(Containment.GUARDED);
                            w.nic = true;
                        },
                        "the container is not guarded: the interface eth0 is its profile's",
                        REPAIR);
            case HOST_REACHED ->
                new DriftCase(
                        w -> w.reachesHost = true,
                        "the container is guarded, and reaches services of this host all the same: root's rules are"
                                + " missing",
                        "repoman setup shows the lines for root");
            case IDENTITY ->
                new DriftCase(
                        w -> w.identityDiffers = true, "git inside does not have the identity of the host", REPAIR);
            case SUDO ->
                new DriftCase(
                        w -> {
                            w.sudo = false;
                            w.sudoWorks = true;
                        },
                        "repos.d/demo.toml says sudo = false, and inside dev can become root",
                        REPAIR);
            case SETTING_MISSING ->
                new DriftCase(
                        w -> w.overrideConfig.put("limits.cpu", "2"),
                        "repos.d/demo.toml says limits.cpu = \"2\", the container does not",
                        REPAIR);
            case SETTING_CHANGED ->
                new DriftCase(
                        w -> {
                            w.overrideConfig.put("limits.memory", "2GiB");
                            w.config.put("limits.memory", "1GiB");
                        },
                        "repos.d/demo.toml says limits.memory = \"2GiB\", the container \"1GiB\"",
                        REPAIR);
            case SETTING_EXTRA ->
                new DriftCase(
                        w -> w.config.put("limits.cpu", "2"),
                        "the container has limits.cpu = \"2\", which is not configured",
                        REPAIR);
            case KEY_MISSING ->
                new DriftCase(
                        w -> w.config.remove("user.repoman.image"),
                        "the container lacks the key user.repoman.image",
                        REPAIR);
            case KEY_CHANGED ->
                new DriftCase(
                        w -> w.config.put("user.repoman.user", "eve"),
                        "the container's key user.repoman.user says eve, not dev",
                        REPAIR);
            case REPOSITORY_MISSING ->
                new DriftCase(
                        w -> {
                            w.folder = FolderFact.Kind.MISSING;
                            w.lastSync = "2026-01-01T00:00:00Z";
                        },
                        "the repository ~/repos/demo does not exist",
                        "repoman restore demo");
            case REPOSITORY_UNREADABLE ->
                new DriftCase(
                        w -> w.folder = FolderFact.Kind.UNREADABLE,
                        "the repository ~/repos/demo cannot be read, or does not answer",
                        "see its owner, its mode and its mount: ls -ld /home/dev/repos/demo");
            case REPOSITORY_NESTED ->
                new DriftCase(
                        w -> w.within = "the repository of outer",
                        "the repository ~/repos/demo lies in the repository of outer: its agent can put a link to any"
                                + " folder of this host in its place",
                        "move it out of there, and name the new folder in the registry: repoman config edit");
            case HERMES_DATA_MISSING ->
                new DriftCase(
                        w -> {
                            w.withHermes();
                            w.devices.put("hermes-state", Hermes.device(DriftWorld.DATA, DriftWorld.DEV));
                            w.data = FolderFact.Kind.MISSING;
                        },
                        "the hermes data ~/.local/share/repoman/hermes/demo does not exist",
                        REPAIR + ", then repoman hermes reseed demo");
            case LLM_ADDRESS ->
                new DriftCase(
                        w -> {
                            w.withModels();
                            w.ollamaHost = "http://192.0.2.9:11434";
                        },
                        "containers look for ollama at http://192.0.2.9:11434, the registry says"
                                + " http://192.0.2.1:11434",
                        "repoman setup --refresh");
        };
    }
}
