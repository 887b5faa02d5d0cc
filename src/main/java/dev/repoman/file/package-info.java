/// Durable files: locks that the kernel releases, atomic replacement.
@org.jspecify.annotations.NullMarked
package dev.repoman.file;
