package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.MakeHermesFolder;
import dev.repoman.plan.Action.SeedHermes;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.HostSeed;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm;
import dev.repoman.registry.Llm.Wiring;
import dev.repoman.registry.Override;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a project gets its own hermes, and what `new` does for that.
///
/// @param envKeep names of variables that are not commented out in its `.env`
/// @param wiring how containers reach the model daemon
public record Hermes(boolean wanted, List<String> envKeep, Wiring wiring) {
    /// The alias of the image that has hermes in it.
    public static final String IMAGE = "repoman-hermes";
    /// The name of the device that shows the data folder inside.
    public static final String DEVICE = "hermes-state";

    /// The property of an image with hermes in it: the version of hermes.
    public static final String VERSION_PROPERTY = "hermes.version";

    public Hermes {
        envKeep = List.copyOf(envKeep);
    }

    /// The flag wins, then the override, then the default. `--no-llm` leaves the agent out too.
    ///
    /// @throws RepomanException if it was requested and local models are not set up
    static Hermes resolve(NewRequest request, Override override, Llm llm) {
        boolean without = Boolean.FALSE.equals(request.llm());
        if (without && Boolean.TRUE.equals(request.hermes())) {
            throw new RepomanException(Fault.USAGE, "--hermes and --no-llm are mutually exclusive", "drop one of them");
        }
        Boolean asked =
                request.hermes() != null ? request.hermes() : override.hermes().orElse(null);
        boolean wanted = !without && (asked != null ? asked : llm.hermesDefault() && llm.enabled());
        if (wanted && !llm.enabled()) {
            throw new RepomanException(
                    Fault.ENVIRONMENT, "hermes needs local models, which are not set up", "repoman setup --with-llm");
        }
        return new Hermes(wanted, llm.hermesEnvKeep(), llm.wiring());
    }

    /// @param image the properties of a local image; null for a remote one
    /// @return whether the image says that it has hermes in it
    static boolean isIn(@Nullable Map<String, String> image) {
        return image != null && image.containsKey(VERSION_PROPERTY);
    }

    /// @param data absolute path of its data
    public static Device device(String data, HostUser user) {
        return Device.of(Map.of("type", "disk", "source", data, "path", user.home() + "/.hermes", "shift", "true"));
    }

    /// What has to exist before the container is created.
    public static void addFolder(DataFact data, List<Action> actions) {
        if (!data.filled()) {
            actions.add(new MakeHermesFolder(data.path()));
        }
    }

    /// What has to exist before it starts.
    public static void addSeed(DataFact data, HostSeed seed, List<String> envKeep, List<Action> actions) {
        if (!seed.files().isEmpty()) {
            actions.add(new SeedHermes(data.path(), seed.source(), seed.files(), envKeep, false));
        }
    }

    /// @throws RepomanException REFUSED if data already exists: two agents must not share it, and only the
    ///     user knows whose it is
    public static void checkEmpty(ProjectName name, DataFact data, HostUser user) {
        switch (data.kind()) {
            case MISSING, EMPTY -> {}
            case FOLDER, NOT_A_FOLDER, UNREADABLE ->
                throw new RepomanException(
                        Fault.REFUSED,
                        "hermes data of " + name + " already exists in " + user.contract(data.path()),
                        "repoman remove " + name + " --purge-hermes deletes it; or move it away to keep it");
        }
    }

    public void addNotes(HostSeed seed, HostUser user, List<String> notes) {
        if (!seed.there()) {
            notes.add("there is no hermes data in " + user.contract(seed.source())
                    + ": the agent starts with an empty folder");
        }
        note(
                notes,
                seed.silenced(),
                "commented out in the copy of .env, since two agents must not share them: ",
                " (hermes_env_keep keeps them)");
        note(notes, seed.runtime(), "part of the image, so not copied: ", "");
        note(notes, seed.held(), "never copied: ", "");
        note(notes, seed.skipped(), "left out: ", "");
        if (wiring == Wiring.LAN) {
            note(
                    notes,
                    seed.loopback(),
                    "the model daemon is not at a loopback address inside a container; see ",
                    ", or use repoman setup --llm-wiring proxy");
        }
    }

    private static void note(List<String> notes, List<String> names, String before, String after) {
        if (!names.isEmpty()) {
            notes.add(before + String.join(", ", names) + after);
        }
    }
}
