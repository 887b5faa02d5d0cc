package dev.repoman.cli;

/// The same on the packaged program.
@PackagedProgram
class DoctorCommandIT extends DoctorCommandTest {}
