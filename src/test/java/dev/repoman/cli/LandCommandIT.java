package dev.repoman.cli;

/// The same on the packaged program.
@PackagedProgram
class LandCommandIT extends LandCommandTest {}
