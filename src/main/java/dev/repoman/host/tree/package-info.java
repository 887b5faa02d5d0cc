/// What is asked about a tree that an agent writes, each question by a program in a jail.
@org.jspecify.annotations.NullMarked
package dev.repoman.host.tree;
