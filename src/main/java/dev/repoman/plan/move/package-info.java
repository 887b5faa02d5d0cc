/// Moves of projects from one host to another.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.move;
