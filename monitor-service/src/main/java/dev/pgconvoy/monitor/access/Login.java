package dev.pgconvoy.monitor.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Lets a browser in by a link that counts once: the token itself never is in an address, a page or a script.
@Path("/login")
@ChecksCallersItself
public final class Login {

    static final String COOKIE = "pgconvoy-session";

    private static final URI START = URI.create("/");

    private final Sessions sessions;

    Login(Sessions sessions) {
        this.sessions = sessions;
    }

    @GET
    @Operation(hidden = true)
    public Response open(@QueryParam("code") @Nullable String code, @Context UriInfo uri) {
        return sessions.open(code == null ? "" : code)
                .map(secret -> Response.seeOther(START).cookie(cookie(secret, uri)))
                .orElseGet(() -> Response.status(Response.Status.FORBIDDEN)
                        .type("text/plain")
                        .entity("This link was used or is not valid. Make a new one with: ./pgconvoy login\n"))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    private NewCookie cookie(String secret, UriInfo uri) {
        return new NewCookie.Builder(COOKIE)
                .value(secret)
                .path("/")
                .httpOnly(true)
                .secure("https".equals(uri.getBaseUri().getScheme()))
                .sameSite(NewCookie.SameSite.STRICT)
                .maxAge((int) sessions.lasts().toSeconds())
                .build();
    }
}
