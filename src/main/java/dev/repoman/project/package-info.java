/// The leaf vocabulary: names, paths, users and the one exception for errors that a user can cause. Pure;
/// imports no other package of repoman.
@org.jspecify.annotations.NullMarked
package dev.repoman.project;
