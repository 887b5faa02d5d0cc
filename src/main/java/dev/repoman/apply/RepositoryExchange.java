package dev.repoman.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.host.tree.GitBundle;
import dev.repoman.incus.Incus;
import dev.repoman.plan.Exchange;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/// What git exchanges between a repository of this host and one inside.
@ApplicationScoped
public class RepositoryExchange {
    private static final String PROVE = "git status --porcelain >/dev/null && [ -w . ] || exit 1";

    /// Says in one word what is only inside, if anything is. It reads the commits of the other repository.
    private static final String ONLY_HERE = """
            dirty=$(git status --porcelain) || exit
            [ -z "$dirty" ] || { echo uncommitted; exit; }
            known=$(while read -r commit; do git cat-file -e "$commit" 2>/dev/null && echo "$commit"; done)
            more=$(git rev-parse -q --verify HEAD; git rev-parse -q --verify refs/stash)
            only=$(git rev-list -1 --branches --tags $more --not $known) || exit
            [ -z "$only" ] || echo commits
            """;

    private final GitInside inside;
    private final RepositoryFiller filler;
    private final WorkSender sender;

    public RepositoryExchange(Incus incus, RepositoryFiller filler, WorkSender sender) {
        inside = new GitInside(incus);
        this.filler = filler;
        this.sender = sender;
    }

    void apply(Exchange action, Consumer<String> note) {
        switch (action) {
            case Exchange.FillRepository fill -> filler.apply(fill, note);
            case Exchange.AddGitRemote add -> filler.apply(add, note);
            case Exchange.SendWork send -> sender.apply(send, note);
            case Exchange.ProveRepository prove -> prove(prove);
            case Exchange.CheckFetched check -> check(check, note);
        }
    }

    private void prove(Exchange.ProveRepository prove) {
        GitInside.Said said = inside.run(
                prove.project(),
                prove.instance(),
                prove.user(),
                prove.path(),
                PROVE,
                List.of(),
                InputStream.nullInputStream());
        if (said.code() != 0) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the repository inside " + prove.project().instance(prove.instance()) + " does not work: "
                            + (said.last().isEmpty() ? "it cannot be written" : said.last()),
                    "see whether it is whole, where it is now: git fsck");
        }
    }

    private void check(Exchange.CheckFetched check, Consumer<String> note) {
        String commits;
        try (TreeKeeper.Kept kept = filler.jailed(check.project(), check.here(), note)) {
            commits = GitBundle.commits(kept.jail(), check.here());
        }
        GitInside.Said said = inside.run(
                check.project(),
                check.instance(),
                check.user(),
                check.path(),
                ONLY_HERE,
                List.of(),
                new ByteArrayInputStream(commits.getBytes(UTF_8)));
        String name = check.instance();
        String here = check.user().contract(check.here());
        switch (said.code() == 0 ? said.last() : "failed") {
            case "" -> {}
            case "uncommitted" ->
                throw new RepomanException(
                        Fault.REFUSED,
                        "there is uncommitted work inside " + name,
                        "commit it there, then fetch it: git fetch repoman::" + name);
            case "commits" ->
                throw new RepomanException(
                        Fault.REFUSED,
                        "there are commits inside " + name + " that are not in " + here,
                        "fetch them: git -C " + here + " fetch repoman::" + name
                                + " 'refs/heads/*:refs/remotes/repoman/*'");
            default ->
                throw new RepomanException(
                        Fault.FAILED,
                        "git inside " + name + " could not say what is only there: "
                                + (said.last().isEmpty() ? "exit " + said.code() : said.last()),
                        "look at the repository there: repoman shell " + name + " -- git status");
        }
    }
}
