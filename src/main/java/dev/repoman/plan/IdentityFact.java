package dev.repoman.plan;

import org.jspecify.annotations.Nullable;

/// Who commits to a repository on the host, as git there sees it.
///
/// @param name null where none is configured
/// @param email null where none is configured
/// @param signs whether commits are to be signed
/// @param signsHere whether the repository itself says so, and not the user's or the system's configuration
public record IdentityFact(@Nullable String name, @Nullable String email, boolean signs, boolean signsHere) {
    public static final IdentityFact NONE = new IdentityFact(null, null, false, false);
}
