package dev.repoman.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.json.Document;
import jakarta.enterprise.context.ApplicationScoped;

/// Documents as text, without control sequences for a terminal.
@ApplicationScoped
public class Json {
    private final ObjectMapper mapper;

    public Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /// @return a member per line
    public String text(Document document) {
        return text(document, mapper.writer());
    }

    /// @return all of it on one line
    public String line(Document document) {
        return text(document, mapper.writer().without(SerializationFeature.INDENT_OUTPUT));
    }

    private static String text(Document document, ObjectWriter writer) {
        try {
            return Printable.json(writer.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // records of ours
        }
    }
}
