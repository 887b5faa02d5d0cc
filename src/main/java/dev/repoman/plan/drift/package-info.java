/// How a container differs from what it should be, and how that is repaired.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.drift;
