package dev.pgconvoy.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.command.session.CommandSession;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTreeTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        var session = new CommandSession(
                Map.<String, String>of()::get,
                InstantSource.system(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return CommandTree.of(session).execute(arguments);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "validate",
                "migrate",
                "verify",
                "request",
                "watch",
                "events",
                "cancel",
                "report",
                "fleet",
                "limit",
                "seal-key"
            })
    void each_command_explains_itself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: pgconvoy " + command);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                                                                    | a command is missing
            nothing                                                               | 'nothing'
            migrate                                                               | '--source=URI', '--target=URI'
            migrate --source postgres://a/d --target b                            | --target: a server is named as
            migrate --source postgres://a/d --target postgres://b --verify some   | verify must be off, counts or full
            migrate --source postgres://a/d --target postgres://b --option Move   | migrationOption must be Validate
            migrate --source postgres://a/d --target postgres://b --ssl-mode x    | sslMode must be disable
            migrate --source postgres://a/d --target postgres://b --jobs 0        | --jobs must be between 1 and 64
            migrate --source postgres://a/d --target postgres://b --on-invalid-data drop | onInvalidData must be fail or not-valid
            migrate --source postgres://a/d --target postgres://b --split-tables-larger-than 5 | between 1MB and 1024TB
            migrate --source postgres://a/d --target postgres://b --max-bytes-per-second 5kB | --max-bytes-per-second must be between 1MB and 1TB
            migrate --source postgres://a/d --target postgres://b --max-bytes-per-second-to-target 2TB | --max-bytes-per-second-to-target must be between 1MB and 1TB
            migrate --source postgres://a/d --target postgres://b --gentle-active-sessions 0 | maxActiveSessions must be between 1 and 10000
            migrate --source postgres://a/d --target postgres://b --gentle-lag 5kB | maxReplicationLagBytes must be between 1 MiB and 1 TiB
            migrate --source postgres://a/d --target postgres://b --split-tables-larger-than x | a number with B, kB, MB
            migrate --source postgres://a/d --target postgres://b --include-schema a.b | includeSchemas: a pattern is
            migrate --source postgres://a/d --target postgres://b --overwite      | Did you mean --overwrite?
            validate                                                              | '--source=URI', '--target=URI'
            validate --source postgres://a/d --target postgres://b --option Migrate | '--option'
            validate --source postgres://a/d --target postgres://b --report /none/x.html | --report: /none/x.html cannot be written
            validate --source postgres://a/d --target postgres://b --fix-script /none/fix | --fix-script: /none/fix-source.sql cannot be written
            migrate --source postgres://a/d --target postgres://b --label team    | --label: write KEY=VALUE
            migrate --source postgres://a/d --target postgres://b --label t:m=x   | --label: a key in labels must match
            validate --source postgres://a/d --target postgres://b --label a=x --label a=y | --label: a has two values
            list a/b --label team                                                 | leave it or the ID out
            list --label =                                                        | --label: a key in labels must match
            report --html page.html                                               | --out and --html need the ID
            migrate --sorce postgres://a/d --target postgres://b                  | Unknown is --sorce. Did you mean --source?
            migrat                                                                | Did you mean migrate?
            watch a/b --untildone                                                 | Did you mean --until-done?
            migrate --source jdbc:postgresql://a/d?user=u --target postgres://b   | this is the form of JDBC; write postgres://u@a/d, and
            migrate --source host=/tmp --target postgres://b                      | --source: a Unix socket is named
            migrate --source service=none --target postgres://b                   | --source: the service is in none of the service files
            migrate --source postgres://a/d?options=-cx%3D1 --target postgres://b | --source: options is refused
            migrate --source postgres://a,c/d --target postgres://b               | --source: several hosts are named
            migrate --source postgres://a/d --target postgres://b --source-password env:PGCONVOY_NOT_SET | env:PGCONVOY_NOT_SET
            request --source postgres://a:x@b/d --target postgres://c             | --seal-key-file
            request                                                               | '--source=URI', '--target=URI' (or --parameters=FILE)
            request --target postgres://b                                         | '--source=URI' (or
            request --source postgres://a/d --target postgres://b --executor me   | executor must be workers or azure
            request --source postgres://a/d --target postgres://b --subscription a/b | azure.subscriptionId must match
            request --source postgres://a/d --target postgres://10.0.0.1 --executor azure | NAME.postgres.database.azure.com
            request --parameters none.json --source postgres://a/d                | --source cannot stand beside --parameters
            request --parameters none.json --jobs 2                               | --jobs cannot stand beside --parameters
            request --parameters none.json                                        | none.json is no readable file
            migrate --source postgres://a/d --target postgres://b --executor azure | '--executor'
            fleet init                                                            | either a list with --servers or an --azure-subscription
            fleet init --servers a.csv --azure-subscription 11111111-2222-3333-4444-555555555555 | either a list
            fleet init --servers a.csv --target postgres://b                      | --target is for --azure-subscription
            fleet init --azure-subscription databases --target postgres://b       | an ID has the form 00000000-
            fleet init --azure-subscription 11111111-2222-3333-4444-555555555555  | --azure-subscription needs --target
            fleet init --azure-subscription 11111111-2222-3333-4444-555555555555 --target postgres://a:x@b | --target: write no password here
            events --topic migration.request                                     | did you mean migration.requested?
            events one                                                            | <targetServer>/<migrationName>
            watch one                                                             | <targetServer>/<migrationName>
            cancel                                                                | 'ID'
            demo --scale 0                                                        | --scale
            demo --source-version 14                                              | PostgreSQL 14
            up --kafka-port 70000                                                 | --kafka-port
            watch a/b --bootstrap-servers h:1 --command-config none               | --command-config
            limit --bytes-per-second 20MB                                         | Name what is limited: SERVER
            limit a --target b --bytes-per-second 20MB                            | Name one of SERVER, --target and --fleet
            limit a --bytes-per-second 20kB                                       | --bytes-per-second must be between 1MB and 1TB
            limit a --bytes-per-second fast                                       | --bytes-per-second must be between 1MB and 1TB
            fleet                                                                 | Say what to do with the fleet
            fleet aply x                                                          | Did you mean apply?
            fleet approve rest                                                    | '--reason=TEXT'
            fleet rehearse pilot weekend.yaml                                     | '--target=URI'
            fleet retry                                                           | --failed
            fleet retry shop --failed                                             | --failed
            fleet delete                                                          | 'NAME'
            fleet delete weekend --if-revision x                                  | --if-revision
            """)
    void bad_usage_is_code_2_one_sentence_and_where_to_read_on(String line, String words) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

        assertThat(errors()).startsWith("pgconvoy: ").contains(words, "--help").hasLineCount(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void a_plan_that_cannot_be_made_is_never_code_2_which_says_that_there_is_one() {
        assertThat(run("fleet", "plan")).isEqualTo(1);
        assertThat(run("fleet", "plan", "fleet.yaml", "--jsn")).isEqualTo(1);
        assertThat(run("fleet", "plan", folder.resolve("none.yaml").toString())).isEqualTo(1);
    }

    @Test
    void a_fleet_file_is_validated_without_a_broker() throws Exception {
        var file = folder.resolve("fleet.yaml");
        Files.writeString(file, """
                apiVersion: pgconvoy.dev/v1
                kind: Fleet
                metadata: {name: weekend}
                spec:
                  servers:
                    - name: shop
                      source: {host: old.example.org, user: mover}
                      target: {host: new.example.org, user: mover}
                """);

        assertThat(run("fleet", "validate", file.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("The fleet weekend can be applied: 1 server in 1 wave.%n".formatted());

        Files.writeString(file, "kind: Flet\n");

        assertThat(run("fleet", "validate", file.toString())).isEqualTo(3);
        assertThat(errors()).contains("fleet.yaml:1:1: ");
    }

    @Test
    void what_is_wrong_with_both_servers_is_told_at_once() {
        var code = run("migrate --source jdbc:x --target postgres://b?options=x".split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(errors()).contains("--source: a server is named as", "--target: options is refused");
    }

    @Test
    void a_password_in_another_form_is_not_repeated() {
        assertThat(run("migrate", "--source", "host=a", "password = 'hunter2 x'", "--target", "postgres://b"))
                .isEqualTo(2);
        assertThat(run("migrate", "--sorce=postgres://u:hunter2@a", "--target", "postgres://b"))
                .isEqualTo(2);
        assertThat(errors()).doesNotContain("hunter2");
    }

    @Test
    void what_azures_template_does_not_take_is_told_before_anything_is_sent() {
        var code = run(
                "request --source postgres://u@a/d?sslmode=disable --target postgres://b.postgres.database.azure.com --executor azure"
                        .split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(errors())
                .contains(
                        "Azure's template does not take this:",
                        "\n  SslMode is not one of its allowed values: 'Prefer'")
                .contains("\n  sourceServerLoginPassword has no value and no defaultValue.");
    }

    @Test
    void all_commands_are_listed() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("migrate", "verify", "request", "pgconvoy test", "pgconvoy doctor", "pgconvoy bench");
    }

    @Test
    void a_password_on_the_command_line_is_not_repeated() {
        var code = run("migrate", "--source", "postgres://a/d", "--target", "postgres://b", "postgres://u:hunter2@c/d");

        assertThat(code).isEqualTo(2);
        assertThat(errors()).contains("postgres://u:***@c/d").doesNotContain("hunter2");
    }

    @Test
    void a_seal_key_is_made_once() throws Exception {
        var file = folder.resolve("key");

        assertThat(run("seal-key", "--out", file.toString())).isZero();
        var content = Files.readString(file);

        assertThat(run("seal-key", "--out", file.toString())).isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @Test
    void a_seal_key_without_a_file_is_told_what_is_missing() {
        assertThat(run("seal-key")).isEqualTo(2);
        assertThat(errors()).contains("Missing required option: '--out=FILE'");
    }

    @Test
    void a_seal_key_gets_a_new_key_beside_the_old_one() throws Exception {
        var file = folder.resolve("key");
        run("seal-key", "--out", file.toString());
        var content = Files.readString(file);

        assertThat(run("seal-key", "rotate", "--seal-key-file", file.toString()))
                .isZero();

        assertThat(errors()).contains(file + " has 2 keys now");
        assertThat(Files.readString(file)).isNotEqualTo(content);
        assertThat(run("seal-key", "rotate")).isEqualTo(2);
        assertThat(run("seal-key", "rotate", "--seal-key-file", folder.resolve("none") + ""))
                .isEqualTo(2);
    }
}
