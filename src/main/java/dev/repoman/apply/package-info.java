/// Plans are carried out and undone; locks and jails are held meanwhile.
@org.jspecify.annotations.NullMarked
package dev.repoman.apply;
