package dev.repoman.hermes;

import dev.repoman.file.Reasons;
import dev.repoman.host.FolderProbe;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.HostSeed;
import dev.repoman.plan.SeedDifference;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Llm;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

    /// @throws RepomanException FAILED where something of the seed cannot be read
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
            // a host without /proc: the purge looks again, by device numbers
        }
        FolderFact.Kind kind = Files.isSymbolicLink(folder) ? FolderFact.Kind.NOT_A_FOLDER : fact.kind();
        return new DataFact(folder.toString(), kind, mounts, kind == FolderFact.Kind.FOLDER ? live(folder) : List.of());
    }

    /// @param onlyThere files of the copy that the seed list covers and the host has not
    public record Comparison(List<SeedDifference> differences, List<String> onlyThere) {}

    /// @param data a folder that is there
    public Comparison compare(HostSeed seed, DataFact data, Llm settings) {
        DataFolder copy = new DataFolder(Path.of(data.path()));
        HostData host = new HostData(Path.of(seed.source()), settings.hermesSeed(), settings.hermesEnvKeep());
        try {
            return new Comparison(
                    copy.differences(host, seed.files()), copy.onlyHere(settings.hermesSeed(), seed.files()));
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot compare " + seed.source() + " with " + data.path() + ": " + Reasons.of(e),
                    "see the owners and modes of both",
                    e);
        }
    }

    private static List<String> live(Path folder) {
        List<String> live = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.{pid,lock}")) {
            entries.forEach(e -> live.add(e.getFileName().toString()));
        } catch (IOException _) {
            return List.of();
        }
        Collections.sort(live);
        return live;
    }
}
