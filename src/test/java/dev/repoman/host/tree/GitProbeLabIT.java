package dev.repoman.host.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.repoman.host.jail.Jails;
import dev.repoman.lab.LabTest;
import dev.repoman.plan.GitFact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What git says of repositories of all sorts, and that a hostile one gets to run nothing.
@LabTest
class GitProbeLabIT {
    private final GitProbe probe = new GitProbe(Jails.bubblewrap());
    private final GitProbe hurried = new GitProbe(Jails.bubblewrap(), Duration.ofMillis(700));

    @TempDir
    Path folder;

    private Path repo;

    @BeforeEach
    void folder() {
        repo = folder.resolve("repo");
    }

    /// Runs a script as the repository's owner would, with a configuration of its own.
    private String sh(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-euc", "cd \"$F\"\n" + script).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "F", folder.toString(),
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_AUTHOR_NAME", "a",
                        "GIT_AUTHOR_EMAIL", "a@b",
                        "GIT_COMMITTER_NAME", "a",
                        "GIT_COMMITTER_EMAIL", "a@b"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
        return said.strip();
    }

    private void cloned() throws IOException {
        sh("""
                git init -q -b main origin
                cd origin; echo 1 > one; git add one; git commit -qm 1; cd ..
                git clone -q origin repo
                cd origin; echo 2 > two; git add two; git commit -qm 2; echo 3 >> two; git commit -qam 3
                cd ../repo; git fetch -q
                """);
    }

    private GitFact.Known known(Path at) {
        GitFact fact = probe.look(at.toString());
        assertThat(fact).isInstanceOf(GitFact.Known.class);
        return (GitFact.Known) fact;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "sha256"})
    void aBranchWithItsUpstream(String format) throws IOException {
        sh("""
                export GIT_DEFAULT_HASH=%s
                git init -q -b main origin
                cd origin; echo 1 > one; git add one; git commit -qm 1; cd ..
                git clone -q origin repo
                cd origin; echo 2 > two; git add two; git commit -qm 2; echo 3 >> two; git commit -qam 3
                cd ../repo; git fetch -q; git config --add remote.origin.fetch '+refs/notes/*:refs/notes/*'
                """.formatted(format));
        String commit = sh("cd repo; git rev-parse HEAD");
        assertThat(known(repo)).isEqualTo(new GitFact.Known("main", commit, 0, 0, "origin/main", 0, 2));
        sh("""
                cd repo
                echo x > new; mkdir folder; echo y > folder/a; echo z > folder/b
                echo ignored > ig; echo ig > .git/info/exclude
                echo 4 >> one; git commit -qam mine
                echo 5 >> one; echo s > staged; git add staged; git pack-refs --all
                """);
        GitFact.Known now = known(repo);
        assertThat(now)
                .extracting(
                        GitFact.Known::branch,
                        GitFact.Known::changed,
                        GitFact.Known::untracked,
                        GitFact.Known::upstream,
                        GitFact.Known::ahead,
                        GitFact.Known::behind)
                .containsExactly("main", 2, 2, "origin/main", 1, 2);
    }

    @Test
    void detachedUnbornAndWithoutUpstream() throws IOException {
        sh("git init -q -b trunk repo; cd repo; echo 1 > a");
        assertThat(known(repo)).isEqualTo(new GitFact.Known("trunk", null, 0, 1, null, 0, 0));
        sh("cd repo; git add a");
        assertThat(known(repo)).isEqualTo(new GitFact.Known("trunk", null, 1, 0, null, 0, 0));
        String commit = sh("cd repo; git commit -qm 1; git rev-parse HEAD");
        assertThat(known(repo)).isEqualTo(new GitFact.Known("trunk", commit, 0, 0, null, 0, 0));
        sh("cd repo; git checkout -q --detach");
        assertThat(known(repo)).isEqualTo(new GitFact.Known(null, commit, 0, 0, null, 0, 0));
    }

    /// Its history is a folder elsewhere, which the jail does not have: whatever an agent writes into `.git`
    /// leads nowhere.
    @Test
    void historyElsewhereIsNamedAndNotRead() throws IOException {
        cloned();
        sh("cd repo; git update-index --split-index; echo x > n; git worktree add -q ../tree -b side");
        assertThat(known(repo).untracked()).isEqualTo(1);
        assertThat(probe.look(folder.resolve("tree").toString()))
                .isEqualTo(new GitFact.Unknown("its history is elsewhere, in " + repo + "/.git/worktrees/tree"));
    }

    @Test
    void noRepositoryAndBrokenOnes() throws IOException {
        Files.createDirectories(repo);
        assertThat(probe.look(repo.toString())).isEqualTo(new GitFact.None());
        sh("git init -q repo; echo 'ref: refs/heads/../../../etc/passwd' > repo/.git/HEAD");
        assertThat(known(repo).commit()).isNull();
        sh("echo 'ref: refs/heads/main' > repo/.git/HEAD; head -c 100 /dev/urandom > repo/.git/index");
        assertThat(probe.look(repo.toString())).isInstanceOf(GitFact.Unknown.class);
    }

    /// A file that is never at its end, in the place of each that git reads.
    @ParameterizedTest
    @ValueSource(strings = {"config", "index", "HEAD", "shallow", "packed-refs", "info/exclude"})
    void aPipeInTheWayEndsInTime(String file) throws IOException {
        cloned();
        sh("rm -f repo/.git/" + file + "; mkdir -p repo/.git/info; mkfifo repo/.git/" + file);
        assertThat(hurried.look(repo.toString())).isNotInstanceOf(GitFact.Known.class);
        assertThat(hurried.origin(repo.toString()))
                .satisfiesAnyOf(
                        url -> assertThat(url).isNull(), url -> assertThat(url).endsWith("/origin"));
    }

    /// git itself refuses it: "dubious ownership".
    @Test
    void aRepositoryOfAnotherUser() throws IOException {
        cloned();
        assumeThat(Files.getOwner(repo).getName()).isEqualTo("root");
        sh("chown -R 12345:12345 repo");
        assertThat(known(repo).behind()).isEqualTo(2);
    }

    /// Each way that a repository has to make git run something, or write, or go on the network. Some of it
    /// runs: in a jail in which there is nothing but the repository, read-only.
    @Test
    void aHostileRepositoryReachesNothingAndIsLeftAsItIs() throws IOException {
        cloned();
        Path canary = folder.resolve("canary");
        Path trap = folder.resolve("trap");
        Files.writeString(trap, "#!/bin/sh\necho \"$0 $*\" >> '" + canary + "'\nexit 1\n");
        Files.setPosixFilePermissions(trap, PosixFilePermissions.fromString("rwxr-xr-x"));
        sh("""
                cd repo
                git clone -q ../origin sub 2>/dev/null; rm -rf sub/.git/hooks
                git -c protocol.file.allow=always submodule -q add ../origin module; git commit -qm module
                for h in post-index-change fsmonitor-watchman pre-commit post-checkout reference-transaction; do
                    mkdir -p .git/hooks; cp ../trap .git/hooks/$h
                done
                printf '[include]\\n\\tpath = ../../included\\n' >> .git/config
                printf '[core]\\n\\tfsmonitor = %s\\n' "$F/trap" > ../included
                trap=$F/trap
                git config core.fsmonitor "$trap"
                git config core.hooksPath "$F/repo/.git/hooks"
                git config core.sshCommand "$trap"
                git config core.pager "$trap"; git config pager.status "$trap"
                git config core.editor "$trap"; git config core.askPass "$trap"; git config core.gitProxy "$trap"
                git config credential.helper "!$trap"
                git config diff.external "$trap"; git config diff.evil.textconv "$trap"
                git config diff.evil.command "$trap"
                git config filter.evil.clean "$trap"; git config filter.evil.smudge "$trap"
                git config filter.evil.process "$trap"; git config filter.evil.required true
                git config alias.status "!$trap"; git config alias.rev-list "!$trap"; git config alias.config "!$trap"
                git config core.attributesFile "$F/attributes"; echo '* filter=evil' > ../attributes
                git config remote.origin.uploadpack "$trap"; git config remote.origin.url "ext::$trap"
                git config remote.origin.promisor true; git config extensions.partialClone origin
                git config core.repositoryFormatVersion 1
                git config gpg.program "$trap"; git config log.showSignature true
                git config submodule.module.update "!$trap"
                git config core.alternateRefsCommand "$trap"
                (cd module; git config core.fsmonitor "$trap"; git config filter.evil.clean "$trap")
                echo '* filter=evil diff=evil' > .gitattributes
                echo changed >> one; touch -d '2001-01-01' one; echo new > new
                """);
        Files.setLastModifiedTime(repo.resolve(".git/index"), FileTime.fromMillis(0));
        byte[] index = Files.readAllBytes(repo.resolve(".git/index"));
        String before = listing();
        Files.deleteIfExists(canary);

        probe.look(repo.toString());
        probe.origin(repo.toString());

        // what ran in the jail reached nothing out here
        assertThat(canary).as("nothing ran out here").doesNotExist();
        assertThat(Files.readAllBytes(repo.resolve(".git/index"))).isEqualTo(index);
        assertThat(listing()).as("nothing was written").isEqualTo(before);
        // the traps are good: git itself falls into them
        sh("cd repo; git status >/dev/null 2>&1 || true");
        assertThat(canary).exists();
    }

    private String listing() throws IOException {
        try (Stream<Path> all = Files.walk(repo)) {
            return String.join(
                    "\n",
                    all.map(p -> p + " " + p.toFile().lastModified()).sorted().toList());
        }
    }
}
