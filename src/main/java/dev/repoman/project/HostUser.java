package dev.repoman.project;

/// The user who runs repoman, and for whom containers are created.
///
/// @param home absolute
/// @param shell absolute path of the login shell on the host; the container may not have it
public record HostUser(String name, long uid, long gid, String home, String shell) {
    /// @return `path` with a leading `~` or `~/` replaced by the home folder
    public String expand(String path) {
        if (path.equals("~")) {
            return home;
        }
        return path.startsWith("~/") ? home + path.substring(1) : path;
    }

    /// @return `path` with the home folder written as `~`, for display
    public String contract(String path) {
        if (path.equals(home)) {
            return "~";
        }
        return path.startsWith(home + "/") ? "~" + path.substring(home.length()) : path;
    }
}
