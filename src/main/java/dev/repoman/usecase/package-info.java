/// One class per command: it gathers facts and makes a plan.
@org.jspecify.annotations.NullMarked
package dev.repoman.usecase;
