/// An in-memory Incus for tests, at protocol level: the daemon's answers, status for status and word for
/// word, as a real Incus 6.0.4 gave them (`FakeIncusdTest` runs the same requests against both).
///
/// Bytes come in at [dev.repoman.incus.fake.Connection] (HTTP/1.1) and
/// [dev.repoman.incus.fake.WebSocket], go through [dev.repoman.incus.fake.Faults] to the
/// [dev.repoman.incus.fake.Router], whose handlers read and change one
/// [dev.repoman.incus.fake.World] under its monitor. What takes time is an
/// [dev.repoman.incus.fake.Operation] on a virtual thread.
@org.jspecify.annotations.NullMarked
package dev.repoman.incus.fake;
