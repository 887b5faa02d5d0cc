package dev.repoman.usecase.doctor;

import dev.repoman.host.AgentProbe;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.doctor.Tools;
import dev.repoman.plan.setup.SetupFacts.LauncherFact;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// git knows its user inside, and the agents of this host start there.
@ApplicationScoped
class ToolsInside implements InsideCheck {
    private static final String GIT = """
            command -v git >/dev/null || exit %d
            cd "$1" || cd / && git var GIT_COMMITTER_IDENT
            """.formatted(Tools.NONE);

    private static final String VERSION = """
            [ -e "$1" ] || exit %d
            timeout 10 "$1" --version </dev/null
            """.formatted(Tools.NONE);

    private final Ask ask;
    private final AgentProbe agents;

    ToolsInside(Ask ask, AgentProbe agents) {
        this.ask = ask;
        this.agents = agents;
    }

    @Override
    public String code() {
        return "tools";
    }

    @Override
    public List<Diagnosis> look(Place place) {
        List<Diagnosis> all = new ArrayList<>();
        Ask.Answer git = ask.sh(place, GIT, place.repo());
        all.add(Tools.git(git.code(), git.said()));
        for (LauncherFact launcher : agents.launchers()) {
            if (!isShared(place, launcher)) {
                all.add(Diagnosis.skipped("launcher", launcher.name() + " is not shared with the container"));
                continue;
            }
            Ask.Answer version = ask.sh(place, VERSION, launcher.path());
            all.add(Tools.launcher(launcher.name(), version.code(), version.said()));
        }
        return all;
    }

    private static boolean isShared(Place place, LauncherFact launcher) {
        return place.instance().expandedDevices().values().stream()
                .anyMatch(device -> device.option("path") instanceof String path
                        && device.type().equals("disk")
                        && !device.isRootDisk()
                        && Path.of(launcher.path()).startsWith(Path.of(path)));
    }
}
