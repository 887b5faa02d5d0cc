package dev.repoman.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The model daemon of the host.
///
/// @param binary path of the `ollama` program, or null where none is found
/// @param lan how each IPv4 address of the bridge answers, in the order of the addresses
public record OllamaFact(@Nullable String binary, List<Health> lan, Health loopback) {
    /// Where the daemon listens by default.
    public static final int PORT = 11434;

    public static final String LOOPBACK = url("127.0.0.1");

    /// Where the profile shares the program from.
    public static final String SHARED_BINARY = "/usr/local/bin/ollama";

    public OllamaFact {
        lan = List.copyOf(lan);
    }

    public enum State {
        OK,
        /// Nothing listens there.
        NOTHING,
        SLOW,
        /// Something listens that is not ollama.
        WRONG
    }

    /// @param url `http://ADDRESS:PORT`
    /// @param detail where it is OK the version, else why not
    public record Health(String url, State state, String detail, List<String> models) {
        public Health {
            models = List.copyOf(models);
        }

        public static Health slow(String url) {
            return new Health(url, State.SLOW, "it did not answer within 2 s", List.of());
        }

        public static Health unasked(String url) {
            return new Health(url, State.NOTHING, "", List.of());
        }

        public boolean ok() {
            return state == State.OK;
        }

        /// `http://192.0.2.1:11434` → `192.0.2.1`
        public String address() {
            return url.substring("http://".length(), url.lastIndexOf(':'));
        }
    }

    /// A model in memory.
    ///
    /// @param context in tokens; 0 where the daemon does not say
    public record Loaded(String name, long context) {}

    /// Always with the port: ollama treats an address without one as port 80.
    public static String url(String address) {
        return "http://" + address + ":" + PORT;
    }
}
