package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.console.TableQuery;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/// What a list of tables may be asked for.
public final class TableParameters {

    @QueryParam("state")
    @Parameter(description = "One state or several, as state=failed,copying")
    @Nullable
    String state;

    @QueryParam("q")
    @Parameter(description = "Words that must all occur in the name of the table or its database")
    @Nullable
    String search;

    @QueryParam("sort")
    @Parameter(description = "worst, size, name or rate; with a minus the other way round")
    @Nullable
    String sort;

    @QueryParam("offset")
    @Nullable
    String offset;

    @QueryParam("limit")
    @Nullable
    String limit;

    TableQuery query() {
        var order = CallParameters.order(sort, "worst", TableQuery.Order::known, List.of(TableQuery.Order.values()));
        return new TableQuery(
                CallParameters.stages(state),
                CallParameters.words(search),
                order.by(),
                order.isReversed(),
                CallParameters.offset(offset),
                CallParameters.limit(limit));
    }
}
