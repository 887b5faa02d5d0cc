/// hermes in containers: which of the host's data is copied, how it is copied, and how a copy is deleted.
@org.jspecify.annotations.NullMarked
package dev.repoman.hermes;
