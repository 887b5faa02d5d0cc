package dev.repoman.plan;

import org.jspecify.annotations.Nullable;

/// What repoman sets in a container's own files, beside the user.
///
/// @param gitConfig the content of [#GIT_CONFIG], without a final newline; null leaves it as it is
/// @param sudo whether the user may become root without a password, where the image has sudo
public record Inside(@Nullable String gitConfig, boolean sudo) {
    /// The file that `/etc/gitconfig` includes: git reads nothing before it, so everything else is stronger.
    public static final String GIT_CONFIG = "/etc/gitconfig.repoman";

    /// A script for root inside, which writes the content of GITCONFIG, unless it is empty.
    public static final String WRITE_GIT_CONFIG = """
            if [ -n "$GITCONFIG" ]; then
                [ "$(cat %1$s 2>/dev/null)" = "$GITCONFIG" ] || {
                    printf '%%s\\n' "$GITCONFIG" >%1$s.new && mv %1$s.new %1$s
                }
                grep -qs '= %1$s$' /etc/gitconfig || {
                    { printf '[include]\\n\\tpath = %1$s\\n'; cat /etc/gitconfig 2>/dev/null || :; } >/etc/gitconfig.new
                    mv /etc/gitconfig.new /etc/gitconfig
                }
            fi
            unset GITCONFIG
            """.formatted(GIT_CONFIG);
}
