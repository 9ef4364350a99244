package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A ready server with a parameter and an active migration; it can be told to refuse a question.
public final class FakeFacts implements TargetFacts {

    public static final TargetResource TARGET = new TargetResource("s-1", "databases-eu", "flex-eu-1");

    private static final Server READY = new Server(
            Optional.of("Ready"),
            Optional.of("17"),
            Optional.of("Standard_D4ds_v5 (GeneralPurpose)"),
            OptionalInt.of(128),
            false);
    private static final Map<String, String> EXTENSIONS = Map.of("azure.extensions", "PG_TRGM,HSTORE");

    private final List<String> asked = new ArrayList<>();
    private final Map<String, FailureCode> refusals;
    private final Optional<Server> server;
    private final Map<String, String> parameters;

    private FakeFacts(Optional<Server> server, Map<String, FailureCode> refusals, Map<String, String> parameters) {
        this.server = server;
        this.refusals = refusals;
        this.parameters = parameters;
    }

    public static FakeFacts ready() {
        return refusing(Map.of());
    }

    public static FakeFacts refusing(Map<String, FailureCode> refusals) {
        return new FakeFacts(Optional.of(READY), refusals, EXTENSIONS);
    }

    /// @param libraries the value of `shared_preload_libraries`
    public static FakeFacts preloading(String libraries) {
        return new FakeFacts(Optional.of(READY), Map.of(), Map.of("shared_preload_libraries", libraries));
    }

    public static FakeFacts withoutServer() {
        return new FakeFacts(Optional.empty(), Map.of(), EXTENSIONS);
    }

    public List<String> asked() {
        return asked;
    }

    private void ask(String question) {
        asked.add(question);
        var refusal = refusals.get(question);
        if (refusal != null) {
            throw new MigrationException(
                    new Failure(refusal, TARGET.object(), "Azure answers so.", "Do something."), null);
        }
    }

    @Override
    public Optional<Server> server() {
        ask("server");
        return server;
    }

    @Override
    public Optional<String> parameter(String name) {
        ask(name);
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public List<String> activeMigrations() {
        ask("activeMigrations");
        return List.of("somebody-elses");
    }

    @Override
    public Optional<String> migration(String name) {
        ask("migration " + name);
        return Optional.empty();
    }
}
