package dev.repoman.incus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartLogTest {
    @Test
    void theFirstErrorIsTheCause() {
        assertThat(StartLog.cause("""
                lxc x 20261122163712.562 INFO     conf - ../src/lxc/conf.c:mount_autodev:1288 - Prepared "/dev"
                lxc x 20261122163712.563 ERROR    conf - ../src/lxc/conf.c:__lxc_idmapped_mounts_child:3086 - No such file or directory - Failed to open target mountpoint 19/mnt/h/x for detached idmapped mount 22:19/run/incus/devices/x/disk.b
                lxc x 20261122163712.563 ERROR    start - ../src/lxc/start.c:do_start:1272 - Failed to setup container "x"
                """))
                .contains("No such file or directory - Failed to open target mountpoint /mnt/h/x for detached idmapped"
                        + " mount /run/incus/devices/x/disk.b");
        assertThat(StartLog.cause("")).isEmpty();
        assertThat(StartLog.cause("lxc x 2026 INFO conf - a.c:b:1 - all is well\n"))
                .isEmpty();
    }
}
