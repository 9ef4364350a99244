package dev.pgconvoy.access;

import static dev.pgconvoy.access.Operation.ALTER_CONFIGS;
import static dev.pgconvoy.access.Operation.CREATE;
import static dev.pgconvoy.access.Operation.DELETE;
import static dev.pgconvoy.access.Operation.DESCRIBE;
import static dev.pgconvoy.access.Operation.DESCRIBE_CONFIGS;
import static dev.pgconvoy.access.Operation.READ;
import static dev.pgconvoy.access.Operation.WRITE;
import static dev.pgconvoy.event.EventType.CANCEL_REQUESTED;
import static dev.pgconvoy.event.EventType.COPY_PROGRESS;
import static dev.pgconvoy.event.EventType.COPY_RESULT;
import static dev.pgconvoy.event.EventType.COPY_SNAPSHOT;
import static dev.pgconvoy.event.EventType.COPY_TASK;
import static dev.pgconvoy.event.EventType.FLEET_ACTION_REQUESTED;
import static dev.pgconvoy.event.EventType.FLEET_CHANGED;
import static dev.pgconvoy.event.EventType.FLEET_REQUESTED;
import static dev.pgconvoy.event.EventType.FLEET_STATE_RECORDED;
import static dev.pgconvoy.event.EventType.MIGRATION_CANCELLED;
import static dev.pgconvoy.event.EventType.MIGRATION_COMPLETED;
import static dev.pgconvoy.event.EventType.MIGRATION_OBSERVED;
import static dev.pgconvoy.event.EventType.MIGRATION_REQUESTED;
import static dev.pgconvoy.event.EventType.MIGRATION_SUBMITTED;
import static dev.pgconvoy.event.EventType.MIGRATION_VALIDATED;
import static dev.pgconvoy.event.EventType.STATE_RECORDED;
import static dev.pgconvoy.event.EventType.SUBSTATE_CHANGED;

import dev.pgconvoy.access.Resource.Kind;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which service needs what of the brokers: the only place where it is written. The shell script, Strimzi's users and
/// the page are made of it, and an end-to-end test runs a migration with exactly these rules.
public final class AccessMatrix {

    private static final String NOT_CREATED = "the service does not start on brokers that lack the topic";
    private static final String NOT_WRITTEN =
            "the service logs that it may not write to the topic, and what would follow from it does not happen";
    private static final String NOT_READ = "the service logs TopicAuthorizationException and does not become ready";
    private static final String NO_GROUP = "the service logs GroupAuthorizationException and does not become ready";
    private static final String NOT_SHOWN = "tables and workers are not shown live";
    private static final String NO_BACKLOG = "the backlog of the group is not among the metrics";
    private static final String NO_LETTERS = "what is refused is logged, but not kept";

    private AccessMatrix() {}

    public static List<Principal> principals() {
        return List.of(preflight(), submitter(), monitor(), worker(), requester());
    }

    private static Principal preflight() {
        var grants = new Grants();
        grants.read(MIGRATION_REQUESTED, STATE_RECORDED);
        grants.write(MIGRATION_VALIDATED, MIGRATION_OBSERVED);
        grants.letters(MIGRATION_REQUESTED);
        grants.group("pgconvoy-preflight");
        return grants.creating().of("pgconvoy-preflight", "preflight-service");
    }

    private static Principal submitter() {
        var grants = new Grants();
        grants.read(
                MIGRATION_VALIDATED,
                CANCEL_REQUESTED,
                MIGRATION_COMPLETED,
                MIGRATION_CANCELLED,
                SUBSTATE_CHANGED,
                MIGRATION_SUBMITTED,
                STATE_RECORDED,
                FLEET_REQUESTED,
                FLEET_ACTION_REQUESTED);
        grants.write(
                MIGRATION_SUBMITTED,
                MIGRATION_OBSERVED,
                MIGRATION_REQUESTED,
                CANCEL_REQUESTED,
                FLEET_CHANGED,
                FLEET_STATE_RECORDED);
        grants.letters(
                MIGRATION_VALIDATED,
                CANCEL_REQUESTED,
                MIGRATION_COMPLETED,
                MIGRATION_CANCELLED,
                SUBSTATE_CHANGED,
                FLEET_REQUESTED,
                FLEET_ACTION_REQUESTED);
        grants.group("pgconvoy-azure-submit");
        grants.streams("pgconvoy-admission");
        return grants.creating().of("pgconvoy-submitter", "submitter-service");
    }

    private static Principal monitor() {
        var facts = new EventType[] {
            MIGRATION_REQUESTED, MIGRATION_VALIDATED, MIGRATION_SUBMITTED, CANCEL_REQUESTED, MIGRATION_OBSERVED
        };
        var grants = new Grants();
        grants.read(facts);
        grants.read(STATE_RECORDED, SUBSTATE_CHANGED, MIGRATION_COMPLETED, MIGRATION_CANCELLED);
        Stream.of(COPY_TASK, COPY_RESULT, COPY_PROGRESS)
                .forEach(type -> grants.add(Grant.of(Resource.topic(type.topic()), NOT_SHOWN, READ, DESCRIBE)));
        grants.write(
                STATE_RECORDED,
                SUBSTATE_CHANGED,
                MIGRATION_COMPLETED,
                MIGRATION_CANCELLED,
                MIGRATION_REQUESTED,
                CANCEL_REQUESTED,
                MIGRATION_OBSERVED,
                FLEET_REQUESTED,
                FLEET_ACTION_REQUESTED);
        grants.read(FLEET_REQUESTED, FLEET_STATE_RECORDED, FLEET_CHANGED);
        grants.letters(facts);
        grants.streams("pgconvoy-fold");
        Stream.of(
                        "pgconvoy-preflight",
                        "pgconvoy-admission",
                        "pgconvoy-azure-submit",
                        "pgconvoy-copiers",
                        "pgconvoy-conductors")
                .forEach(group -> grants.add(Grant.of(Resource.group(group), NO_BACKLOG, DESCRIBE)));
        grants.add(Grant.of(Resource.topic(Topics.DEPLOYMENTS), NOT_READ, READ, WRITE, CREATE, DESCRIBE));
        return grants.creating().of("pgconvoy-monitor", "monitor-service");
    }

    private static Principal worker() {
        var work = new EventType[] {COPY_TASK, COPY_RESULT, COPY_PROGRESS, COPY_SNAPSHOT};
        var grants = new Grants();
        grants.read(work);
        grants.read(
                MIGRATION_SUBMITTED,
                CANCEL_REQUESTED,
                MIGRATION_COMPLETED,
                MIGRATION_CANCELLED,
                MIGRATION_OBSERVED,
                SUBSTATE_CHANGED);
        grants.write(work);
        grants.write(MIGRATION_OBSERVED);
        grants.letters(work);
        grants.letters(MIGRATION_SUBMITTED);
        grants.shareGroup("pgconvoy-copiers");
        grants.shareGroup("pgconvoy-conductors");
        return grants.creating().of("pgconvoy-worker", "copy-worker");
    }

    /// `./pgconvoy` and whoever else requests and watches.
    private static Principal requester() {
        var grants = new Grants();
        grants.write(MIGRATION_REQUESTED, CANCEL_REQUESTED, FLEET_REQUESTED, FLEET_ACTION_REQUESTED);
        grants.read(
                STATE_RECORDED,
                SUBSTATE_CHANGED,
                MIGRATION_COMPLETED,
                MIGRATION_CANCELLED,
                FLEET_REQUESTED,
                FLEET_STATE_RECORDED,
                FLEET_CHANGED);
        grants.add(Grant.of(
                Resource.topic(Topics.deadLettersOf(MIGRATION_REQUESTED.topic())),
                "a refused request is not told to who made it",
                READ,
                DESCRIBE));
        return grants.of("pgconvoy-requester", "who requests, watches and cancels: `./pgconvoy`, upstream systems");
    }

    private static final class Grants {

        private final List<Grant> grants = new ArrayList<>();

        void add(Grant grant) {
            grants.add(grant);
        }

        void read(EventType... types) {
            Stream.of(types).forEach(type -> add(Grant.of(Resource.topic(type.topic()), NOT_READ, READ, DESCRIBE)));
        }

        void write(EventType... types) {
            Stream.of(types).forEach(type -> add(Grant.of(Resource.topic(type.topic()), NOT_WRITTEN, WRITE, DESCRIBE)));
        }

        void letters(EventType... types) {
            Stream.of(types)
                    .map(type -> Resource.topic(Topics.deadLettersOf(type.topic())))
                    .forEach(topic -> add(Grant.of(topic, NO_LETTERS, WRITE, DESCRIBE)));
        }

        void group(String name) {
            add(Grant.of(Resource.group(name), NO_GROUP, READ, DESCRIBE));
        }

        /// Workers say themselves how long a record is theirs.
        void shareGroup(String name) {
            add(Grant.of(Resource.group(name), NO_GROUP, READ, DESCRIBE));
            add(Grant.of(
                    Resource.group(name),
                    "the worker does not start: the share group %s cannot be configured".formatted(name),
                    ALTER_CONFIGS,
                    DESCRIBE_CONFIGS));
        }

        /// Kafka Streams: its group, its transactions, and the topics that it makes for itself.
        void streams(String application) {
            group(application);
            add(Grant.of(
                    Resource.beginningWith(Kind.TRANSACTIONS, application + "-"),
                    "the service logs TransactionalIdAuthorizationException and does not become ready",
                    WRITE,
                    DESCRIBE));
            add(Grant.of(
                    Resource.beginningWith(Kind.TOPIC, application + "-"),
                    "the service logs TopicAuthorizationException and does not become ready",
                    READ,
                    WRITE,
                    CREATE,
                    DELETE,
                    DESCRIBE,
                    DESCRIBE_CONFIGS));
        }

        /// Whichever service comes first makes the topics.
        Grants creating() {
            add(Grant.of(Resource.beginningWith(Kind.TOPIC, "migration."), NOT_CREATED, CREATE, DESCRIBE));
            add(Grant.of(Resource.beginningWith(Kind.TOPIC, "copy."), NOT_CREATED, CREATE, DESCRIBE));
            add(Grant.of(Resource.beginningWith(Kind.TOPIC, "fleet."), NOT_CREATED, CREATE, DESCRIBE));
            return this;
        }

        Principal of(String name, String purpose) {
            return new Principal(name, purpose, grants);
        }
    }
}
