package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// `--version`.
///
/// @param commit twelve digits, with `-dirty` if files differed from it; or `unknown`
/// @param build `native` or `jvm`
/// @param java the version of the Java runtime
@RegisterForReflection
public record VersionDocument(int format, String version, String commit, String build, String java)
        implements Document {}
