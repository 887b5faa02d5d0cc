/// Facts in, actions out. PURE: no file, clock, process or socket.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan;
