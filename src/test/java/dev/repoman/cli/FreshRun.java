package dev.repoman.cli;

import dev.repoman.cli.help.CommandWord;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.InjectableContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.function.ToIntFunction;

/// One command line in the running application, as in a process of its own: of what an earlier one left, no
/// bean of ours is kept. What is Quarkus' own holds no state of a command.
public final class FreshRun implements ToIntFunction<String[]> {
    private static final String OURS = "dev.repoman.";

    @Override
    public int applyAsInt(String[] given) {
        String[] args = CommandWord.plain(Commands.NAMES, given);
        if (Version.answered(System.out, args)) {
            return 0;
        }
        forget(ApplicationScoped.class);
        forget(Singleton.class);
        try (var main = Arc.container().instance(Main.class)) {
            return main.get().run(args);
        }
    }

    private static void forget(Class<? extends Annotation> scope) {
        for (InjectableContext context : Arc.container().getContexts(scope)) {
            for (InjectableBean<?> bean :
                    List.copyOf(context.getState().getContextualInstances().keySet())) {
                if (bean.getBeanClass().getName().startsWith(OURS)) {
                    context.destroy(bean);
                }
            }
        }
    }
}
