/// What the Incus daemon sends and takes, as records. A component that is required is one without which an
/// answer makes no sense; all else may be missing. Names are those of Incus' REST API.
@org.jspecify.annotations.NullMarked
package dev.repoman.incus.api;
