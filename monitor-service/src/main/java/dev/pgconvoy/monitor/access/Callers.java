package dev.pgconvoy.monitor.access;

import io.quarkus.runtime.Startup;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Who may call. With an issuer of tokens: who sends one that it made for us, as far as its roles go. With a token of
/// our own: who sends that, or has a session that a link opened; they may do everything. With neither: everybody.
@Startup
@Singleton
public final class Callers implements CallerName {

    private static final Logger LOG = Logger.getLogger(Callers.class);
    private static final String AUDIENCE = "quarkus.oidc.token.audience";
    private static final String BEARER = "Bearer ";
    private static final int SHORTEST_TOKEN = 20;

    private final CurrentIdentityAssociation identity;
    private final boolean hasIssuer;
    private final AccessConfig.Roles roles;
    private final Optional<String> token;
    private final Sessions sessions;

    Callers(
            CurrentIdentityAssociation identity,
            AccessConfig config,
            Sessions sessions,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "false") boolean hasIssuer,
            @ConfigProperty(name = AUDIENCE) Optional<List<String>> audience,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = "127.0.0.1") String listensOn) {
        if (hasIssuer && audience.orElse(List.of()).isEmpty()) {
            throw new IllegalStateException(
                    "quarkus.oidc.tenant-enabled needs %s: without it every token of the issuer would do, for whomever it was made."
                            .formatted(AUDIENCE));
        }
        this.identity = identity;
        this.hasIssuer = hasIssuer;
        this.roles = config.roles();
        this.token = config.tokenFile().map(Callers::token);
        this.sessions = sessions;
        if (!hasIssuer && token.isEmpty() && !isLoopback(listensOn)) {
            LOG.warn(
                    "Whoever reaches this monitor may request and cancel migrations: set PGCONVOY_HTTP_TOKEN_FILE or an issuer of tokens (QUARKUS_OIDC_TENANT_ENABLED)");
        }
    }

    private static String token(Path file) {
        try {
            var token = Files.readString(file).strip();
            if (token.length() >= SHORTEST_TOKEN) {
                return token;
            }
        } catch (IOException e) {
            throw new IllegalStateException("pgconvoy.http.token-file: %s cannot be read: %s".formatted(file, e), e);
        }
        throw new IllegalStateException("pgconvoy.http.token-file: the token in %s must be at least %d characters long"
                .formatted(file, SHORTEST_TOKEN));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    @Override
    public Optional<String> get() {
        if (!hasIssuer) {
            return Optional.empty();
        }
        try {
            return Optional.of(identity.getIdentity())
                    .filter(caller -> !caller.isAnonymous())
                    .map(caller -> caller.getPrincipal().getName());
        } catch (AuthenticationFailedException _) {
            return Optional.empty(); // it sent the token of our own, which names nobody
        }
    }

    @Override
    public String actor() {
        return get().orElse(token.isPresent() ? TOKEN_OF_OUR_OWN : LOCAL);
    }

    /// Whether the caller of the request at hand may do what it asks for.
    ///
    /// @param removes whether it removes a record instead of moving or cancelling something
    public Uni<TokenVerdict> check(ContainerRequestContext request, boolean removes) {
        var needed = Role.neededFor(request.getMethod(), removes);
        if (!hasIssuer && token.isEmpty() || isOurs(request)) {
            return Uni.createFrom().item(TokenVerdict.VALID);
        }
        if (!hasIssuer) {
            return Uni.createFrom().item(TokenVerdict.MISSING);
        }
        return identity.getDeferredIdentity()
                .map(caller -> passport(caller, needed))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithItem(TokenVerdict.MISSING);
    }

    private boolean isOurs(ContainerRequestContext request) {
        var authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            var sent = authorization.substring(BEARER.length()).strip();
            return token.filter(ours -> Sessions.isSame(sent, ours)).isPresent();
        }
        var cookie = request.getCookies().get(Login.COOKIE);
        return token.isPresent() && cookie != null && sessions.isOpen(cookie.getValue());
    }

    private TokenVerdict passport(SecurityIdentity caller, Role needed) {
        if (caller.isAnonymous()) {
            return TokenVerdict.MISSING;
        }
        return roleOf(caller).filter(role -> role.includes(needed)).isPresent()
                ? TokenVerdict.VALID
                : TokenVerdict.INSUFFICIENT;
    }

    private Optional<Role> roleOf(SecurityIdentity caller) {
        if (hasOne(caller, roles.admin())) {
            return Optional.of(Role.ADMIN);
        }
        if (hasOne(caller, roles.operator())) {
            return Optional.of(Role.OPERATOR);
        }
        return hasOne(caller, roles.viewer()) ? Optional.of(Role.VIEWER) : Optional.empty();
    }

    private static boolean hasOne(SecurityIdentity caller, Set<String> wanted) {
        return !Collections.disjoint(caller.getRoles(), wanted);
    }
}
