package dev.pgconvoy.monitor.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Gives every refusal and every fault the shape of a problem.
final class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response refused(WebApplicationException refusal) {
        var response = refusal.getResponse();
        if (response.hasEntity()) {
            return response;
        }
        var status = response.getStatusInfo();
        return Problem.of(status, status.getReasonPhrase(), "", "See /q/openapi for what this server offers.")
                .response();
    }

    @ServerExceptionMapper
    Response notPublished(NotPublishedException fault) {
        return Problem.of(
                        Response.Status.SERVICE_UNAVAILABLE,
                        String.valueOf(fault.getMessage()),
                        "",
                        "Look whether it arrived, and send the same request again: twice is once.")
                .response();
    }

    @ServerExceptionMapper
    Response failed(RuntimeException fault) {
        LOG.error("A request failed", fault);
        return Problem.of(
                        Response.Status.INTERNAL_SERVER_ERROR,
                        "The request failed by a fault of ours.",
                        "",
                        "Report this with the monitor's log.")
                .response();
    }
}
