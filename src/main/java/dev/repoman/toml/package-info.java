/// TOML as text that its user owns: read by one parser, checked by a second, edited in place. Independent of
/// repoman.
@org.jspecify.annotations.NullMarked
package dev.repoman.toml;
