package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.CloneRepository;
import dev.repoman.plan.Action.CreateInstance;
import dev.repoman.plan.Action.EditOverride;
import dev.repoman.plan.Action.EditRegistry;
import dev.repoman.plan.Action.InitRepository;
import dev.repoman.plan.Action.ProvisionUser;
import dev.repoman.plan.Action.RunSetup;
import dev.repoman.plan.Action.StartInstance;
import dev.repoman.plan.Action.UpdateInstance;
import dev.repoman.plan.Action.VerifyHermes;
import dev.repoman.plan.CloudConfig;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.HostSeed;
import dev.repoman.plan.MountParents;
import dev.repoman.plan.Plan;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.GitUrl;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Ownership;
import dev.repoman.project.Profile;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `new`: repository folder, container, user, registry entry, in that order; the entry comes last, so a
/// container with our keys and without an entry is one whose creation was interrupted, and is continued.
@ApplicationScoped
public class NewPlanner {
    /// @throws RepomanException if the facts or the request do not allow it; then nothing was changed
    public Plan plan(NewSettings settings, NewFacts facts) {
        checkFolder(settings, facts);
        List<Action> actions = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean volume = settings.hasVolume();
        if (volume) {
            RepositoryVolume.check(settings, facts);
        } else {
            addRepository(settings, facts, actions);
        }
        if (!settings.sharedWith().isEmpty()) {
            notes.add("the repository is also that of "
                    + String.join(
                            ", ",
                            settings.sharedWith().stream()
                                    .map(ProjectName::value)
                                    .toList())
                    + ": what one agent writes, the other reads and runs");
        }
        GitMount.addNotes(settings, facts, notes);
        GitIdentity.addNotes(settings.override().git(), facts.identity(), notes);
        Instance there = facts.instance();
        Project entry;
        if (there == null) {
            checkImageAndProfiles(settings, facts);
            InstanceSpec spec = spec(settings, facts);
            HostSeed seed = facts.seed();
            if (seed != null) {
                Hermes.checkEmpty(settings.name(), facts.data(), settings.user());
                Hermes.addFolder(facts.data(), actions);
                settings.hermes().addNotes(seed, settings.user(), notes);
            }
            facts.addNotes(spec, volume, notes);
            if (volume) {
                RepositoryVolume.addVolume(settings, facts, spec, actions);
            }
            actions.add(new CreateInstance(settings.incusProject(), spec));
            // after the container: if this is interrupted, its device shows that the data was created for it
            if (seed != null) {
                Hermes.addSeed(facts.data(), seed, settings.hermes().envKeep(), actions);
            }
            actions.add(new StartInstance(settings.incusProject(), spec.name()));
            actions.add(provision(settings, facts, devices(settings, facts), isCloud(settings, facts)));
            boolean hermes = settings.hermes().wanted();
            if (hermes && !Hermes.isIn(facts.localImage())) {
                actions.add(new VerifyHermes(
                        settings.incusProject(),
                        spec.name(),
                        settings.user(),
                        settings.image().toString()));
            }
            entry = entry(settings, settings.image().toString(), settings.profiles(), facts.now(), hermes);
        } else {
            entry = takeOver(settings, facts, there, actions, notes);
        }
        if (volume) {
            RepositoryVolume.addContent(settings, facts, actions, notes);
        }
        if (!settings.asked().edit().isNone()) {
            actions.add(new EditOverride(
                    settings.name(), facts.overrideFile(), settings.asked().edit()));
        }
        if (settings.asked().purpose() == NewRequest.Purpose.CREATE) {
            actions.add(new EditRegistry(new RegistryEdit.Add(entry)));
        }
        settings.override()
                .setup()
                .ifPresent(script -> actions.add(new RunSetup(
                        settings.incusProject(),
                        settings.name().value(),
                        settings.user(),
                        Entry.words(
                                Entry.How.LINE,
                                false,
                                List.of(script),
                                settings.user(),
                                settings.name().value(),
                                settings.repoPath(),
                                "",
                                ""),
                        script,
                        facts.setupLog())));
        return new Plan(actions, List.of(), notes);
    }

    private static void checkFolder(NewSettings settings, NewFacts facts) {
        FolderFact folder = facts.folder();
        if (folder.within() != null) {
            throw new RepomanException(
                    Fault.REFUSED,
                    folder.nested(folder.path()),
                    "name a folder that is not in another project's repository");
        }
        facts.unsafe().stream().findFirst().ifPresent(device -> {
            throw device.refusal(settings.name().value());
        });
        if (facts.anothers() && !Path.of(folder.path()).startsWith(settings.reposRoot())) {
            // root inside could write it as its owner
            throw new RepomanException(
                    Fault.REFUSED,
                    "the folder " + folder.path() + " does not belong to you",
                    "name a folder of yours; if it should be yours: sudo chown -R "
                            + settings.user().name() + ": " + folder.path());
        }
        Path real = Path.of(folder.realPath());
        if (Path.of(facts.reposRootReal()).startsWith(real)) {
            throw NewSettings.tooMuch(folder.path() + " (really " + real + ")", settings.reposRoot());
        }
        if (facts.holds() != null) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the folder " + folder.path() + " contains " + facts.holds()
                            + ": an agent here could put a link to any folder of this host in its place",
                    "name a folder that contains no other project's");
        }
        switch (folder.kind()) {
            case MISSING, EMPTY, FOLDER -> {}
            case NOT_A_FOLDER ->
                throw new RepomanException(
                        Fault.USAGE,
                        folder.path() + " is a file, not a folder",
                        "name another folder with --repo, or move the file");
            case UNREADABLE ->
                throw new RepomanException(
                        Fault.FAILED,
                        "cannot read " + folder.path(),
                        "see its owner and mode: ls -ld " + folder.path());
        }
    }

    private static void addRepository(NewSettings settings, NewFacts facts, List<Action> actions) {
        FolderFact folder = facts.folder();
        if (settings.asked().purpose() != NewRequest.Purpose.CREATE) {
            if (folder.kind() == FolderFact.Kind.MISSING) {
                throw new RepomanException(
                        Fault.FAILED,
                        "the repository " + settings.user().contract(folder.path()) + " does not exist",
                        "repoman status " + settings.name() + " says how to bring it back");
            }
            return;
        }
        GitUrl url = settings.cloneUrl();
        boolean fresh = folder.kind() == FolderFact.Kind.MISSING || folder.kind() == FolderFact.Kind.EMPTY;
        if (url == null) {
            if (fresh) {
                actions.add(new InitRepository(folder.path()));
            }
        } else if (fresh) {
            actions.add(new CloneRepository(folder.path(), url, settings.prompts()));
        } else if (!url.clean().equals(facts.originUrl())) {
            throw new RepomanException(
                    Fault.REFUSED,
                    folder.path() + " already exists and is not a clone of " + url,
                    "leave out --clone to use it as it is, or name another folder with --repo");
        }
    }

    private static void checkImageAndProfiles(NewSettings settings, NewFacts facts) {
        IncusProject project = settings.incusProject();
        for (String wanted : settings.profiles()) {
            if (facts.profiles().stream().noneMatch(p -> p.name().equals(wanted))) {
                throw new RepomanException(
                        Fault.FAILED,
                        "the profile \"" + wanted + "\" does not exist in the Incus project \"" + project + "\"",
                        missingProfile(wanted, project, settings.claudeShareProfile()));
            }
        }
        if (effective(settings, facts.profiles()).stream().noneMatch(Profile::hasRootDisk)) {
            throw new RepomanException(
                    Fault.FAILED,
                    "none of the profiles " + String.join(", ", settings.profiles()) + " has a root disk",
                    settings.profiles().contains("default")
                            ? "repoman setup gives the profile default one"
                            : "add the profile default: --profile default");
        }
        if (settings.image().remote() == null
                && facts.localImage() == null
                && settings.asked().purpose() != NewRequest.Purpose.MOVE) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the image \"" + settings.image() + "\" does not exist in the local store",
                    settings.image().alias().equals(Hermes.IMAGE)
                            ? "build it: repoman image build hermes"
                            : "see incus image list, or use a public one, for example --image"
                                    + " images:debian/13/cloud");
        }
    }

    private static String missingProfile(String wanted, IncusProject project, String claudeShare) {
        String where = project.remote().isEmpty() ? "" : ", on that machine";
        if (wanted.equals(NewSettings.LLM_PROFILE)) {
            return "repoman setup --with-llm" + where;
        }
        return wanted.equals(claudeShare)
                ? "repoman setup says how to create it" + where
                : "see " + project.command("profile list")
                        + "; choose others with --profile, or in the registry under [defaults]";
    }

    private static List<Profile> effective(NewSettings settings, List<Profile> profiles) {
        return profiles.stream()
                .filter(p -> settings.profiles().contains(p.name()))
                .toList();
    }

    private static InstanceSpec spec(NewSettings settings, NewFacts facts) {
        HostUser user = settings.user();
        Desired desired = desired(settings, facts);
        Map<String, String> config = desired.config();
        if (isCloud(settings, facts)) {
            config.put(CloudConfig.KEY, CloudConfig.forUser(user));
        }
        return new InstanceSpec(
                settings.name().value(),
                settings.image(),
                desired.profiles(),
                config,
                desired.devices(ofProfiles(settings, facts.profiles()), RepositoryVolume.kept(facts)),
                facts.target(settings));
    }

    private static Desired desired(NewSettings settings, NewFacts facts) {
        HostUser user = settings.user();
        return Desired.of(
                new Ownership(settings.repoPath(), settings.image().toString(), user.name(), user.uid(), facts.now()),
                settings.repoPath(),
                settings.profiles(),
                settings.override(),
                settings.ollamaUrl(),
                settings.hasVolume(),
                settings.proxied(),
                settings.hermes().wanted() ? facts.data().path() : null,
                Desired.inside(settings.override(), facts.identity(), settings.repoPath()),
                settings.containment(),
                settings.name(),
                settings.incusProject() + "/" + settings.name() + " " + facts.now(),
                user);
    }

    /// @param there the container that is taken over, or null
    /// @return the disks and other devices of the future container, except for the repository and the agent's
    ///     data
    public static SortedMap<String, Device> devices(
            NewSettings settings, List<Profile> profiles, @Nullable Instance there) {
        SortedMap<String, Device> all = ofProfiles(settings, profiles);
        if (there != null) {
            all.putAll(there.expandedDevices());
        }
        all.putAll(Desired.devices(settings.override(), settings.user()));
        return all;
    }

    /// Cloud variants create their own first user, usually with our uid.
    private static boolean isCloud(NewSettings settings, NewFacts facts) {
        Map<String, String> local = facts.localImage();
        return local == null ? settings.image().alias().endsWith("/cloud") : "cloud".equals(local.get("variant"));
    }

    private static SortedMap<String, Device> devices(NewSettings settings, NewFacts facts) {
        SortedMap<String, Device> all = ofProfiles(settings, facts.profiles());
        all.putAll(desired(settings, facts).devices());
        return all;
    }

    private static SortedMap<String, Device> ofProfiles(NewSettings settings, List<Profile> profiles) {
        SortedMap<String, Device> all = new TreeMap<>();
        effective(settings, profiles).forEach(profile -> all.putAll(profile.devices()));
        return all;
    }

    private static ProvisionUser provision(
            NewSettings settings, NewFacts facts, SortedMap<String, Device> devices, boolean cloud) {
        return new ProvisionUser(
                settings.incusProject(),
                settings.name().value(),
                settings.user(),
                settings.hasVolume() ? null : settings.repoPath(),
                MountParents.of(Path.of(settings.user().home()), devices.values()),
                cloud,
                desired(settings, facts).inside());
    }

    private static Project entry(
            NewSettings settings, String image, List<String> profiles, String created, boolean hermes) {
        return new Project(
                        settings.name(),
                        settings.repo(),
                        image,
                        profiles,
                        created,
                        "",
                        settings.backup(),
                        hermes,
                        settings.containment())
                .on(settings.host());
    }

    private static Project takeOver(
            NewSettings settings, NewFacts facts, Instance there, List<Action> actions, List<String> notes) {
        Ownership ours = TakeOver.check(settings, there);
        IncusProject project = settings.incusProject();
        boolean begun = there.devices().containsKey(Hermes.DEVICE);
        HostSeed seed = facts.seed();
        if (seed != null) {
            if (!begun) {
                Hermes.checkEmpty(settings.name(), facts.data(), settings.user());
            }
            if (!begun || !facts.data().there()) {
                Hermes.addFolder(facts.data(), actions);
            }
            settings.hermes().addNotes(seed, settings.user(), notes);
        }
        Desired desired = desired(settings, facts);
        SortedMap<String, Device> lacking = desired.devices(there.expandedDevices(), there.devices());
        lacking.entrySet().removeIf(e -> e.getValue().equals(there.devices().get(e.getKey())));
        Map<String, String> unset = new TreeMap<>(desired.settings());
        unset.putAll(desired.environment());
        unset.entrySet().removeIf(e -> e.getValue().equals(there.config().get(e.getKey())));
        if (!lacking.isEmpty() || !unset.isEmpty()) {
            actions.add(new UpdateInstance(project, there.name(), unset, lacking));
        }
        if (seed != null) {
            Hermes.addSeed(facts.data(), seed, settings.hermes().envKeep(), actions);
        }
        actions.add(new StartInstance(project, there.name()));
        SortedMap<String, Device> devices = new TreeMap<>(there.expandedDevices());
        devices.putAll(desired.devices());
        actions.add(provision(settings, facts, devices, CloudConfig.isIn(there)));
        notes.add("the container " + there.name() + " already exists without a registry entry: it is taken over"
                + " with its image " + ours.image() + " and profiles " + String.join(", ", there.profiles()));
        return entry(settings, ours.image(), there.profiles(), ours.created(), begun || seed != null);
    }
}
