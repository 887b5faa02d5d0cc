package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP request.
///
/// @param target path and query as they were sent
/// @param path   decoded, without the query
/// @param headers names in lower case
record Request(
        String version,
        String method,
        String target,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body) {

    ObjectNode json() {
        return Json.parse(body);
    }

    String project() {
        String name = query.getOrDefault("project", "");
        return name.isEmpty() ? "default" : name;
    }

    int recursion() {
        return switch (query.getOrDefault("recursion", "0")) {
            case "1" -> 1;
            case "2" -> 2;
            default -> 0;
        };
    }

    @Nullable
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    boolean close() {
        return "close".equalsIgnoreCase(header("connection")) || version.equals("HTTP/1.0");
    }
}
