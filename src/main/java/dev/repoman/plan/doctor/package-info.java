/// What `doctor` concludes from what it has seen.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.doctor;
