package dev.pgconvoy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallRulesTest {

    private static final String JSON = "application/json";

    private final CallRules rules =
            new CallRules(List.of("monitor.example", "*.our.net"), Set.of("https://portal.example"));

    private static IncomingCall call(String method, String path, String host, String origin, String site, String type) {
        return new IncomingCall(
                method,
                path,
                "http",
                Optional.ofNullable(host),
                Optional.ofNullable(origin),
                Optional.ofNullable(site),
                Optional.ofNullable(type),
                true);
    }

    private int status(IncomingCall call) {
        return rules.refusal(call).map(CallRefusal::status).orElse(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "LocalHost",
                "127.0.0.1:8080",
                "[::1]:8080",
                "[::1]",
                "monitor.example:443",
                "a.our.net"
            })
    void a_name_of_its_own_is_served(String host) {
        assertThat(status(call("GET", "/api/migrations", host, null, null, null)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example:8080",
                "127.0.0.1.evil.example",
                "monitor.example.evil.example",
                "our.net.evil.example",
                "",
                "::1"
            })
    void another_name_is_not_even_shown_anything(String host) {
        assertThat(status(call("GET", "/api/migrations", host, null, null, null)))
                .isEqualTo(421);
        assertThat(status(call("POST", "/api/migrations", host, null, null, JSON)))
                .isEqualTo(421);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,                           -,           0
            http://localhost:8080,       same-origin, 0
            http://localhost:8080,       -,           0
            -,                           none,        0
            https://portal.example,      cross-site,  0
            https://evil.example,        cross-site,  403
            https://evil.example,        -,           403
            http://localhost:9090,       same-site,   403
            https://localhost:8080,      -,           403
            null,                        -,           403
            -,                           cross-site,  403
            -,                           same-site,   403
            http://localhost:8080,       cross-site,  403
            """)
    void only_our_own_pages_change_something(String origin, String site, int status) {
        assertThat(status(call("POST", "/api/migrations/a/b/cancel", "localhost:8080", origin, site, JSON)))
                .isEqualTo(status);
        assertThat(status(call("GET", "/api/migrations", "localhost:8080", origin, site, null)))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            application/json,                  true,  0
            Application/JSON; charset=utf-8,   true,  0
            -,                                 false, 0
            -,                                 true,  415
            text/plain,                        true,  415
            application/x-www-form-urlencoded, false, 415
            multipart/form-data,               true,  415
            application/jsonp,                 true,  415
            """)
    void only_json_is_taken(String type, boolean hasBody, int status) {
        for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            assertThat(status(new IncomingCall(
                            method,
                            "/api/migrations/a/b/cancel",
                            "http",
                            Optional.of("localhost"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.ofNullable(type),
                            hasBody)))
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/metrics"})
    void machines_ask_for_health_by_any_address(String path) {
        assertThat(status(call("GET", path, "10.1.2.3:8080", null, null, null))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/", "/api/../q/metrics", "/q/metrics/../../api/migrations"})
    void and_for_nothing_else(String path) {
        assertThat(status(call("GET", path, "10.1.2.3:8080", null, null, null))).isEqualTo(421);
    }
}
