package dev.repoman.usecase.doctor;

import dev.repoman.backup.BackupRoot;
import dev.repoman.host.FolderProbe;
import dev.repoman.incus.Incus;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.doctor.Room;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// Room in the home, where repositories and backups are, and in the pools of new containers.
@ApplicationScoped
class RoomCheck implements Check {
    private final Incus incus;
    private final FolderProbe folders;
    private final BackupRoot backups;
    private final HostUser user;

    RoomCheck(Incus incus, FolderProbe folders, BackupRoot backups, HostUser user) {
        this.incus = incus;
        this.folders = folders;
        this.backups = backups;
        this.user = user;
    }

    @Override
    public String code() {
        return "room";
    }

    @Override
    public List<Diagnosis> look(Registry known) {
        List<Diagnosis> all = new ArrayList<>();
        String home = user.home();
        folders.free(home).ifPresent(free -> all.add(Room.of("home-room", "your home " + home, free)));
        String repos = user.expand(known.defaults().reposRoot());
        if (!repos.startsWith(home + "/")) {
            folders.free(repos).ifPresent(free -> all.add(Room.of("repos-room", "the folder " + repos, free)));
        }
        if (ProjectsCheck.hasBackups(known)) {
            String root = user.expand(known.defaults().backupRoot());
            backups.share(root)
                    .ifPresent(share -> all.add(Room.of("backup-room", "the backup root " + root, share.free())));
        }
        incus.profiles(known.defaults().project()).stream()
                .filter(profile -> known.defaults().profiles().contains(profile.name()))
                .flatMap(profile -> profile.devices().values().stream())
                .filter(Device::isRootDisk)
                .map(disk -> disk.option("pool"))
                .distinct()
                .flatMap(pool -> pool == null ? List.<Incus.Pool>of().stream() : incus.storagePool("", pool).stream())
                .forEach(pool -> {
                    all.add(Room.pool(pool.name(), pool.driver()));
                    all.add(Room.of("pool-room", "the storage pool " + pool.name(), pool.free()));
                });
        return all;
    }
}
