package dev.repoman.plan.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.plan.Action;
import dev.repoman.plan.Finding;
import dev.repoman.plan.setup.SetupFacts.ProxyFact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest {
    private static final Path HOME = Path.of("/home/dev/.config");
    private static final List<String> ALLOWED = List.of("github.com", "*.pypi.org");
    private static final SortedMap<String, String> FILES = HttpProxy.files(HOME, "/usr/bin/tinyproxy", ALLOWED);

    private final List<Finding> findings = new ArrayList<>();

    private List<Action> plan(String program, boolean systemd, SortedMap<String, String> files, boolean answers) {
        return HttpProxy.plan(new ProxyFact(HOME, program, systemd, files, answers), ALLOWED, findings);
    }

    private static boolean passes(String target) {
        return FILES.get("/home/dev/.config/repoman/proxy/allow")
                .lines()
                .anyMatch(line -> Pattern.compile(line, Pattern.CASE_INSENSITIVE)
                        .matcher(target)
                        .find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"github.com:443", "GitHub.com:443", "files.pypi.org:443", "a.b-c.pypi.org:443"})
    void whatIsAllowed(String target) {
        assertThat(passes(target)).isTrue();
    }

    /// tinyproxy reads only the first part of some of them as the name.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "github.com:22",
                "github.com:80",
                "http://github.com/",
                "http://github.com:443",
                "gitHubxcom:443",
                "notgithub.com:443",
                "github.com.evil.org:443",
                "pypi.org:443",
                "evilpypi.org:443",
                "evil.org/x.pypi.org:443",
                "evil.org:80@x.pypi.org:443",
                "127.0.0.1:443#x.pypi.org:443",
                "[::1].pypi.org:443",
                "127.0.0.1:443",
                "[::1]:443",
                "169.254.169.254:443",
            })
    void whatIsNot(String target) {
        assertThat(passes(target)).isFalse();
    }

    @Test
    void itListensOnLoopbackAndIsClosedButForTheList() {
        assertThat(FILES.get("/home/dev/.config/repoman/proxy/tinyproxy.conf"))
                .contains("Listen 127.0.0.1\n", "FilterDefaultDeny Yes\n", "FilterURLs On\n", "ConnectPort 443\n")
                .contains("Filter \"/home/dev/.config/repoman/proxy/allow\"\n");
        assertThat(FILES.get("/home/dev/.config/systemd/user/repoman-proxy.service"))
                .contains(
                        "ExecStart=\"/usr/bin/tinyproxy\" -d -c \"/home/dev/.config/repoman/proxy/tinyproxy.conf\"\n");
    }

    @Test
    void itIsWrittenAndStartedOnce() {
        assertThat(plan("/usr/bin/tinyproxy", true, new TreeMap<>(), false))
                .containsExactly(
                        new Action.WriteProxy("/home/dev/.config/systemd/user/repoman-proxy.service", FILES, true));
        assertThat(plan("/usr/bin/tinyproxy", true, FILES, false)).hasSize(1);
        assertThat(findings).isEmpty();
        assertThat(plan("/usr/bin/tinyproxy", true, FILES, true)).isEmpty();
        assertThat(findings).extracting(Finding::text).containsExactly("sealed projects reach github.com, *.pypi.org");
    }

    @Test
    void withoutSystemdYouStartItYourself() {
        assertThat(plan("/usr/bin/tinyproxy", false, new TreeMap<>(), false))
                .containsExactly(
                        new Action.WriteProxy("/home/dev/.config/systemd/user/repoman-proxy.service", FILES, false));
        assertThat(plan("/usr/bin/tinyproxy", false, FILES, false)).isEmpty();
        assertThat(findings)
                .hasSize(2)
                .allMatch(f -> f.toString()
                        .contains("/usr/bin/tinyproxy -d -c /home/dev/.config/repoman/proxy/tinyproxy.conf"));
        assertThat(plan("/usr/bin/tinyproxy", false, FILES, true)).isEmpty();
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(plan(null, true, new TreeMap<>(), false)).isEmpty();
        assertThat(findings.getFirst().toString())
                .contains("sudo apt-get install --no-install-recommends tinyproxy-bin");
        assertThat(HttpProxy.plan(null, List.of(), findings)).isEmpty();
        assertThat(HttpProxy.plan(new ProxyFact(HOME, null, true, FILES, true), List.of(), findings))
                .isEmpty();
        assertThat(findings.getLast().toString()).contains("systemctl --user disable --now repoman-proxy.service");
    }
}
