package dev.repoman.lab;

/// A host as `setup` leaves it.
final class Ready {
    private Ready() {}

    /// A fresh lab with the Incus project, a default profile that can start containers, and a claude-share.
    static void host() {
        Lab.reset();
        Lab.dev()
                .sh("incus project create repoman -c features.images=false"
                        + " && incus profile show default | incus profile edit default --project repoman"
                        + " && incus profile create claude-share --project repoman </dev/null"
                        + " && incus profile device add claude-share bin disk source=$HOME/.local/bin"
                        + " path=$HOME/.local/bin shift=true --project repoman")
                .ok();
    }
}
