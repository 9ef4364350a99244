package dev.pgconvoy.it.soak;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A bounded load: at each beat the next step of the mix, unless too many migrations are under way.
final class SoakLoad implements AutoCloseable {

    private static final String SMALL = "soak_small";
    private static final String SLOW = "soak_slow";
    private static final int MOST_OPEN = 4;
    /// Of each: more than may be under way, so that no two migrations that meet have a database in common.
    private static final int DATABASES = 6;
    private static final int LONGEST_WAIT_MILLIS = 3_000;

    private record Sent(LoadStep step, RequestJson request) {
        String id() {
            return request.id();
        }
    }

    private final KafkaClient client;
    private final TopicGarbage garbage;
    private final RunningServer source;
    private final RunningServer target;
    private final RunningServer unknownHost;
    private final RunningServer wrongPassword;
    private final Random random = new Random(5);
    private final List<Sent> sent = new ArrayList<>();
    private final List<Sent> open = new ArrayList<>();
    private final Map<String, Long> cancelAt = new HashMap<>();
    private final Set<String> cancelled = new HashSet<>();

    SoakLoad(TestEnvironment environment, KafkaClient client, RunningServer source, RunningServer target)
            throws IOException, SQLException {
        this.client = client;
        this.garbage = new TopicGarbage(environment.bootstrapServers(), client);
        this.source = source;
        this.target = target;
        this.unknownHost = new RunningServer("unknown", 15, "nowhere.invalid", 5432, source.passwordFile());
        var wrong = Files.writeString(source.passwordFile().resolveSibling("wrong"), "not-this-one");
        this.wrongPassword = new RunningServer("wrong", 15, source.host(), source.port(), wrong);
        for (var i = 0; i < DATABASES; i++) {
            fill(SMALL + i, SuperuserSql.resource("soak/fill_small"));
            fill(SLOW + i, SuperuserSql.resource("soak/fill_slow"));
        }
    }

    private void fill(String database, String script) throws SQLException {
        TestDatabases.create(source, database);
        SuperuserSql.execute(source, database, script);
    }

    /// The next step, unless the services do not keep up.
    void beat() {
        if (open.size() >= MOST_OPEN) {
            return;
        }
        var number = sent.size();
        var step = LoadStep.MIX.get(number % LoadStep.MIX.size());
        var next = new Sent(step, request(step, number));
        sent.add(next);
        if (step.isMigration()) {
            open.add(next);
            client.request(next.request);
            if (step == LoadStep.DUPLICATE) {
                client.request(next.request);
            }
        } else {
            garbage.publish(step, next.request);
        }
    }

    private RequestJson request(LoadStep step, int number) {
        var from = switch (step) {
            case UNKNOWN_HOST -> unknownHost;
            case WRONG_PASSWORD -> wrongPassword;
            case FINISHED,
                    CANCELLED,
                    DUPLICATE,
                    MISSING_DATABASE,
                    NOT_JSON,
                    WRONG_KEY,
                    TOO_LARGE,
                    RANDOM_BYTES,
                    FORGED -> source;
        };
        var database = switch (step) {
            case CANCELLED -> SLOW + number % DATABASES;
            case MISSING_DATABASE -> "soak_absent";
            case FINISHED,
                    DUPLICATE,
                    UNKNOWN_HOST,
                    WRONG_PASSWORD,
                    NOT_JSON,
                    WRONG_KEY,
                    TOO_LARGE,
                    RANDOM_BYTES,
                    FORGED -> SMALL + number % DATABASES;
        };
        return RequestJson.move("soak-" + number, from, target, database);
    }

    /// Cancels what is midway; of what has ended it removes the copy, and asks again for some.
    void tend() throws SQLException {
        for (var one : List.copyOf(open)) {
            if (!client.ends(one.id()).isEmpty()) {
                open.remove(one);
                TestDatabases.drop(target, one.request.databases().getFirst());
                if (one.step == LoadStep.DUPLICATE) {
                    client.request(one.request);
                }
            } else if (one.step == LoadStep.CANCELLED) {
                cancelInTime(one.id());
            }
        }
    }

    private void cancelInTime(String id) {
        if (!cancelAt.containsKey(id) && hasBegun(id)) {
            var wait = Duration.ofMillis(random.nextInt(LONGEST_WAIT_MILLIS));
            cancelAt.put(id, System.nanoTime() + wait.toNanos());
        }
        if (cancelAt.containsKey(id) && System.nanoTime() > cancelAt.get(id) && cancelled.add(id)) {
            client.cancel(id, "one of many");
        }
    }

    private boolean hasBegun(String id) {
        return client.facts(KafkaClient.OBSERVED, id).stream()
                .anyMatch(fact -> fact.data().at("/observation/kind").asText().equals("migration-began"));
    }

    boolean isDone() {
        return open.isEmpty();
    }

    /// How often each step was taken.
    Map<LoadStep, Integer> counts() {
        var counts = new EnumMap<LoadStep, Integer>(LoadStep.class);
        sent.forEach(one -> counts.merge(one.step, 1, Integer::sum));
        return counts;
    }

    /// Every migration has exactly one end, the right one; garbage has none, and one dead letter of preflight's where
    /// requests are read.
    List<String> wrong() {
        var wrong = new ArrayList<String>();
        for (var one : sent) {
            var ends =
                    client.ends(one.id()).stream().map(end -> end.text("state")).toList();
            var wanted = one.step.isMigration() ? List.of(one.step.end()) : List.<String>of();
            if (!ends.equals(wanted)) {
                wrong.add("%s (%s) ended as %s: %s".formatted(one.id(), one.step.text(), ends, reasons(one.id())));
            }
            if (one.step.becomesDeadLetter() && letters(one.id()) != 1) {
                wrong.add("%s (%s) has %d dead letters".formatted(one.id(), one.step.text(), letters(one.id())));
            }
        }
        return wrong;
    }

    private List<String> reasons(String id) {
        return client.ends(id).stream()
                .map(end -> end.data().path("findings") + " " + end.data().path("failure"))
                .toList();
    }

    private long letters(String key) {
        return client.facts(KafkaClient.UNREADABLE_REQUESTS, key).stream()
                .map(TopicFact::headers)
                .filter(headers -> !headers.containsKey("dead-letter-by"))
                .count();
    }

    /// What is on the target, of which every copy was removed.
    List<String> leftovers() throws SQLException {
        var left = new ArrayList<>(TestDatabases.names(target));
        left.addAll(SuperuserSql.lines(
                target, "postgres", "SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname LIKE 'pgconvoy%'"));
        return left;
    }

    @Override
    public void close() {
        garbage.close();
    }
}
