package dev.pgconvoy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;

class PostgresUriTest {

    @Property
    void whatever_is_escaped_reads_back(
            @ForAll @NotBlank @StringLength(max = 20) String user,
            @ForAll @StringLength(min = 1, max = 20) String password,
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String host,
            @ForAll @IntRange(min = 1, max = 65_535) int port,
            @ForAll @StringLength(min = 1, max = 20) String database) {
        Assume.that(encodable(user + password + database));

        var uri = PostgresUri.parse("postgresql://%s:%s@%s:%d/%s?sslmode=verify-full"
                .formatted(escaped(user), escaped(password), host, port, escaped(database)));

        assertThat(uri.user()).hasValue(user);
        assertThat(value(uri.password())).isEqualTo(password);
        assertThat(uri.host()).isEqualTo(host);
        assertThat(uri.port()).isEqualTo(port);
        assertThat(uri.database()).hasValue(database);
        assertThat(uri.sslMode()).hasValue(SslMode.VERIFY_FULL);
    }

    @Property
    void no_error_repeats_the_uri(@ForAll @StringLength(min = 6, max = 30) String rest) {
        for (var form : new String[] {
            "%s", "postgres://%s", "postgres://u:%s@h:x", "postgres://h/d?%s", "postgres://h?sslmode=%s"
        }) {
            try {
                PostgresUri.parse(form.formatted(rest));
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).doesNotContain(rest);
                assertThat(refused.getCause()).isNull();
            }
        }
    }

    @Example
    void the_least_is_the_scheme() {
        var uri = PostgresUri.parse("postgres://");

        assertThat(uri)
                .isEqualTo(new PostgresUri(
                        "localhost",
                        5432,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        TlsParameters.NONE));
    }

    @Example
    void an_ipv6_address_stands_in_brackets() {
        assertThat(PostgresUri.parse("postgres://mover@[2001:db8::1]:6543/shop").host())
                .isEqualTo("2001:db8::1");
        assertThat(PostgresUri.parse("postgres://mover@[2001:db8::1]:6543/shop").port())
                .isEqualTo(6543);
        assertThat(PostgresUri.parse("postgres://mover@[::1]/shop").port()).isEqualTo(5432);
    }

    @Example
    void a_plus_is_a_plus() {
        assertThat(value(PostgresUri.parse("postgres://u:a+b%20c@h").password()))
                .isEqualTo("a+b c");
    }

    @Example
    void parameters_fill_what_the_uri_leaves_out() {
        var uri = PostgresUri.parse(
                "postgres:///?host=old&port=6543&user=mover&password=p%26q&dbname=shop&sslmode=require");

        assertThat(uri.host()).isEqualTo("old");
        assertThat(uri.port()).isEqualTo(6543);
        assertThat(uri.user()).hasValue("mover");
        assertThat(value(uri.password())).isEqualTo("p&q");
        assertThat(uri.database()).hasValue("shop");
        assertThat(uri.sslMode()).hasValue(SslMode.REQUIRE);
    }

    @Example
    void parameters_say_how_the_link_is_proven() {
        var uri = PostgresUri.parse(
                "postgres://old/shop?sslrootcert=%2Fetc%2Froots.pem&sslcert=me.crt&sslkey=me.key&channel_binding=require");

        assertThat(uri.tls())
                .isEqualTo(new TlsParameters(
                        Optional.of("/etc/roots.pem"),
                        Optional.of("me.crt"),
                        Optional.of("me.key"),
                        Optional.of(ChannelBinding.REQUIRE)));
    }

    @Example
    void what_is_wrong_is_said() {
        assertRefused("mysql://hunter2@h", "a server is named as postgres://user@host:port/database");
        assertRefused("postgres://u:hunter2@a,b/d", "the URI names several hosts; name one server");
        assertRefused("postgres://u:hunter2@h:port/d", "the port in the URI is not a number");
        assertRefused("postgres://u:hunter2%zz@h/d", "the URI has a malformed percent escape");
        assertRefused(
                "postgres://u:1/hunter2@h/d",
                "a / or @ in the user, password or database must be written as %2F or %40 in the URI");
        assertRefused(
                "postgres://h/d?options=hunter2",
                "the URI has a parameter that is not supported; supported are"
                        + " [channel_binding, dbname, host, password, port, sslcert, sslkey, sslmode, sslrootcert, user]");
        assertRefused(
                "postgres://h/d?sslmode=hunter2",
                "sslMode must be disable, allow, prefer, require, verify-ca or verify-full");
    }

    private static void assertRefused(String uri, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresUri.parse(uri))
                .withMessage("%s", message);
    }

    private static String value(Optional<Secret> secret) {
        return secret.orElseThrow().use(value -> value);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean encodable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
