package dev.repoman.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;

/// How one command in the lab ended.
///
/// @param exit its exit code; 128 + N where signal N ended it
/// @param stdout what it wrote, byte for byte
/// @param took wall-clock time from start to end
public record Ran(int exit, byte[] stdout, byte[] stderr, Duration took) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public String out() {
        return new String(stdout, UTF_8);
    }

    public String err() {
        return new String(stderr, UTF_8);
    }

    /// stdout as one JSON document.
    public JsonNode json() {
        try {
            return JSON.readTree(stdout);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + this, e);
        }
    }

    /// This, if it ended well; for the steps of a test that are not its point.
    public Ran ok() {
        if (exit != 0) throw new AssertionError(this.toString());
        return this;
    }

    /// What a failed assertion shows.
    @Override
    public String toString() {
        return "exit " + exit + " after " + took.toMillis() + " ms\n--- stdout\n" + out() + "\n--- stderr\n" + err();
    }
}
