package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All operations of a project, by status; those that run are of interest.
@RegisterForReflection
public record Operations(@Nullable List<Operation> running) {}
