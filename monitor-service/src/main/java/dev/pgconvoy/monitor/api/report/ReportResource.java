package dev.pgconvoy.monitor.api.report;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.api.FullStatus;
import dev.pgconvoy.monitor.api.MigrationLookup;
import dev.pgconvoy.monitor.api.Problem;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.report.Checklist;
import dev.pgconvoy.report.ChecklistStep;
import dev.pgconvoy.report.ReportPage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// The report of one migration, and the steps that are left after it.
@Path("/api/migrations")
@RunOnVirtualThread
public final class ReportResource {

    private static final String HTML = "text/html; charset=UTF-8";

    private final KnownMigrations migrations;
    private final FullStatus fullStatus;

    /// @param steps in their order; none unless the migration has moved something and
    /// succeeded
    record Steps(List<ChecklistStep> steps) {}

    ReportResource(KnownMigrations migrations, FullStatus fullStatus) {
        this.migrations = migrations;
        this.fullStatus = fullStatus;
    }

    @GET
    @Path("{server}/{name}/report")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    @Operation(
            summary = "Hands out the report of a migration to keep",
            description = "As JSON, or, with format=html or Accept: text/html, as one file of HTML that needs nothing"
                    + " else. It is what is known now; a migration that has not ended has no report yet.")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = MigrationStatus.class)),
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "404", description = "No such migration: a problem document")
    public Response report(
            @PathParam("server") String server,
            @PathParam("name") String name,
            @Parameter(description = "json or html; left out, what Accept says") @QueryParam("format") @Nullable
                    String format,
            @HeaderParam("Accept") @Nullable String accept) {
        var id = CallParameters.id(server, name);
        var isPage = isPage(format, accept);
        var status = status(id);
        return isPage
                // A file to keep: opened from here, the page would have no style, which the policy
                // of this origin refuses.
                ? Response.ok(ReportPage.html(status), HTML)
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"%s-%s.html\"".formatted(id.targetServer(), id.name()))
                        .build()
                : Response.ok(status, MediaType.APPLICATION_JSON).build();
    }

    private static boolean isPage(@Nullable String format, @Nullable String accept) {
        if (format == null) {
            return accept != null
                    && accept.contains(MediaType.TEXT_HTML)
                    && !accept.contains(MediaType.APPLICATION_JSON);
        }
        return switch (format) {
            case "html" -> true;
            case "json" -> false;
            default -> throw Problem.badRequest("There is no such format.", "format", "Use json or html.");
        };
    }

    @GET
    @Path("{server}/{name}/checklist")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Lists what is left to do after a migration, with the commands for its servers",
            description = "What only Azure has is said of targets in Azure only. Names are quoted for a shell.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Steps.class)))
    @APIResponse(responseCode = "404", description = "No such migration: a problem document")
    public Steps checklist(@PathParam("server") String server, @PathParam("name") String name) {
        return new Steps(Checklist.of(status(CallParameters.id(server, name))));
    }

    private MigrationStatus status(MigrationId id) {
        return fullStatus.of(MigrationLookup.require(migrations, id));
    }
}
