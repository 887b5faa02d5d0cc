package dev.repoman.hermes;

import dev.repoman.file.Mounts;
import dev.repoman.file.Reasons;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.jail.Jail;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.HostSeed;
import dev.repoman.plan.life.SeedDifference;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Looks at hermes data, the host's and a project's; changes nothing.
@ApplicationScoped
public class HermesProbe {
    private final HermesFolders folders;
    private final FolderProbe probe;

    public HermesProbe(HermesFolders folders, FolderProbe probe) {
        this.folders = folders;
        this.probe = probe;
    }

    /// @throws RepomanException FAILED if a file of the seed cannot be read
    public HostSeed seed(Llm settings) {
        Path host = folders.host();
        if (!Files.isDirectory(host)) {
            List<String> none = List.of();
            return new HostSeed(host.toString(), false, none, none, none, none, none, none);
        }
        try {
            return new HostData(host.toRealPath(), settings.hermesSeed(), settings.hermesEnvKeep()).look();
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED, "cannot read the hermes data: " + Reasons.of(e), "see ls -la " + host, e);
        }
    }

    public DataFact data(ProjectName name) {
        Path folder = folders.stateDirFor(name);
        FolderFact fact = probe.look(folder.toString());
        List<String> mounts = List.of();
        try {
            mounts = fact.kind() == FolderFact.Kind.MISSING
                    ? List.of()
                    : Mounts.below(Path.of(fact.realPath())).stream()
                            .map(Path::toString)
                            .toList();
        } catch (IOException _) {
            // a host without /proc: the purge checks again
        }
        FolderFact.Kind kind = Files.isSymbolicLink(folder) ? FolderFact.Kind.NOT_A_FOLDER : fact.kind();
        return new DataFact(folder.toString(), kind, mounts);
    }

    /// @param onlyThere files of the copy that the seed list covers and the host does not have
    /// @param live names of the lock and pid files in the copy, that show a running agent
    public record Comparison(List<SeedDifference> differences, List<String> onlyThere, List<String> live) {}

    /// @param data an existing folder
    public Comparison compare(Jail jail, HostSeed seed, DataFact data, Llm settings) {
        HostData host = new HostData(Path.of(seed.source()), settings.hermesSeed(), settings.hermesEnvKeep());
        try {
            DataFolder.Look look =
                    new DataFolder(jail, Path.of(data.path())).look(host, settings.hermesSeed(), seed.files());
            return new Comparison(look.differences(), look.onlyHere(), look.live());
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot compare " + seed.source() + " with " + data.path() + ": " + Reasons.of(e),
                    "see the owners and modes of both",
                    e);
        }
    }
}
