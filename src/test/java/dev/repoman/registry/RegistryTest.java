package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.project.Containment;
import dev.repoman.project.ProjectName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
    /// @param entries as `NAME=REPO`
    private static Registry of(String... entries) {
        return new Registry(
                Defaults.BUILT_IN,
                Arrays.stream(entries)
                        .map(entry -> entry.split("="))
                        .map(e -> new Project(
                                new ProjectName(e[0]), e[1], "tiny", List.of(), "", "", true, false, Containment.OPEN))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "a, group/web, group/web",
        "a, /srv/web, a",
        "first, ~/src/web, first",
        "second, ~/src/web, first",
    })
    void whereTheMirrorIs(String name, String repo, String mirror) {
        Registry registry = of("first=~/src/web", "other=x", "second=~/src/web");
        assertThat(registry.mirror(new ProjectName(name), repo, false)).isEqualTo(mirror);
    }

    @ParameterizedTest
    @CsvSource({
        "web, /srv/web, b",
        "group, /srv/web, c",
        "c, group/tool/x,",
        "fine, /srv/web,",
        "more, /srv/a,",
        "x, a, a",
        "x, far, far",
        "x, far/below, far",
    })
    void twoRepositoriesNeverShareAMirror(String name, String repo, String clash) {
        Registry registry = of("a=/srv/a", "b=web", "c=group/tool", "a2=~/y", "far=/srv/far");
        assertThat(registry.mirrorClash(new ProjectName(name), repo, false)
                        .map(p -> p.name().value())
                        .orElse(null))
                .isEqualTo(clash);
    }

    /// A folder may be called as the mirror of a sealed project.
    @ParameterizedTest
    @CsvSource({
        "web, x, true, dotted",
        "other, x, true,",
        "second, x, true,",
        "more, safe.git, false, safe",
        "more, safe.git/below, false, safe",
        "more, safe, false,",
    })
    void theMirrorOfASealedProjectIsItsOwn(String name, String repo, boolean sealed, String clash) {
        List<Project> projects = new ArrayList<>(of("dotted=web.git").projects());
        projects.add(
                new Project(new ProjectName("safe"), "x", "tiny", List.of(), "", "", true, false, Containment.SEALED));
        Registry registry = new Registry(Defaults.BUILT_IN, projects);
        assertThat(registry.mirror(new ProjectName(name), repo, sealed)).isEqualTo(sealed ? name + ".git" : repo);
        assertThat(registry.mirrorClash(new ProjectName(name), repo, sealed)
                        .map(p -> p.name().value())
                        .orElse(null))
                .isEqualTo(clash);
    }

    @Test
    void anEntryOfItsOwnIsNoClash() {
        assertThat(of("a=/srv/a", "b=web").mirrorClash(new ProjectName("a"), "/srv/a", false))
                .isEmpty();
    }
}
