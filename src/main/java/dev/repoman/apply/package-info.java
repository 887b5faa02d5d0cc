/// Plans are carried out and undone; locks and jails are held in the meantime.
@org.jspecify.annotations.NullMarked
package dev.repoman.apply;
