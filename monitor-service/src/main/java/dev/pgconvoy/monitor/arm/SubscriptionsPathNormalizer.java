package dev.pgconvoy.monitor.arm;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Spells the first word of Azure's paths as we do, so that they are found whatever its case.
final class SubscriptionsPathNormalizer {

    private static final Pattern WORD = Pattern.compile("^/?subscriptions(?=/|$)", Pattern.CASE_INSENSITIVE);

    @ServerRequestFilter(preMatching = true)
    void spell(ContainerRequestContext request) {
        var uri = request.getUriInfo().getRequestUri();
        var word = WORD.matcher(uri.getRawPath());
        if (word.find()) {
            var path = word.replaceFirst("/subscriptions");
            var whole = path.equals("/subscriptions") ? path + "/" : path;
            if (!whole.equals(uri.getRawPath())) {
                var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
                request.setRequestUri(uri.resolve(whole + query));
            }
        }
    }
}
