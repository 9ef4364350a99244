package dev.pgconvoy.monitor.access;

import dev.pgconvoy.text.Wildcards;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Refuses calls that a page of somebody else's makes with the browser of somebody who may call: under a name that is
/// not ours (DNS rebinding), from another origin, or in a form that browsers send without asking.
final class CallRules {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> SITES_OF_OUR_OWN = Set.of("same-origin", "none");
    private static final String JSON = "application/json";

    private final List<int[]> hosts;
    private final Set<String> origins;

    /// @param hosts beside the loopback names, without ports; `*` stands for any letters
    /// @param origins beside our own
    CallRules(List<String> hosts, Set<String> origins) {
        this.hosts = Stream.concat(LOOPBACK.stream(), hosts.stream())
                .map(host -> Wildcards.withStars(host.toLowerCase(Locale.ROOT)))
                .toList();
        this.origins = Set.copyOf(origins);
    }

    Optional<CallRefusal> refusal(IncomingCall call) {
        if (call.isOfMachines()) {
            return Optional.empty();
        }
        if (!isOurHost(call)) {
            return Optional.of(new CallRefusal(
                    421,
                    "MisdirectedRequest",
                    "The host that the call names is none of this monitor's.",
                    "Host",
                    "Call it by a name of its own, or add the name to PGCONVOY_HTTP_HOSTS."));
        }
        if (!call.changesSomething()) {
            return Optional.empty();
        }
        if (!isOurOrigin(call)) {
            return Optional.of(new CallRefusal(
                    403,
                    "CrossOriginRequest",
                    "A page of another origin may not change anything here.",
                    call.origin().isPresent() ? "Origin" : "Sec-Fetch-Site",
                    "Call from a page of this monitor, or add the page's origin to PGCONVOY_HTTP_ORIGINS."));
        }
        if (!isJson(call)) {
            return Optional.of(new CallRefusal(
                    415,
                    "UnsupportedMediaType",
                    "Only JSON is taken.",
                    "Content-Type",
                    "Send Content-Type: application/json."));
        }
        return Optional.empty();
    }

    private boolean isOurHost(IncomingCall call) {
        return call.host()
                .map(host -> withoutPort(host).toLowerCase(Locale.ROOT))
                .filter(host -> hosts.stream().anyMatch(known -> Wildcards.match(known, host)))
                .isPresent();
    }

    private static String withoutPort(String host) {
        var colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    /// What is no browser sends neither header.
    private boolean isOurOrigin(IncomingCall call) {
        if (call.origin().filter(origins::contains).isPresent()) {
            return true;
        }
        var isOurs = call.origin()
                .map(origin -> call.host()
                        .map(host -> origin.equalsIgnoreCase(call.scheme() + "://" + host))
                        .orElse(false))
                .orElse(true);
        return isOurs && call.fetchSite().map(SITES_OF_OUR_OWN::contains).orElse(true);
    }

    /// What has no body needs no type, but no other one either: a form without fields has none, too.
    private static boolean isJson(IncomingCall call) {
        return call.contentType()
                .map(type -> type.split(";", 2)[0].strip().equalsIgnoreCase(JSON))
                .orElse(!call.hasBody());
    }
}
