package dev.repoman.apply;

import dev.repoman.host.BundleFile;
import dev.repoman.host.jail.Folder;
import dev.repoman.host.tree.GitBundle;
import dev.repoman.incus.Incus;
import dev.repoman.plan.Exchange;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// Creates a repository in a volume. Git in a jail writes the history of the host's to
/// a file, from which git inside reads it.
@ApplicationScoped
public class RepositoryFiller {
    /// With the branch $1, which may be empty; $2 is `-` for an empty repository. The file is there until all of it is
    /// done, so that a run which is interrupted is repeated; a repository that is complete is left as it is.
    private static final String FILL = """
            command -v git >/dev/null || { echo "the image has no git"; exit 1; }
            [ -e .git/repoman.bundle ] || [ -z "$(git --git-dir=.git for-each-ref --count=1 2>/dev/null)" ] || { cat >/dev/null; exit 0; }
            git init -q . && git config receive.denyCurrentBranch updateInstead || exit
            [ -z "$1" ] || git symbolic-ref HEAD "refs/heads/$1" || exit
            [ "$2" != - ] || exit 0
            cat >.git/repoman.bundle &&
                git fetch -q --update-head-ok .git/repoman.bundle 'refs/heads/*:refs/heads/*' 'refs/tags/*:refs/tags/*' &&
                { ! git rev-parse -q --verify HEAD >/dev/null || git reset -q --hard; } && rm .git/repoman.bundle
            """;

    private final GitInside inside;
    private final TreeKeeper keeper;
    private final BundleFile files;

    public RepositoryFiller(Incus incus, TreeKeeper keeper, BundleFile files) {
        inside = new GitInside(incus);
        this.keeper = keeper;
        this.files = files;
    }

    void apply(Exchange.FillRepository fill, Consumer<String> note) {
        String from = fill.from();
        if (from == null) {
            run(fill, InputStream.nullInputStream());
            return;
        }
        try (BundleFile.Open bundle = files.create(new ProjectName(fill.instance()))) {
            try (TreeKeeper.Kept kept = jailed(fill.project(), from, note)) {
                GitBundle.write(kept.jail(), from, Folder.writable(bundle.folder()), bundle.path());
            }
            try (InputStream in = bundle.in()) {
                run(fill, in);
            }
        } catch (IOException e) {
            throw files.failed(e);
        }
    }

    /// A remote of that name is left as it is.
    void apply(Exchange.AddGitRemote add, Consumer<String> note) {
        try (TreeKeeper.Kept kept = jailed(add.project(), add.path(), note)) {
            GitBundle.addRemote(kept.jail(), add.path(), add.remote(), add.url());
        }
    }

    TreeKeeper.Kept jailed(IncusProject project, String path, Consumer<String> note) {
        TreeKeeper.Kept kept = keeper.keep(project, List.of(path), note);
        if (!kept.jailed()) {
            kept.close();
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "git is never run on a repository without a jail",
                    "install bubblewrap; repoman status says what to do");
        }
        return kept;
    }

    private void run(Exchange.FillRepository fill, InputStream in) {
        GitInside.Said said = inside.run(
                fill.project(),
                fill.instance(),
                fill.user(),
                fill.path(),
                FILL,
                List.of(Objects.requireNonNullElse(fill.branch(), ""), fill.from() == null ? "-" : ""),
                in);
        if (said.code() != 0) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the repository inside " + fill.instance() + " could not be created: "
                            + (said.last().isEmpty() ? "exit " + said.code() : said.last()),
                    "choose one with git, for example --image images:debian/13/cloud");
        }
    }
}
