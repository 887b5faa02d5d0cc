/// From older schemas of the registry to the current one: numbered, gapless, append-only. PURE: trees in,
/// edits out.
@org.jspecify.annotations.NullMarked
package dev.repoman.registry.migration;
