package dev.repoman.cli.console;

import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// The options that every command has, as parsed. Beans that depend on them are made on first use, after
/// parsing.
@ApplicationScoped
public class Session {
    /// When colour is used.
    public enum ColorMode {
        AUTO,
        ALWAYS,
        NEVER
    }

    private @Nullable String registry;
    private ColorMode color = ColorMode.AUTO;
    private @Nullable String traceFile;
    private boolean verbose;
    private boolean quiet;
    private boolean json;

    public @Nullable String registry() {
        return registry;
    }

    public void registry(@Nullable String file) {
        registry = file;
    }

    public ColorMode color() {
        return color;
    }

    public void color(ColorMode mode) {
        color = mode;
    }

    public @Nullable String traceFile() {
        return traceFile;
    }

    public void traceFile(@Nullable String file) {
        traceFile = file;
    }

    public boolean verbose() {
        return verbose;
    }

    public void verbose(boolean on) {
        verbose = on;
    }

    public boolean quiet() {
        return quiet;
    }

    public void quiet(boolean on) {
        quiet = on;
    }

    public boolean json() {
        return json;
    }

    public void json(boolean on) {
        json = on;
    }
}
