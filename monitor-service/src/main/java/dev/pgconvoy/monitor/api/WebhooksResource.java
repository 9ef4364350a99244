package dev.pgconvoy.monitor.api;

import dev.pgconvoy.monitor.webhook.WebhookStatus;
import dev.pgconvoy.monitor.webhook.Webhooks;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// The receivers of notifications.
@Path("/api/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class WebhooksResource {

    private final Webhooks webhooks;

    WebhooksResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @GET
    @Operation(
            summary = "Lists the receivers of notifications and how they are served",
            description =
                    "Where several monitors run, each serves a part of the migrations, and tells of its own part.")
    public List<WebhookStatus> all() {
        return webhooks.all();
    }

    @POST
    @Path("{name}/resume")
    @Operation(summary = "Begins again with a receiver that answered 410")
    public WebhookStatus resume(@PathParam("name") String name) {
        return webhooks.resume(name)
                .orElseThrow(() -> Problem.of(
                                Response.Status.NOT_FOUND,
                                "There is no receiver of this name.",
                                "name",
                                "GET /api/webhooks lists those that there are.")
                        .exception());
    }
}
