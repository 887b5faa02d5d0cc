package dev.repoman.cli;

import java.util.Arrays;
import java.util.List;

/// A way to run one command line of repoman: in this JVM, or as the packaged program.
interface Program {
    Ran run(List<String> args);

    /// How a run ended.
    record Ran(int exit, String out, String err) {
        /// @return the standard output, of a run that must have ended well
        String ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\n" + out + "\n" + err);
            }
            return out;
        }
    }

    /// @return the program that the tests of that class are about
    static Program of(Class<?> tests) {
        return tests.isAnnotationPresent(PackagedProgram.class) ? Packaged.program() : InJvm.program();
    }

    default Ran run(String... args) {
        return run(Arrays.asList(args));
    }
}
