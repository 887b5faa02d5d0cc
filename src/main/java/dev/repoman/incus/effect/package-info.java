/// What carries out actions on Incus.
@org.jspecify.annotations.NullMarked
package dev.repoman.incus.effect;
