/// The stages of `setup`.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.setup;
