package dev.repoman;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.project.JsonFormat;

/// The mapper as Quarkus makes it, for tests without Quarkus.
public final class TestJson {
    private TestJson() {}

    public static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        new JsonFormat().customize(mapper);
        return mapper;
    }
}
