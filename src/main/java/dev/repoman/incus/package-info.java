/// Incus over its REST API: the port, its socket implementation, probe and effector.
@org.jspecify.annotations.NullMarked
package dev.repoman.incus;
