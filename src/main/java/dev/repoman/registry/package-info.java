/// The user's file: typed, validated, edited in place byte for byte, replaced atomically.
@org.jspecify.annotations.NullMarked
package dev.repoman.registry;
