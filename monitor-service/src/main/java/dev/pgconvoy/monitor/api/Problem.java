package dev.pgconvoy.monitor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// RFC 9457's problem document.
///
/// @param field what it is about: a JSON path (`$.source.port`) or the name of a parameter; empty when about neither
/// @param remedy what to do
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "What was wrong, with which field, and what to do")
public record Problem(String type, String title, int status, String detail, String field, String remedy) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String NO_TYPE = "about:blank";

    public static Problem of(Response.StatusType status, String detail, String field, String remedy) {
        return new Problem(NO_TYPE, status.getReasonPhrase(), status.getStatusCode(), detail, field, remedy);
    }

    public static WebApplicationException badRequest(String detail, String field, String remedy) {
        return of(Response.Status.BAD_REQUEST, detail, field, remedy).exception();
    }

    public WebApplicationException exception() {
        return new WebApplicationException(detail, response());
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
