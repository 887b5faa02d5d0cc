/// From the registry's older schemas to the present one: numbered, gapless, append-only. PURE: trees in,
/// edits out.
@org.jspecify.annotations.NullMarked
package dev.repoman.registry.migration;
