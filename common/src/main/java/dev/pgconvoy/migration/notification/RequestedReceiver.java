package dev.pgconvoy.migration.notification;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Somebody whom a request wants told of its migration. The monitor's configuration decides
/// whether its address is allowed, and holds the keys that sign; the request names them only.
///
/// @param url where it is told; everybody who may look at the migration sees it
/// @param key which entry of the monitor's configuration allows and signs; empty for the one
/// that allows the address
/// @param on what it is told; empty for everything
public record RequestedReceiver(
        String url,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> key,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<Transition> on) {

    /// For one migration.
    public static final int MOST = 5;

    /// What a key's name looks like.
    public static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,19}");

    private static final int LONGEST_URL = 500;
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern URL = Pattern.compile("https?://"
            + "(?:[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}])"
            + "(?::(?<port>[0-9]{1,5}))?"
            + "(?:[/?](?:[A-Za-z0-9/._~!$&'()*+,;=:@?-]|%[0-9A-Fa-f]{2})*+)?");

    public RequestedReceiver {
        var form = URL.matcher(url);
        if (url.length() > LONGEST_URL
                || !form.matches()
                || !isPort(form.group("port"))
                || host(url).isEmpty()) {
            throw new IllegalArgumentException(
                    "a receiver's url must be https://host[:port]/path without user and fragment, at most %d characters"
                            .formatted(LONGEST_URL));
        }
        if (key.filter(name -> !KEY.matcher(name).matches()).isPresent()) {
            throw new IllegalArgumentException(
                    "a receiver's key is a name of at most 20 lower-case letters, digits and hyphens");
        }
        on = Collections.unmodifiableSet(on.isEmpty() ? EnumSet.noneOf(Transition.class) : EnumSet.copyOf(on));
    }

    private static boolean isPort(@Nullable String digits) {
        return digits == null || Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= HIGHEST_PORT;
    }

    /// What the pattern lets pass and what names a host are not the same: `[1:2]` is no address.
    private static Optional<String> host(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getHost()).map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @JsonCreator
    static RequestedReceiver create(
            @JsonProperty(value = "url", required = true) String url,
            @JsonProperty("key") @Nullable Optional<String> key,
            @JsonProperty("on") @Nullable Set<Transition> on) {
        return new RequestedReceiver(
                url, requireNonNullElse(key, Optional.<String>empty()), requireNonNullElse(on, Set.of()));
    }

    /// In lower case; an IPv6 address in brackets.
    public String host() {
        return host(url).orElseThrow();
    }

    public boolean wants(Transition transition) {
        return on.isEmpty() || on.contains(transition);
    }

    /// @throws IllegalArgumentException when there are too many, or two have the same address
    public static List<RequestedReceiver> within(List<RequestedReceiver> some) {
        if (some.size() > MOST) {
            throw new IllegalArgumentException("notifications may name at most %d receivers".formatted(MOST));
        }
        if (some.stream().map(RequestedReceiver::url).distinct().count() != some.size()) {
            throw new IllegalArgumentException("notifications must not repeat a url");
        }
        return List.copyOf(some);
    }
}
