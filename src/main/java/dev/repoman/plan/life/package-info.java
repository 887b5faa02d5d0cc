/// Planners for the life of a project: new, adopt, remove, hermes data.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.life;
