package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.PreflightRequests;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.preflight.application.ExamineTarget;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Two real servers with a few databases, and the examination of requests between them.
abstract class TwoServers {

    private static final AllowedReferences ALLOWED =
            new AllowedReferences(List.of("RIGHT", "WRONG", "NOT_*"), List.of());
    private static final Map<String, String> ENVIRONMENT = Map.of("RIGHT", "right", "WRONG", "wrong-7Qx");

    @TempDir
    static Path folder;

    static OpenServer source;
    static OpenServer target;

    final ExamineServers examineServers = examineServers();

    static ExamineServers examineServers() {
        return examining(new SecretResolver(Optional.empty(), ALLOWED, ENVIRONMENT::get));
    }

    static ExamineServers examining(SecretResolver secrets) {
        return examining(secrets, Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    /// With limits that a busy machine keeps.
    static ExamineServers examiningPatiently() {
        return examining(
                new SecretResolver(Optional.empty(), ALLOWED, ENVIRONMENT::get),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }

    private static ExamineServers examining(SecretResolver secrets, Duration connect, Duration statement) {
        return examining(
                secrets, connect, statement, () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_018)));
    }

    /// With the programs that such a search finds.
    static ExamineServers examiningWith(Supplier<PgTools> tools) {
        return examining(
                new SecretResolver(Optional.empty(), ALLOWED, ENVIRONMENT::get),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                tools);
    }

    private static ExamineServers examining(
            SecretResolver secrets, Duration connect, Duration statement, Supplier<PgTools> tools) {
        return new ExamineServers(
                new JdbcAccess(new ServerConnector(secrets, connect), statement),
                tools,
                new ExamineTarget(Optional.empty()));
    }

    @BeforeAll
    static void start() throws IOException, SQLException {
        source = OpenServer.start(folder.resolve("source"));
        target = OpenServer.start(folder.resolve("target"));
        source.run("CREATE DATABASE orders");
        source.run("CREATE DATABASE \"Lager & Co\" OWNER mover");
        source.run("CREATE DATABASE stock OWNER mover");
        target.run("CREATE DATABASE orders");
        target.run("CREATE DATABASE stock OWNER mover");
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        target.close();
    }

    static PreflightRequests between() {
        return aRequest().from(source.as("mover")).to(target.as("mover"));
    }

    Finding onlyErrorOf(MigrationRequest request) {
        var errors = errorsOf(request);
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }

    List<Finding> errorsOf(MigrationRequest request) {
        return examineServers.examine(request).findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }
}
