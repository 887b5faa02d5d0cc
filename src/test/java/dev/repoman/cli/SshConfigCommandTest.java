package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.TestJson;
import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// `ssh-config`, and the hidden `ssh-proxy` that ssh starts. That they work together is shown in the lab.
class SshConfigCommandTest extends Cli {
    private static final String INCLUDE = "Include \"~/.local/share/repoman/ssh/config\"\n";

    private static Path own() {
        return home().resolve(".local/share/repoman/ssh/config");
    }

    private static Path users() {
        return home().resolve(".ssh/config");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void printsABlockForEachProjectAndOneForAll() {
        demo();
        run("new", "Web-1", "--image", "tiny").ok();
        String config = run("ssh-config").ok();
        assertThat(config)
                .startsWith("# The projects of ~/.config/repoman/repoman.toml, for ssh.")
                .containsPattern("\nHost repoman-demo\n {4}ProxyCommand .*repoman ssh-proxy repoman-demo\n")
                .containsPattern("\nHost repoman-Web-1\n {4}ProxyCommand .*repoman ssh-proxy repoman-Web-1\n")
                .containsPattern("\nHost repoman-\\*\n {4}ProxyCommand .*repoman ssh-proxy %n\n")
                .contains("\n    User " + System.getenv("USER") + "\n")
                .contains("\n    IdentityFile \"" + own().resolveSibling("id_ed25519") + "\"\n")
                .contains("\n    ForwardAgent no\n");
        assertThat(own()).doesNotExist();
        assertThat(users()).doesNotExist();
    }

    @Test
    void anotherRegistryIsNamedInTheCommand() {
        prepare();
        Path other = home().resolve("other%1.toml");
        assertThat(run("--registry", other.toString(), "ssh-config").ok())
                .contains("repoman --registry " + other.toString().replace("%", "%%") + " ssh-proxy %n");
    }

    @Test
    void installsOnceAndKeepsWhatIsThere() throws IOException {
        demo();
        Path dotfile = home().resolve("dotfiles/ssh");
        Files.createDirectories(dotfile.getParent());
        Files.createDirectories(users().getParent());
        Files.writeString(dotfile, "Host *\r\n  User ä\n  " + INCLUDE);
        Files.createSymbolicLink(users(), dotfile);
        String before = Files.readString(dotfile);

        assertThat(run("ssh-config", "--install", "-n").ok()).contains("+Host repoman-demo\n", "+" + INCLUDE);
        assertThat(own()).doesNotExist();
        assertThat(users()).hasContent(before);

        assertThat(run("ssh-config", "--install").ok())
                .isEqualTo("changed ~/.local/share/repoman/ssh/config\nchanged ~/.ssh/config\n"
                        + "connect with: ssh repoman-NAME\n");
        assertThat(users()).isSymbolicLink();
        assertThat(Files.readString(dotfile)).isEqualTo(INCLUDE + before);
        assertThat(Files.readString(own())).isEqualTo(run("ssh-config").ok());
        assertThat(run("ssh-config", "--install").ok()).isEqualTo("nothing to do\n");
        assertThat(Files.readString(dotfile)).isEqualTo(INCLUDE + before);
    }

    @Test
    void whatItCreatesIsPrivateAndFollowsTheProjects() throws IOException {
        demo();
        String json = run("ssh-config", "--install", "--json").ok();
        assertThat(TestJson.mapper().readTree(json).path("hosts").get(0).asText())
                .isEqualTo("repoman-demo");
        assertThat(mode(users())).isEqualTo("rw-------");
        assertThat(mode(users().getParent())).isEqualTo("rwx------");
        assertThat(mode(own())).isEqualTo("rw-------");
        assertThat(mode(own().getParent())).isEqualTo("rwx------");

        run("new", "web", "--image", "tiny").ok();
        run("remove", "demo", "-y").ok();
        assertThat(own()).content().contains("Host repoman-web\n").doesNotContain("repoman-demo");
        run("--registry", home().resolve("other.toml").toString(), "new", "foreign", "--image", "tiny")
                .ok();
        assertThat(own()).content().contains("Host repoman-web\n").doesNotContain("foreign");
    }

    @Test
    void aConfigurationThatCannotBeWrittenIsSaid() throws IOException {
        demo();
        Files.createDirectories(users());
        Ran ran = run("ssh-config", "--install");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot use " + users(), "is a folder", "hint: ");
    }

    @Test
    void theProxyStartsAServerThatKnowsOnlyItsOwnKey() throws IOException {
        demo();
        run("stop", "demo").ok();
        AtomicReference<List<String>> words = new AtomicReference<>(List.of());
        incus.onExec(call -> {
            words.set(call.command());
            return ExecResult.exit(call.uid());
        });
        run("ssh-proxy", "repoman-demo").ok();
        Path key = own().resolveSibling("id_ed25519");
        String open = Files.readString(own().resolveSibling("id_ed25519.pub"));
        assertThat(words.get().get(2)).contains("exec \"$sshd\" -i ");
        assertThat(words.get()).contains(System.getenv("USER"), home().toString(), open.strip());
        assertThat(mode(key)).isEqualTo("rw-------");

        Files.delete(own().resolveSibling("id_ed25519.pub")); // as after a kill
        run("ssh-proxy", "repoman-demo").ok();
        assertThat(words.get())
                .contains(
                        Files.readString(own().resolveSibling("id_ed25519.pub")).strip());

        Ran ran = run("ssh-proxy", "repoman-nosuch");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("no project nosuch in the registry");
    }
}
