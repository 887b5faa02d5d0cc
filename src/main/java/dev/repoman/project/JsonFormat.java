package dev.repoman.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/// How JSON is read and written everywhere: two blanks per level, no member for what is null unless its
/// record says so, and members that a record does not know are ignored (Quarkus' default).
@Singleton
public class JsonFormat implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.enable(SerializationFeature.INDENT_OUTPUT).setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    }
}
