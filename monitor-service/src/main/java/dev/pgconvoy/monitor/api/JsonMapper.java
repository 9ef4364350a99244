package dev.pgconvoy.monitor.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgconvoy.event.EventJson;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Answers are written like events.
final class JsonMapper {

    private JsonMapper() {}

    @Produces
    @Singleton
    static ObjectMapper mapper() {
        return EventJson.MAPPER;
    }
}
