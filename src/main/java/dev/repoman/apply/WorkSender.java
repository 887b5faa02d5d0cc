package dev.repoman.apply;

import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.file.Resources;
import dev.repoman.host.BundleFile;
import dev.repoman.incus.Incus;
import dev.repoman.plan.Exchange;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Sends what is not committed here to a repository in a volume: git in a jail writes it to a file, git inside reads
/// it.
@ApplicationScoped
public class WorkSender {
    /// Read when the executable is built.
    private static final String RECEIVE = Resources.text(WorkSender.class, "receive-work.sh");

    private final GitInside inside;
    private final RepositoryStore stores;
    private final BundleFile files;

    public WorkSender(Incus incus, RepositoryStore stores, BundleFile files) {
        inside = new GitInside(incus);
        this.stores = stores;
        this.files = files;
    }

    void apply(Exchange.SendWork send, Consumer<String> warn) {
        ProjectName name = new ProjectName(send.instance());
        try (BundleFile.Open bundle = files.create(name)) {
            Optional<String> base = stores.bundleWork(send.from(), bundle.folder(), bundle.path(), warn);
            if (base.isPresent()) {
                receive(send, name, base.get(), bundle);
            }
        } catch (IOException e) {
            throw files.failed(e);
        }
    }

    private void receive(Exchange.SendWork send, ProjectName name, String base, BundleFile.Open bundle)
            throws IOException {
        GitInside.Said said;
        try (InputStream in = bundle.in()) {
            said = inside.run(send.project(), send.instance(), send.user(), send.path(), RECEIVE, List.of(base), in);
        }
        String push = "git push repoman::" + name + " BRANCH";
        switch (said.code() == 0 ? said.last() : "failed") {
            case "" -> {}
            case "absent" ->
                throw new RepomanException(
                        Fault.REFUSED, "the commit that your work is based on is not inside " + name, "first: " + push);
            case "elsewhere" ->
                throw new RepomanException(
                        Fault.REFUSED,
                        "the repository inside " + name + " is at another commit than yours",
                        "fetch what is there (git fetch repoman::" + name + "), or push yours first: " + push);
            case "dirty" ->
                throw new RepomanException(
                        Fault.REFUSED,
                        "there is other uncommitted work inside " + name + ", which is not overwritten",
                        "commit it there, or look at it: repoman shell " + name + " -- git status");
            default ->
                throw new RepomanException(
                        Fault.FAILED,
                        "git inside " + name + " could not take the work: "
                                + (said.last().isEmpty() ? "exit " + said.code() : said.last()),
                        "look at the repository there: repoman shell " + name + " -- git status");
        }
    }
}
