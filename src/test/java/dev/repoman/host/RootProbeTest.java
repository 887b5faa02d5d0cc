package dev.repoman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootProbeTest {
    private static final List<String> MOUNTS = List.of(
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "23 22 0:50 / /nfs rw - nfs4 nas:/export rw",
            "24 22 0:51 / /nfs2 rw - nfs4 nas:/other rw",
            "25 22 0:52 / /mnt/my\\040disk rw - ext4 /dev/sdb1 rw",
            "26 23 0:53 / /nfs/repos/deep rw - tmpfs tmpfs rw",
            "odd");

    @Test
    void theDeepestMountThatHoldsIt() {
        assertThat(RootProbe.mount(Path.of("/nfs/repos"), MOUNTS).point()).isEqualTo("/nfs");
        assertThat(RootProbe.mount(Path.of("/nfs/repos/deep/x"), MOUNTS).point())
                .isEqualTo("/nfs/repos/deep");
        assertThat(RootProbe.mount(Path.of("/nfs22/repos"), MOUNTS).point()).isEqualTo("/");
        assertThat(RootProbe.mount(Path.of("/mnt/my disk/repos"), MOUNTS).point())
                .isEqualTo("/mnt/my disk");
        assertThat(RootProbe.mount(Path.of("/nfs/repos"), MOUNTS).type()).isEqualTo("nfs4");
        assertThat(RootProbe.mount(Path.of("/srv"), List.of()).point()).isEqualTo("/");
    }
}
