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

    private final List<String> asked = new ArrayList<>();
    private final Map<String, FailureCode> refusals;
    private final Optional<Server> server;

    private FakeFacts(Optional<Server> server, Map<String, FailureCode> refusals) {
        this.server = server;
        this.refusals = refusals;
    }

    public static FakeFacts ready() {
        return refusing(Map.of());
    }

    public static FakeFacts refusing(Map<String, FailureCode> refusals) {
        return new FakeFacts(
                Optional.of(new Server(
                        Optional.of("Ready"),
                        Optional.of("17"),
                        Optional.of("Standard_D4ds_v5 (GeneralPurpose)"),
                        OptionalInt.of(128),
                        false)),
                refusals);
    }

    public static FakeFacts withoutServer() {
        return new FakeFacts(Optional.empty(), Map.of());
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
        return name.equals("azure.extensions") ? Optional.of("PG_TRGM,HSTORE") : Optional.empty();
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
