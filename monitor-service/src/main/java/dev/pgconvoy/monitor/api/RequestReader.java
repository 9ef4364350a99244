package dev.pgconvoy.monitor.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.RequestForms;
import dev.pgconvoy.arm.TemplateException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationRequest;
import jakarta.inject.Singleton;
import java.io.IOException;

/// Reads a request from the body of a POST: like the event on the topic, Azure's forms included, but passwords may be
/// in clear text.
@Singleton
final class RequestReader {

    private final RequestBinder binder;

    RequestReader(RequestBinder binder) {
        this.binder = binder;
    }

    /// @throws jakarta.ws.rs.WebApplicationException with the problem
    MigrationRequest read(byte[] body) {
        var tree = tree(body);
        try {
            return binder.bind(RequestForms.canonical(tree));
        } catch (TemplateException e) {
            throw Problem.badRequest(
                    String.valueOf(e.getMessage()),
                    "$",
                    "Correct what it names; docs/events.md shows the forms of a request.");
        } catch (RefusedRequestException e) {
            var field = RequestForms.isForeign(tree) ? RequestForms.place(tree, e.field()) : e.field();
            throw Problem.badRequest(e.reason(), field, e.remedy());
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            var tree = EventJson.MAPPER.readTree(body);
            if (tree instanceof ObjectNode) {
                return tree;
            }
        } catch (IOException _) {
            // Its message would quote the body.
        }
        throw Problem.badRequest("The body is not a JSON object.", "$", "Send a migration request as JSON.");
    }
}
