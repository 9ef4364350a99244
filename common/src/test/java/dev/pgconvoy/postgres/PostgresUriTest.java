package dev.pgconvoy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
                        TlsParameters.NONE,
                        List.of()));
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
        assertRefused(
                "mysql://hunter2@h",
                "a server is named as postgres://user@host:port/database or \"host=… port=… user=… dbname=…\"");
        assertRefused("postgres://u:hunter2@a,b/d", SEVERAL);
        assertRefused("postgres://u:hunter2@h:port/d", "the port is not a number");
        assertRefused("postgres://u:hunter2%zz@h/d", "the URI has a malformed percent escape");
        assertRefused("postgres://h/d?hunter2", "a parameter in the URI has no value: name=value");
        assertRefused(
                "postgres://u:1/hunter2@h/d",
                "a / or @ in the user, password or database must be written as %2F or %40 in the URI");
        assertRefused(
                "postgres://h/d?hunter2=1",
                "the connection string has a parameter that is not known; known are [channel_binding, dbname, host,"
                        + " hostaddr, password, port, service, sslcert, sslkey, sslmode, sslrootcert, user]");
        assertRefusedWith("postgres://h/d?ssl_mode=require", "did you mean sslmode?");
        assertRefused(
                "postgres://h/d?sslmode=hunter2",
                "sslMode must be disable, allow, prefer, require, verify-ca or verify-full");
    }

    private static final String SEVERAL =
            "several hosts are named; a migration stays with one server, so name the one that is meant";

    @Example
    void names_and_values_are_a_server_too() {
        var uri = PostgresUri.parse(
                " host = old.example.org port=6543\tuser=m\\ over password='it\\'s \\\\ = p&q' dbname = 'two words' sslmode=require sslrootcert=system channel_binding=require");

        assertThat(uri.host()).isEqualTo("old.example.org");
        assertThat(uri.port()).isEqualTo(6543);
        assertThat(uri.user()).hasValue("m over");
        assertThat(value(uri.password())).isEqualTo("it's \\ = p&q");
        assertThat(uri.database()).hasValue("two words");
        assertThat(uri.sslMode()).hasValue(SslMode.REQUIRE);
        assertThat(uri.tls().rootCert()).hasValue("system");
        assertThat(uri.tls().channelBinding()).hasValue(ChannelBinding.REQUIRE);
    }

    @Property
    void whatever_is_quoted_reads_back(@ForAll @StringLength(min = 1, max = 20) String password) {
        var quoted = password.replace("\\", "\\\\").replace("'", "\\'");

        assertThat(value(PostgresUri.parse("host=h password='%s'".formatted(quoted))
                        .password()))
                .isEqualTo(password);
    }

    @Example
    void what_is_wrong_with_names_and_values_is_said() {
        assertRefusedWith("host=a hunter2", "a word in the connection string has no = after it");
        assertRefusedWith("host=a password='hunter2", "a single quote in the connection string is not closed");
        assertRefusedWith("host=a hunter2=1", "a parameter that is not known");
        assertRefusedWith("host=a pasword=hunter2", "did you mean password?");
        assertRefusedWith("host=a port=hunter2", "the port is not a number");
        assertRefused("host=a,b password=hunter2", SEVERAL);
        assertRefused("host=a port=1,2 password=hunter2", SEVERAL);
        assertRefusedWith("service=hunter2", "service is refused");
    }

    @Example
    void what_cannot_be_done_is_refused_with_the_reason() {
        assertRefusedWith("host=/var/run/postgresql dbname=shop", "a Unix socket is named");
        assertRefusedWith("host=@abstract", "a Unix socket is named");
        assertRefusedWith("postgres://%2Fvar%2Frun%2Fpostgresql/shop", "a Unix socket is named");
        assertRefusedWith("postgres:///shop?host=/tmp", "a Unix socket is named");
        assertRefusedWith(
                "postgres://a/d?load_balance_hosts=random",
                "load_balance_hosts is refused: a migration stays with one server");
        assertRefusedWith("host=a hostaddr=10.0.0.1", "hostaddr is refused beside host");
        assertRefusedWith(
                "postgres://a/d?target_session_attrs=read-write", "target_session_attrs is refused: a migration stays");
        assertRefusedWith(
                "postgres://a/d?options=-c%20search_path%3Dhunter2", "options is refused: pgconvoy gives its sessions");
        assertRefusedWith("postgres://a/d?gssencmode=require", "gssencmode is refused: links are encrypted by TLS");
        assertRefusedWith("host=a sslcrl=x.crl", "sslcrl is refused: revocation lists");
        assertRefusedWith(
                "host=a sslpassword=hunter2", "sslpassword is refused: the client key must have no passphrase");
        assertRefusedWith("host=a replication=database", "replication is refused");
    }

    @Example
    void what_pgconvoy_decides_itself_is_taken_and_told() {
        var uri = PostgresUri.parse(
                "postgres://a/d?connect_timeout=3&application_name=me&target_session_attrs=any&gssencmode=prefer&options=");

        assertThat(uri.withoutEffect()).containsExactly("application_name", "connect_timeout");
        assertThat(PostgresUri.parse("postgres://a/d").withoutEffect()).isEmpty();
        assertThat(PostgresUri.parse("hostaddr=10.0.0.1 port=''").host()).isEqualTo("10.0.0.1");
    }

    @Example
    void the_forms_of_other_clients_get_a_hint_without_the_password() {
        assertRefusedWith(
                "jdbc:postgresql://old:6543/shop?user=mover&password=hunter2&ssl=true",
                "this is the form of JDBC; write postgres://mover@old:6543/shop?sslmode=verify-full, and give the password in PGCONVOY_SOURCE_PASSWORD or PGCONVOY_TARGET_PASSWORD");
        assertRefusedWith("jdbc:postgresql:shop", "this is the form of JDBC; write postgres://user@");
        assertRefusedWith(
                "postgresql+psycopg2://mover:hunter2@old/shop",
                "this is the form of SQLAlchemy and its like; write postgres://mover@old/shop, and");
        assertRefusedWith(
                "postgresql+asyncpg://mover:hunter2@[2001:db8::1]:6543/shop?sslmode=require",
                "write postgres://mover@[2001:db8::1]:6543/shop?sslmode=require, and");
        assertRefusedWith("postgis://mover:hunter2@old/shop", "write postgres://mover@old/shop, and");
        assertRefusedWith(
                "Host=old;Port=6543;Username=mover;Password=hunter2;Database=shop;SSL Mode=Require",
                "this is the form of .NET; write postgres://mover@old:6543/shop?sslmode=require, and");
    }

    /// A password that was not escaped looks like a host, a port or a database.
    @Example
    void where_it_is_not_certain_what_is_the_password_nothing_is_shown() {
        for (var text : List.of(
                "postgresql+psycopg2://u:hunter2?x@old/shop",
                "postgresql+psycopg2://u:hunter2/x@old/shop",
                "jdbc:postgresql://old/shop?user=u&password=hunter2@x",
                "Host=old;Password='x;Database=hunter2';Username=u")) {
            assertRefusedWith(text, "write postgres://user@host:port/database, and");
        }
    }

    private static void assertRefusedWith(String text, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresUri.parse(text))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
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
