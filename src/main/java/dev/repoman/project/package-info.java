/// The leaf vocabulary: names, paths, users and the one exception for what a user can cause. Pure; imports
/// nothing of ours.
@org.jspecify.annotations.NullMarked
package dev.repoman.project;
