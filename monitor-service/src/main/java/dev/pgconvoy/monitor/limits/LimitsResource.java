package dev.pgconvoy.monitor.limits;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.monitor.access.CallerName;
import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.api.CommandPublisher;
import dev.pgconvoy.monitor.api.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Limits of what all workers together copy, over HTTP.
@Path("/api/limits")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class LimitsResource {

    private static final String REMEDY =
            "Send {\"limited\": \"source:HOST\", \"bytesPerSecond\": 20971520}, with target:HOST or fleet:NAME where it is one; without bytesPerSecond the limit is taken back.";

    private final KnownLimits limits;
    private final CommandPublisher publisher;
    private final CallerName caller;

    LimitsResource(KnownLimits limits, CommandPublisher publisher, CallerName caller) {
        this.limits = limits;
        this.publisher = publisher;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Lists the limits that somebody has set; those of requests and fleets are not among them")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LimitList.class)))
    public Response list() {
        return Response.ok(limits.list()).build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sets what all workers together may copy from a source, to a target or for a fleet",
            description = "It takes the place of what requests and the fleet say, within seconds and until it is"
                    + " taken back: by the same call without bytesPerSecond.")
    @RequestBody(content = @Content(schema = @Schema(implementation = RateLimitSet.class)))
    @APIResponse(responseCode = "202", description = "Asked for; Location says where to look")
    @APIResponse(responseCode = "400", description = "It is no limit: a problem document")
    public Response set(byte[] body, @HeaderParam("traceparent") @Nullable String traceparent) {
        publisher.publish(read(body), caller.actor(), CallParameters.traceparent(traceparent));
        return Response.accepted().location(URI.create("/api/limits")).build();
    }

    private static RateLimitSet read(byte[] body) {
        try {
            RateLimitSet read = EventJson.MAPPER
                    .readerFor(RateLimitSet.class)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(body);
            if (read != null) {
                requireNamed(read);
                return read;
            }
        } catch (JsonMappingException e) {
            throw Problem.badRequest(reason(e), place(e), REMEDY);
        } catch (IOException _) {
            // Its message would quote the body.
        }
        throw Problem.badRequest("The body is not a JSON object.", "$", REMEDY);
    }

    private static void requireNamed(RateLimitSet limit) {
        try {
            limit.limited().requireNamed();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()), "$.limited", REMEDY);
        }
    }

    private static String place(JsonMappingException e) {
        return e.getPath().isEmpty() ? "$" : "$." + e.getPath().getLast().getFieldName();
    }

    /// Our own words about a value may be repeated; others could quote it.
    private static String reason(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException ours && ours.getMessage() != null
                ? ours.getMessage()
                : "This is missing, not known or not of the expected type.";
    }
}
