package dev.repoman.cli;

@PackagedProgram
class WorktreeIT extends WorktreeTest {}
