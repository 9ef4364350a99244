package dev.pgconvoy.monitor.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// What every answer tells a browser: scripts, styles and calls of our own only, no frames, no guessing of types, no
/// address for others. No script may make markup of text.
@Singleton
final class AnswerHeaders {

    static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'");

    /// Before [CallGuard], so that refusals have them, too.
    private static final int FIRST = 1_100;

    void register(@Observes Filters filters) {
        filters.register(AnswerHeaders::add, FIRST);
    }

    private static void add(RoutingContext context) {
        context.addHeadersEndHandler(_ -> {
            var headers = context.response().headers();
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            if (isOfPage(context.normalizedPath())) {
                headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
            }
        });
        context.next();
    }

    /// The page's files have the same names in every version: a browser asks each time whether its copy is the last.
    private static boolean isOfPage(String path) {
        return path.equals("/") || path.equals("/index.html") || path.startsWith("/console/");
    }
}
