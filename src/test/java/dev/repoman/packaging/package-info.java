/// What makes the program fit for a native executable, for packages and for being installed.
package dev.repoman.packaging;
