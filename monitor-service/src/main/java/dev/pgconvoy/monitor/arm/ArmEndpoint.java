package dev.pgconvoy.monitor.arm;

import dev.pgconvoy.monitor.access.CallerName;
import dev.pgconvoy.monitor.access.ChecksCallersItself;
import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ArmCall;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Everything below `/subscriptions`.
@Path("/subscriptions/{path:.*}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
@ChecksCallersItself
public final class ArmEndpoint {

    private static final byte[] NOTHING = {};

    private final ArmErrorBoundary calls;
    private final CallerName caller;

    ArmEndpoint(ArmErrorBoundary calls, CallerName caller) {
        this.calls = calls;
        this.caller = caller;
    }

    @GET
    @Operation(hidden = true)
    public Response get(@Context UriInfo uri) {
        return answer("GET", uri, NOTHING, null);
    }

    @HEAD
    @Operation(hidden = true)
    public Response head(@Context UriInfo uri) {
        return answer("HEAD", uri, NOTHING, null);
    }

    @PUT
    @Operation(hidden = true)
    public Response put(
            @Context UriInfo uri, byte @Nullable [] body, @HeaderParam("traceparent") @Nullable String traceparent) {
        return answer("PUT", uri, body, traceparent);
    }

    @PATCH
    @Operation(hidden = true)
    public Response patch(
            @Context UriInfo uri, byte @Nullable [] body, @HeaderParam("traceparent") @Nullable String traceparent) {
        return answer("PATCH", uri, body, traceparent);
    }

    @POST
    @Operation(hidden = true)
    public Response post(
            @Context UriInfo uri, byte @Nullable [] body, @HeaderParam("traceparent") @Nullable String traceparent) {
        return answer("POST", uri, body, traceparent);
    }

    @DELETE
    @Operation(hidden = true)
    public Response delete(@Context UriInfo uri, @HeaderParam("traceparent") @Nullable String traceparent) {
        return answer("DELETE", uri, NOTHING, traceparent);
    }

    private Response answer(String method, UriInfo uri, byte @Nullable [] body, @Nullable String traceparent) {
        var answer = calls.answer(new ArmCall(
                method,
                segments(uri.getRequestUri().getRawPath()),
                uri.getQueryParameters().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                parameter -> parameter.getValue().getFirst())),
                body == null ? NOTHING : body,
                CallParameters.traceparent(traceparent),
                caller.actor(),
                uri.getBaseUri().toString()));
        return response(method, answer);
    }

    /// A slash in a name does not part it.
    static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(ArmEndpoint::decoded)
                .toList();
    }

    /// What is no valid escape names nothing that there is.
    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return segment;
        }
    }

    static Response response(String method, ArmAnswer answer) {
        var response = Response.status(answer.status());
        answer.headers().forEach(response::header);
        answer.body().filter(_ -> !method.equals("HEAD")).ifPresent(response::entity);
        return response.build();
    }
}
