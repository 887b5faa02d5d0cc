package dev.repoman.plan.life;

import dev.repoman.plan.ShellText;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import java.util.List;
import java.util.stream.Collectors;

/// What `ssh` needs to know of the projects: an alias for each.
///
/// Editors list the aliases that a file names, so each project has a block; ssh itself also finds one that is newer
/// than the file. ssh takes the first value of each option, so the common block comes last.
///
/// @param registry the path of the registry, for the first line
/// @param program repoman's own words, before `ssh-proxy`
/// @param key the path of the private key
public record SshConfig(String registry, List<String> program, HostUser user, String key, List<ProjectName> projects) {
    private static final String PREFIX = "repoman-";

    public SshConfig {
        program = List.copyOf(program);
        projects = List.copyOf(projects);
    }

    public static String alias(ProjectName project) {
        return PREFIX + project;
    }

    /// @throws dev.repoman.project.RepomanException USAGE if there can be no such project
    public static ProjectName project(String alias) {
        return new ProjectName(alias.startsWith(PREFIX) ? alias.substring(PREFIX.length()) : alias);
    }

    /// @return the first line, which says whose projects these are
    public String title() {
        return "# The projects of " + registry + ", for ssh. repoman keeps this file up to date.";
    }

    /// The proxy reaches that container by the socket of Incus and can reach no other, so a host key would prove
    /// nothing; and the one of a container that was created again would look like an attack.
    public String text() {
        String blocks = projects.stream()
                .map(SshConfig::alias)
                .map(alias -> "Host " + alias + "\n    ProxyCommand " + proxy(alias) + "\n\n")
                .collect(Collectors.joining());
        String common = """
                # for all of them, and for a project that is newer than this file
                Host repoman-*
                    ProxyCommand %s
                    User %s
                    IdentityFile "%s"
                    IdentitiesOnly yes
                    PreferredAuthentications publickey
                    StrictHostKeyChecking no
                    UserKnownHostsFile /dev/null
                    GlobalKnownHostsFile /dev/null
                    LogLevel ERROR
                    ForwardAgent no
                    ForwardX11 no
                """.formatted(proxy("%n"), user.name(), key.replace("%", "%%"));
        return title() + "\n\n" + blocks + common;
    }

    private String proxy(String alias) {
        return ShellText.command(program.toArray(String[]::new)).replace("%", "%%") + " ssh-proxy " + alias;
    }

    /// @param config the user's own configuration
    /// @return whether it includes a file for every host: what follows the first `Host` or `Match` is for some
    public static boolean includes(String config, String file) {
        return config.lines()
                .map(String::strip)
                .takeWhile(line -> !line.matches("(?i)(host|match)[\\s=].*"))
                .anyMatch(include(file)::equals);
    }

    /// @return the line of the user's own configuration, without a newline
    public static String include(String file) {
        return "Include \"" + file + "\"";
    }
}
