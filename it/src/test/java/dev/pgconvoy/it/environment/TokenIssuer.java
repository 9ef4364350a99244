package dev.pgconvoy.it.environment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// An issuer of tokens (OIDC) on this machine: discovery, keys, introspection.
public final class TokenIssuer implements AutoCloseable {

    public static final String CLIENT = "pgconvoy-monitor";

    private static final String AUDIENCE = "pgconvoy";
    private static final String KEY = "one";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    private TokenIssuer(HttpServer server, KeyPair keys) {
        this.server = server;
        this.keys = keys;
    }

    public static TokenIssuer start() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var issuer = new TokenIssuer(server, generator.generateKeyPair());
            server.createContext(
                    "/.well-known/openid-configuration", exchange -> answer(exchange, issuer.configuration()));
            server.createContext("/keys", exchange -> answer(exchange, issuer.publicKeys()));
            server.createContext("/introspection", issuer::introspect);
            server.start();
            return issuer;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String configuration() {
        return """
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "introspection_endpoint": "%1$s/introspection",
                 "token_endpoint": "%1$s/token", "authorization_endpoint": "%1$s/authorization"}
                """.formatted(address());
    }

    private String publicKeys() {
        var key = (RSAPublicKey) keys.getPublic();
        return """
                {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "%s", "n": "%s", "e": "%s"}]}
                """.formatted(
                        KEY,
                        BASE64.encodeToString(key.getModulus().toByteArray()),
                        BASE64.encodeToString(key.getPublicExponent().toByteArray()));
    }

    /// Knows every token.
    private void introspect(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        answer(exchange, """
                {"active": true, "iss": "%s", "aud": "%s", "sub": "opaque", "scope": "pgconvoy-viewer", "exp": %d}
                """.formatted(
                        address(), AUDIENCE, Instant.now().plusSeconds(600).getEpochSecond()));
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            var body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /// With what clients came that asked for a token's meaning.
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    /// How the monitor finds it.
    public Map<String, String> settings() {
        return Map.of(
                "quarkus.oidc.tenant-enabled",
                "true",
                "quarkus.oidc.auth-server-url",
                address(),
                "quarkus.oidc.client-id",
                CLIENT,
                "quarkus.oidc.token.audience",
                AUDIENCE);
    }

    /// A signed token of somebody with a role.
    public String token(String role, Duration validity) {
        var now = Instant.now();
        var content = encoded("{\"alg\": \"RS256\", \"typ\": \"JWT\", \"kid\": \"%s\"}".formatted(KEY)) + "."
                + encoded("""
                        {"iss": "%s", "aud": "%s", "sub": "pipeline", "groups": ["%s"], "iat": %d, "exp": %d}
                        """.formatted(
                                address(),
                                AUDIENCE,
                                role,
                                now.minusSeconds(3_600).getEpochSecond(),
                                now.plus(validity).getEpochSecond()));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.UTF_8));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
