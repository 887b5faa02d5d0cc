package dev.repoman.plan.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.plan.Action;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.MountParents;
import dev.repoman.plan.Plan;
import dev.repoman.project.Cluster;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.Instance;
import dev.repoman.project.Profile;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Override;
import dev.repoman.registry.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What only the planner itself shows; its refusals are seen from outside in `NewCommandTest` and `NewRepositoryTest`.
class NewPlannerTest {
    private static final HostUser DEV = new HostUser("dev", 1000, 1000, "/home/dev", "/bin/bash");
    private static final Registry EMPTY = new Registry(Defaults.BUILT_IN, List.of());

    private static NewSettings settings(String image) {
        return NewSettings.resolve(
                NewRequest.of(new ProjectName("demo")).with(it -> {
                    it.image = ImageRef.parse(image);
                    it.profiles = List.of("default");
                }),
                EMPTY,
                Override.NONE,
                DEV);
    }

    private static NewFacts facts(Instance there, Map<String, String> localImage) {
        return facts("/home/dev/repos/demo", false, there, localImage);
    }

    private static NewFacts facts(String folder, boolean anothers, Instance there, Map<String, String> localImage) {
        Profile profile = new Profile(
                "default",
                "",
                Map.of(),
                new TreeMap<>(Map.of("root", Device.of(Map.of("type", "disk", "path", "/", "pool", "p")))),
                "");
        return new NewFacts(
                new FolderFact(folder, folder, FolderFact.Kind.FOLDER, "ext4", null),
                new GitFolder.Inside(),
                null,
                null,
                anothers,
                null,
                new GitFact.None(),
                null,
                Cluster.NONE,
                List.of(),
                "/home/dev/repos",
                List.of(profile),
                there,
                localImage,
                null,
                new DataFact("/home/dev/.local/share/repoman/hermes/demo", FolderFact.Kind.MISSING, List.of()),
                IdentityFact.NONE,
                "/home/dev/.config/repoman/repos.d/demo.toml",
                "/home/dev/.local/state/repoman/logs/setup-demo.log",
                "2026-01-01T00:00:00Z");
    }

    /// Root inside could write there as its owner.
    @Test
    void aFolderOfAnotherUserIsRefusedOutsideOfReposRoot() {
        NewSettings etc = NewSettings.resolve(
                NewRequest.of(new ProjectName("demo")).with(it -> {
                    it.repo = "/etc";
                    it.image = ImageRef.parse("tiny");
                }),
                EMPTY,
                Override.NONE,
                DEV);
        assertThatThrownBy(() -> new NewPlanner().plan(etc, facts("/etc", true, null, Map.of())))
                .hasMessage("the folder /etc does not belong to you");
    }

    @Test
    void theEntryComesLast() {
        Plan plan = new NewPlanner().plan(settings("tiny"), facts(null, Map.of()));
        assertThat(plan.actions())
                .extracting(a -> a.getClass().getSimpleName())
                .containsExactly("CreateInstance", "StartInstance", "ProvisionUser", "EditRegistry");
    }

    @Test
    void cloudImagesMakeTheUserThemselves() {
        assertThat(userData("images:ubuntu/26.04/cloud", null))
                .contains("name: \"dev\"")
                .contains("uid: 1000");
        assertThat(userData("local-cloud", Map.of("variant", "cloud"))).startsWith("#cloud-config\n");
        assertThat(userData("images:ubuntu/26.04", null)).isNull();
        assertThat(userData("tiny", Map.of())).isNull();
    }

    private static String userData(String image, Map<String, String> localImage) {
        Plan plan = new NewPlanner().plan(settings(image), facts(null, localImage));
        Action.CreateInstance create = (Action.CreateInstance) plan.actions().getFirst();
        return create.spec().config().get("cloud-init.user-data");
    }

    @Test
    void foldersThatMountingMakesAreTheUsers() {
        TreeMap<String, Device> devices = new TreeMap<>();
        devices.put("repo", Device.shared("/home/dev/repos/group/demo"));
        devices.put("bin", Device.shared("/home/dev/.local/bin"));
        devices.put("inner", Device.shared("/home/dev/.local/bin/more/deep"));
        devices.put("else", Device.shared("/srv/data"));
        devices.put("root", Device.of(Map.of("type", "disk", "path", "/", "pool", "default")));
        devices.put("eth0", Device.of(Map.of("type", "nic")));
        assertThat(MountParents.of(Path.of("/home/dev"), devices.values()))
                .containsExactly("/home/dev/.local", "/home/dev/repos", "/home/dev/repos/group");
    }
}
