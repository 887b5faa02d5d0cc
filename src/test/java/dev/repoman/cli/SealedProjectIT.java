package dev.repoman.cli;

/// The same on the packaged program.
@PackagedProgram
class SealedProjectIT extends SealedProjectTest {}
