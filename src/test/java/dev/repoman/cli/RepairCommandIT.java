package dev.repoman.cli;

import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;

/// The same on the packaged program.
@QuarkusMainIntegrationTest
class RepairCommandIT extends RepairCommandTest {}
