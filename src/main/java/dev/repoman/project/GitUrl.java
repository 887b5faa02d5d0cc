package dev.repoman.project;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address that `git clone` takes. Its credentials, if any, are never shown: this prints as
/// [#shown].
public final class GitUrl {
    /// As `GIT_ALLOW_PROTOCOL` has them. Others run programs (`ext::`), wait forever (`fd::`) or hide
    /// nothing (`http`).
    public static final String TRANSPORTS = "https:ssh:git:file";

    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/@]*)@)?([^?#]*)([?#].*)?");
    private static final String HIDDEN = "***";

    private final String text;
    private final String clean;
    private final String shown;
    private final String secret;

    private GitUrl(String text, String clean, String shown, String secret) {
        this.text = text;
        this.clean = clean;
        this.shown = shown;
        this.secret = secret;
    }

    /// @throws RepomanException USAGE where it is empty, or of a transport that is not allowed
    public static GitUrl parse(String text) {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new RepomanException(
                    Fault.USAGE,
                    "--clone needs the address of a repository",
                    "for example --clone https://example.org/demo.git, or a folder of this host");
        }
        Matcher url = URL.matcher(text);
        if (text.matches("[A-Za-z][A-Za-z0-9+.-]*::.*") || text.startsWith("-")) {
            throw notAllowed(text.startsWith("-") ? text : text.substring(0, text.indexOf("::") + 2));
        }
        if (!url.matches()) {
            return new GitUrl(text, text, text, "");
        }
        String scheme = url.group(1).toLowerCase(java.util.Locale.ROOT);
        if (!(":" + TRANSPORTS + ":").contains(":" + scheme + ":")) {
            throw notAllowed(scheme + "://");
        }
        String user = url.group(2) == null ? "" : url.group(2);
        String rest = url.group(3);
        String query = url.group(4) == null ? "" : url.group(4);
        // the name of a user alone is not a secret for ssh, and mostly a token for https
        boolean secret = !user.isEmpty() && (!scheme.equals("ssh") || user.contains(":"));
        String plain = scheme + "://" + (user.isEmpty() || secret ? "" : user + "@") + rest + query;
        String shown = scheme + "://" + (user.isEmpty() ? "" : (secret ? HIDDEN : user) + "@") + rest
                + (query.isEmpty() ? "" : query.charAt(0) + HIDDEN);
        return new GitUrl(text, plain, shown, secret ? user : "");
    }

    private static RepomanException notAllowed(String transport) {
        return new RepomanException(
                Fault.USAGE,
                "repoman does not clone from " + transport,
                "name an address of https, ssh, git or file, or a folder");
    }

    /// @return the address as it was passed; only for git
    public String text() {
        return text;
    }

    /// @return the address without credentials, as git should store it
    public String clean() {
        return clean;
    }

    /// @return the address for display: `https://***@example.org/demo.git`
    public String shown() {
        return shown;
    }

    /// @return its last part, without `.git`: what git calls the folder
    public String name() {
        return clean.replaceAll("[?#].*", "").replaceAll("/*(\\.git)?/*$", "").replaceAll(".*[/:]", "");
    }

    /// @return whether it has credentials
    public boolean hasSecret() {
        return !secret.isEmpty();
    }

    /// @return the text without this address' credentials, in whatever form a program repeats them
    public String cleansed(String said) {
        String cleansed = said.replace(text, shown);
        if (!secret.isEmpty()) {
            cleansed = cleansed.replace(secret, HIDDEN);
            String password = secret.substring(secret.indexOf(':') + 1);
            cleansed = password.isEmpty() ? cleansed : cleansed.replace(password, HIDDEN);
        }
        return cleansed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GitUrl that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return shown;
    }
}
