package dev.repoman.cli;

import dev.repoman.cli.console.Capture;
import io.quarkus.bootstrap.app.RunningQuarkusApplication;
import io.quarkus.test.junit.AppMakerHelper;
import java.io.InputStream;
import java.util.List;
import java.util.function.ToIntFunction;

/// Runs command lines in this JVM. Quarkus is started once, which takes seconds, and serves them all:
/// [FreshRun], in the application's own class loader, gives each one beans of its own.
///
/// `@QuarkusTest` would start it once as well, but for the packaged program too, since a twin inherits it.
final class InJvm implements Program {
    private static InJvm program;

    private final ClassLoader loader;
    private final ToIntFunction<String[]> main;

    private InJvm(ClassLoader loader, ToIntFunction<String[]> main) {
        this.loader = loader;
        this.main = main;
    }

    static synchronized Program program() {
        if (program == null) {
            program = start();
        }
        return program;
    }

    @SuppressWarnings("unchecked") // a FreshRun of another loader
    private static InJvm start() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            RunningQuarkusApplication application = AppMakerHelper.getStartupAction(
                            InJvm.class, AppMakerHelper.makeCuratedApplication(InJvm.class, "repoman", false), null)
                    .run();
            ClassLoader loader = application.getClassLoader();
            Object main =
                    loader.loadClass(FreshRun.class.getName()).getConstructor().newInstance();
            return new InJvm(loader, (ToIntFunction<String[]>) main);
        } catch (Exception e) {
            throw new IllegalStateException("the application does not start", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public synchronized Ran run(List<String> args) {
        Thread thread = Thread.currentThread();
        ClassLoader loaderBefore = thread.getContextClassLoader();
        InputStream inBefore = System.in;
        try (Capture streams = Capture.start()) {
            thread.setContextClassLoader(loader);
            System.setIn(InputStream.nullInputStream());
            int exit = main.applyAsInt(args.toArray(String[]::new));
            return new Ran(exit, streams.out(), streams.err());
        } finally {
            System.setIn(inBefore);
            thread.setContextClassLoader(loaderBefore);
        }
    }
}
