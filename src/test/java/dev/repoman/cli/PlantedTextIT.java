package dev.repoman.cli;

import java.util.List;

/// The same on the packaged program, where a command has one of the ways, in turn: it is started for each.
@PackagedProgram
class PlantedTextIT extends PlantedTextTest {
    private int commands;

    @Override
    List<String> ways() {
        return List.of(WAYS.get(commands++ % WAYS.size()));
    }
}
