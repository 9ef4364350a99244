package dev.pgconvoy.monitor.api;

import dev.pgconvoy.monitor.console.FleetQuery;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/// What a list of migrations may be asked for.
public final class FleetParameters {

    @QueryParam("state")
    @Parameter(description = "One state or several, as state=Failed,Canceled")
    @Nullable
    String state;

    @QueryParam("q")
    @Parameter(
            description = "Words that must all occur in the id, a server's or database's name, a label, or the error")
    @Nullable
    String search;

    @QueryParam("source")
    @Parameter(description = "A part of the source server's host and port")
    @Nullable
    String source;

    @QueryParam("target")
    @Parameter(description = "A part of the target server's host and port")
    @Nullable
    String target;

    @QueryParam("label")
    @Parameter(description = "key:value, or key alone; given again, all must fit")
    @Nullable
    List<String> labels;

    @QueryParam("attention")
    @Parameter(description = "true for those only that need a person")
    @Nullable
    String attention;

    @QueryParam("sort")
    @Parameter(
            description =
                    "requested, changed, attention, id, state, source, target, size, rate or left; with a minus the other way round")
    @Nullable
    String sort;

    @QueryParam("offset")
    @Parameter(description = "How many are skipped")
    @Nullable
    String offset;

    @QueryParam("limit")
    @Parameter(description = "How many are shown at most: 1 to 1000, default 100")
    @Nullable
    String limit;

    /// @throws jakarta.ws.rs.WebApplicationException naming the parameter that is not understood
    public FleetQuery query() {
        var order =
                CallParameters.order(sort, "requested", FleetQuery.Order::known, List.of(FleetQuery.Order.values()));
        return new FleetQuery(
                CallParameters.states(state),
                CallParameters.words(search),
                CallParameters.part("source", source),
                CallParameters.part("target", target),
                CallParameters.labels(labels),
                Boolean.parseBoolean(attention),
                order.by(),
                order.isReversed(),
                CallParameters.offset(offset),
                CallParameters.limit(limit));
    }
}
