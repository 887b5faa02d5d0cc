/// Durable files: locks that the kernel releases, replacement that is all or nothing.
@org.jspecify.annotations.NullMarked
package dev.repoman.file;
