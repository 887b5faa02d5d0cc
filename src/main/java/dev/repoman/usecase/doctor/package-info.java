/// `doctor`: one class per check, each of which gathers its facts.
@org.jspecify.annotations.NullMarked
package dev.repoman.usecase.doctor;
