/// Queries on a tree that an agent writes, each by a program in a jail.
@org.jspecify.annotations.NullMarked
package dev.repoman.host.tree;
