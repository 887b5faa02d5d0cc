/// Facts are gathered, plans carried out and undone.
@org.jspecify.annotations.NullMarked
package dev.repoman.apply;
