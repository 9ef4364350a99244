package dev.pgconvoy.launcher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestDraftTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    private static final Supplier<SealKey> NO_KEY = () -> {
        throw new AssertionError("no key is needed here");
    };

    private final Map<String, String> environment = new HashMap<>(Map.of("PGUSER", "someone"));

    @TempDir
    Path folder;

    private MigrationRequest request(String source, String target, Supplier<SealKey> key, String... databases) {
        return draft(source, target, databases).request(new PasswordLookup(environment::get, warning -> {}), key, NOW);
    }

    private static RequestDraft draft(String source, String target, String... databases) {
        return new RequestDraft(
                ServerWish.of(CommandSide.SOURCE, source, Optional.empty(), Optional.empty()),
                ServerWish.of(CommandSide.TARGET, target, Optional.empty(), Optional.empty()),
                List.of(databases),
                Optional.of("m"),
                MigrationOptions.DEFAULTS);
    }

    @Test
    void the_source_uri_names_the_database_unless_others_are_named() {
        assertThat(request("postgres://a/shop", "postgres://b", NO_KEY).databases())
                .containsExactly("shop");
        assertThat(request("postgres://a/shop", "postgres://b", NO_KEY, "x", "y")
                        .databases())
                .containsExactly("x", "y");
        assertThat(request("postgres://a", "postgres://b", NO_KEY).databases()).isEmpty();
    }

    @Test
    void in_azure_the_id_begins_with_the_servers_name_there() {
        var resource = new AzureResource(
                Optional.of("s-1"), Optional.of("databases-eu"), Optional.empty(), "AWS_RDS", Optional.empty());

        var request = draft("postgres://a/shop", "postgres://flex-eu-1.postgres.database.azure.com")
                .inAzure(ExecutorKind.AZURE, resource)
                .request(new PasswordLookup(environment::get, warning -> {}), NO_KEY, NOW);

        assertThat(request.id()).hasToString("flex-eu-1/m");
        assertThat(request.options().executor()).isEqualTo(ExecutorKind.AZURE);
        assertThat(request.azure()).contains(resource);
    }

    @Test
    void labels_go_with_the_request() {
        var request = draft("postgres://a/shop", "postgres://b")
                .labelled(new TreeMap<>(Map.of("team", "shop")))
                .request(new PasswordLookup(environment::get, warning -> {}), NO_KEY, NOW);

        assertThat(request.labels()).containsOnly(Map.entry("team", "shop"));
    }

    @Test
    void where_databases_are_excluded_all_others_are_meant() {
        var without = new Filters(List.of("old*"), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        var draft = new RequestDraft(
                ServerWish.of(CommandSide.SOURCE, "postgres://a/shop", Optional.empty(), Optional.empty()),
                ServerWish.of(CommandSide.TARGET, "postgres://b", Optional.empty(), Optional.empty()),
                List.of(),
                Optional.empty(),
                new MigrationOptions(
                        MigrationOptions.DEFAULTS.migrationOption(),
                        false,
                        MigrationOptions.DEFAULTS.verify(),
                        4,
                        MigrationOptions.DEFAULTS.executor(),
                        RightsOptions.DEFAULTS,
                        CopyOptions.DEFAULTS,
                        without));

        var request = draft.request(new PasswordLookup(environment::get, warning -> {}), NO_KEY, NOW);

        assertThat(request.databases()).isEmpty();
    }

    @Test
    void the_target_uri_names_the_maintenance_database_unless_that_one_is_migrated() {
        assertThat(request("postgres://a/shop", "postgres://b/admin", NO_KEY)
                        .target()
                        .maintenanceDatabase())
                .isEqualTo("admin");
        assertThat(request("postgres://a/shop", "postgres://b/shop", NO_KEY)
                        .target()
                        .maintenanceDatabase())
                .isEqualTo("postgres");
        assertThat(request("postgres://a/shop", "postgres://b", NO_KEY).target().maintenanceDatabase())
                .isEqualTo("postgres");
    }

    @Test
    void the_user_is_the_uris_or_PGUSER() {
        var request = request("postgres://me@a/shop", "postgres://b", NO_KEY);

        assertThat(request.source().user()).isEqualTo("me");
        assertThat(request.target().user()).isEqualTo("someone");
    }

    @Test
    void a_clear_password_is_sealed_for_this_migration() {
        var key = SealKey.create(folder.resolve("key"));
        environment.put("PGPASSWORD", "both");
        environment.put("PGCONVOY_TARGET_PASSWORD", "targets");

        var fromUri = request("postgres://u:uris@a/shop", "postgres://b", () -> key);
        var fromEnvironment = request("postgres://a/shop", "postgres://b", () -> key);

        assertThat(opened(key, fromUri, ServerSide.SOURCE)).isEqualTo("uris");
        assertThat(opened(key, fromUri, ServerSide.TARGET)).isEqualTo("targets");
        assertThat(opened(key, fromEnvironment, ServerSide.SOURCE)).isEqualTo("both");
    }

    private static String opened(SealKey key, MigrationRequest request, ServerSide side) {
        var reference = request.server(side).password().orElseThrow();
        assertThat(reference).isInstanceOf(SecretRef.Sealed.class);
        return new SecretResolver(Optional.of(key))
                .handedOnFor(request.server(side).passwordUse(request.id(), side), reference)
                .use(value -> value);
    }

    @Test
    void a_reference_outranks_every_password_and_needs_no_key() {
        environment.put("PGPASSWORD", "both");
        var wish = ServerWish.of(
                CommandSide.SOURCE, "postgres://u:uris@a/shop", Optional.of("env:THERE"), Optional.of(SslMode.REQUIRE));

        var password = new PasswordLookup(environment::get, warning -> {}).find(wish, "u", "shop", _ -> {
            throw new AssertionError("nothing to seal");
        });

        assertThat(password).contains(new SecretRef.Env("THERE"));
    }

    @Test
    void the_command_lines_ssl_mode_outranks_the_uris() {
        var draft = new RequestDraft(
                ServerWish.of(
                        CommandSide.SOURCE,
                        "postgres://a/shop?sslmode=disable",
                        Optional.empty(),
                        Optional.of(SslMode.REQUIRE)),
                ServerWish.of(
                        CommandSide.TARGET, "postgres://b?sslmode=verify-full", Optional.empty(), Optional.empty()),
                List.of(),
                Optional.empty(),
                MigrationOptions.DEFAULTS);

        var request = draft.request(new PasswordLookup(environment::get, warning -> {}), NO_KEY, NOW);

        assertThat(request.source().sslMode()).isEqualTo(SslMode.REQUIRE);
        assertThat(request.target().sslMode()).isEqualTo(SslMode.VERIFY_FULL);
    }

    @Test
    void what_cannot_be_asked_for_is_bad_usage() {
        assertUsage(() -> request("postgres://a/shop", "postgres://A", NO_KEY), "same server");
        assertUsage(() -> request("mysql://a/shop", "postgres://b", NO_KEY), "--source");
        assertUsage(() -> request("postgres://a/shop", "postgres://b:99999", NO_KEY), "--target: port");
        assertUsage(() -> request("postgres://a/shop", "postgres://b", NO_KEY, "x", "x"), "databases");
        assertUsage(
                () -> ServerWish.of(CommandSide.TARGET, "postgres://b", Optional.of("hunter2"), Optional.empty()),
                "--target-password");
    }

    private static void assertUsage(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining(words)
                .hasMessageNotContaining("hunter2");
    }
}
