package dev.pgconvoy.monitor.fleets;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.RecordLimits;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetFault;
import dev.pgconvoy.fleet.FleetFaults;
import dev.pgconvoy.monitor.api.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// Reads what a caller sends about fleets: as the events on the topics have it, misspelt names refused.
final class FleetBodies {

    private static final int MOST_SHOWN = 20;

    private FleetBodies() {}

    /// @throws jakarta.ws.rs.WebApplicationException with everything that is wrong with the plan
    static FleetRequested plan(byte[] body) {
        var plan = read(body, FleetRequested.class);
        var faults = new ArrayList<>(FleetFaults.of(plan.fleet()));
        RecordLimits.planFault(plan.fleet())
                .map(fault -> new FleetFault("/spec/servers", fault))
                .ifPresent(faults::add);
        if (!faults.isEmpty()) {
            throw Problem.badRequest(
                    faults.stream()
                            .limit(MOST_SHOWN)
                            .map(fault -> "%s: %s".formatted(fault.pointer(), fault.message()))
                            .collect(Collectors.joining("; ")),
                    faults.getFirst().pointer(),
                    "Correct the fleet; `pgconvoy fleet validate` tells the same with lines and columns.");
        }
        return plan;
    }

    static FleetAction action(byte[] body) {
        return read(body, FleetAction.class);
    }

    private static <T> T read(byte[] body, Class<T> type) {
        try {
            T read = EventJson.MAPPER
                    .readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(body);
            if (read != null) {
                return read;
            }
        } catch (JsonMappingException e) {
            throw Problem.badRequest(
                    reason(e), place(e), "Send what docs/fleet.schema.json and docs/events.md describe.");
        } catch (IOException _) {
            // Its message would quote the body.
        }
        throw Problem.badRequest("The body is not a JSON object.", "$", "Send JSON; docs/events.md shows its form.");
    }

    private static String place(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining("", "$", ""));
    }

    /// Our own words about a value may be repeated; others could quote it.
    private static String reason(JacksonException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getClass() == IllegalArgumentException.class && cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return e instanceof UnrecognizedPropertyException
                ? "This property is not known."
                : "This is missing or not of the expected type.";
    }
}
