package dev.repoman.plan.doctor;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Cuts values that may be secret out of texts, and the credentials of addresses.
public final class Redaction {
    private static final String CUT = "…";

    /// A shorter one is a word that may stand anywhere: `true`, `de_DE`.
    private static final int SHORTEST = 6;

    private final List<String> secrets;

    /// @param secrets values that may be secret
    public Redaction(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .flatMap(secret -> Stream.concat(Stream.of(secret, inJson(secret)), secret.lines()))
                .map(String::strip)
                .filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()) // one may be part of another
                .toList();
    }

    public String clean(String text) {
        String clean = text.replaceAll("(?<=://)[^/\\s\"']+@", CUT + "@");
        for (String secret : secrets) {
            clean = clean.replace(secret, CUT);
        }
        return clean;
    }

    private static String inJson(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
