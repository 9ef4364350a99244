package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownDefinitionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE SUBSCRIPTION \"s\" CONNECTION 'host=h password=hunter2' PUBLICATION \"p\" WITH (connect = false)",
                "CREATE SERVER \"s\" FOREIGN DATA WRAPPER \"w\" OPTIONS (\n    passcode 'hunter2'\n)",
                "CREATE USER MAPPING FOR \"app\" SERVER \"s\" OPTIONS (\n    \"password\" 'hunter2'\n)",
                "CREATE FOREIGN DATA WRAPPER \"w\" OPTIONS (key 'hunter2')",
                "CREATE FOREIGN TABLE \"public\".\"f\" (\n    \"id\" integer\n)\nSERVER \"s\"\nOPTIONS (url 'hunter2')",
                "ALTER SUBSCRIPTION \"s\" CONNECTION 'hunter2'",
                "create user  mapping for app server s options (x 'hunter2')",
            })
    void what_leads_to_other_servers_is_secret(String sql) {
        assertThat(ShownDefinition.isSecret(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT SELECT ON \"t\" TO \"ghost\"",
                "ALTER SUBSCRIPTION \"s\" OWNER TO \"app\"",
                "CREATE PUBLICATION \"p\" FOR ALL TABLES",
                "CREATE TABLE \"options\" (\"server\" text)",
            })
    void other_definitions_are_not(String sql) {
        assertThat(ShownDefinition.isSecret(sql)).isFalse();
        assertThat(ShownDefinition.masked(sql)).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT dblink('host=h user=u password=hunter2 dbname=d', 'SELECT 1')",
                "password := 'hunter2';",
                "\"password\" 'hunter2'",
                "PERFORM connect(secret => 'it''s hunter2')",
                "postgres://app:hunter2@host/d",
                "ALTER DATABASE \"d\" SET \"app.jwt\" TO 'hunter2'",
                "SET app.jwt = hunter2;",
                "EXECUTE 'ALTER ROLE x PASSWORD ''hunter2'''",
                "connect('password=''a hunter2'' host=h')",
                "ALTER ROLE x PASSWORD E'a\\'hunter2'",
                "ALTER ROLE x PASSWORD $$hunter2$$",
                "ALTER ROLE x PASSWORD $a$it is $ hunter2$a$",
                "{\"password\": \"a hunter2\"}",
            })
    void what_looks_like_a_password_is_masked(String sql) {
        assertThat(ShownDefinition.masked(sql)).doesNotContain("hunter2").contains("***");
    }

    @Test
    void a_column_of_that_name_is_no_password() {
        assertThat(ShownDefinition.masked("\"password\" text NOT NULL")).isEqualTo("\"password\" text NOT NULL");
    }

    /// Whoever owns a function at the source writes it. One that took the square of its length took hours.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE SERVER x ",
                "ALTER  USER  MAPPING ",
                "CREATE ",
                "OPTIONS CREATE SERVER ",
                "password $%d$ ",
                "password '",
                "password '' ",
                "password E'\\",
                "token \"",
                "://a:b ",
                "SET a.b.",
                "SET \"a.b"
            })
    void a_definition_of_a_megabyte_takes_no_longer_than_its_length(String repeated) {
        var text = new StringBuilder();
        for (var number = 0; text.length() < 1 << 20; number++) {
            text.append(repeated.contains("%d") ? repeated.formatted(number) : repeated);
        }
        var processor = ManagementFactory.getThreadMXBean();
        var began = processor.getCurrentThreadCpuTime();

        ShownDefinition.isSecret(text.toString());
        ShownDefinition.masked(text.toString());

        assertThat(Duration.ofNanos(processor.getCurrentThreadCpuTime() - began))
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void what_follows_an_open_quote_of_dollars_is_masked() {
        assertThat(ShownDefinition.masked("PASSWORD $a$hunter2 $b$ hunter2")).isEqualTo("PASSWORD ***");
    }
}
