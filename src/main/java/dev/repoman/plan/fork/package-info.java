/// Forks: copies of a project in which another agent works at once.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.fork;
