package dev.repoman.project;

/// A project of an Incus daemon: what holds the containers.
///
/// @param remote the daemon, as the user's `incus` configuration names it; empty for the one of this host
/// @param name the project's
public record IncusProject(String remote, String name) {
    /// @return the project of that name on this host
    public static IncusProject here(String name) {
        return new IncusProject("", name);
    }

    /// @param text as [#toString()] writes it
    public static IncusProject parse(String text) {
        int colon = text.indexOf(':');
        return new IncusProject(text.substring(0, Math.max(colon, 0)), text.substring(colon + 1));
    }

    /// @return an instance of it, as the `incus` command names it: `REMOTE:NAME`, or `NAME` for one on this host
    public String instance(String instance) {
        return remote.isEmpty() ? instance : remote + ":" + instance;
    }

    /// @param words of the `incus` command that lists something, for example `profile list`
    /// @return the command line, for a hint
    public String command(String words) {
        return "incus " + words + (remote.isEmpty() ? " " : " " + remote + ": ") + option();
    }

    /// @return the options by which the `incus` command finds it
    public String option() {
        return "--project " + name;
    }

    /// @return `REMOTE:NAME`, or `NAME` for one on this host
    @Override
    public String toString() {
        return instance(name);
    }
}
