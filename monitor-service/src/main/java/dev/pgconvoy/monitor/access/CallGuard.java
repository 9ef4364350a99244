package dev.pgconvoy.monitor.access;

import dev.pgconvoy.event.EventJson;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Looks at every call before anything else does, whatever its path.
@Singleton
final class CallGuard {

    /// Before the filters for identities and origins, which have 200 and 300.
    private static final int FIRST = 1_000;

    private final CallRules rules;
    private final CallRates calls;
    private final CallRates changes;
    private final MeterRegistry metrics;

    CallGuard(AccessConfig config, MeterRegistry metrics) {
        this.metrics = metrics;
        rules = new CallRules(
                config.hosts().orElse(List.of()), Set.copyOf(config.origins().orElse(List.of())));
        var rate = config.rate();
        calls = new CallRates(rate.callsPerSecond(), rate.burstSeconds(), System::nanoTime);
        changes = new CallRates(rate.changesPerSecond(), rate.burstSeconds(), System::nanoTime);
    }

    void register(@Observes Filters filters) {
        filters.register(this::guard, FIRST);
    }

    private void guard(RoutingContext context) {
        var call = call(context.request(), context.normalizedPath());
        var refusal = rules.refusal(call).or(() -> tooOften(call, context.request()));
        if (refusal.isPresent()) {
            metrics.counter(
                            "pgconvoy.http.refused",
                            "status",
                            Integer.toString(refusal.get().status()))
                    .increment();
            refuse(context, call, refusal.get());
        } else {
            context.next();
        }
    }

    /// @param path as it is routed, without detours by `..`
    private static IncomingCall call(HttpServerRequest request, String path) {
        return new IncomingCall(
                request.method().name(),
                path,
                Optional.ofNullable(request.scheme()).orElse("http"),
                Optional.ofNullable(request.getHeader(HttpHeaders.HOST))
                        .or(() -> Optional.ofNullable(request.authority()).map(Object::toString)),
                Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN)),
                Optional.ofNullable(request.getHeader("Sec-Fetch-Site")),
                Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)),
                hasBody(request));
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || length != null && !length.equals("0");
    }

    private Optional<CallRefusal> tooOften(IncomingCall call, HttpServerRequest request) {
        var address = request.remoteAddress();
        var caller = address == null ? "" : String.valueOf(address.hostAddress());
        var may = call.isOfMachines() || calls.take(caller) && (!call.changesSomething() || changes.take(caller));
        return may
                ? Optional.empty()
                : Optional.of(
                        new CallRefusal(
                                429,
                                "TooManyRequests",
                                "There are too many calls from this address.",
                                "",
                                "Wait a second and call less often, or raise PGCONVOY_HTTP_RATE_CALLS_PER_SECOND and PGCONVOY_HTTP_RATE_CHANGES_PER_SECOND."));
    }

    /// Each interface in its own shape.
    private static void refuse(RoutingContext context, IncomingCall call, CallRefusal refusal) {
        var isAzures = call.path().toLowerCase(Locale.ROOT).startsWith("/subscriptions");
        var body = EventJson.MAPPER.createObjectNode();
        if (isAzures) {
            body.putObject("error")
                    .put("code", refusal.code())
                    .put("message", refusal.detail() + " " + refusal.remedy());
        } else {
            body.put("type", "about:blank")
                    .put("title", refusal.code())
                    .put("status", refusal.status())
                    .put("detail", refusal.detail())
                    .put("field", refusal.field())
                    .put("remedy", refusal.remedy());
        }
        var response = context.response()
                .setStatusCode(refusal.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, isAzures ? "application/json" : "application/problem+json");
        if (refusal.status() == 429) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        response.end(Buffer.buffer(EventJson.write(body)));
    }
}
