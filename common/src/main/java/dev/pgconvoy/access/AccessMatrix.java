package dev.pgconvoy.access;

import static dev.pgconvoy.access.Operation.ALTER_CONFIGS;
import static dev.pgconvoy.access.Operation.CREATE;
import static dev.pgconvoy.access.Operation.DELETE;
import static dev.pgconvoy.access.Operation.DESCRIBE;
import static dev.pgconvoy.access.Operation.DESCRIBE_CONFIGS;
import static dev.pgconvoy.access.Operation.READ;
import static dev.pgconvoy.access.Operation.WRITE;
import static dev.pgconvoy.event.EventType.CANCEL_REQUESTED;
import static dev.pgconvoy.event.EventType.COPY_LIMIT;
import static dev.pgconvoy.event.EventType.COPY_PROGRESS;
import static dev.pgconvoy.event.EventType.COPY_RATE;
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
import static dev.pgconvoy.event.EventType.PAUSE_SET;
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

    private static final String NOT_CREATED =
            "the service does not get ready, and logs that a topic `cannot be created`, also where all are there";
    private static final String NOT_READY = "the service does not get ready, and logs `%s`";
    private static final String NO_COMMAND = "the command that needs it ends with an error that names the topic";
    private static final String NO_BACKLOG = "the backlog of the group is not among the metrics";

    private AccessMatrix() {}

    public static List<Principal> principals() {
        return List.of(preflight(), submitter(), monitor(), worker(), requester());
    }

    public static Principal preflight() {
        var grants = new Grants();
        grants.read(MIGRATION_REQUESTED, STATE_RECORDED);
        grants.write(MIGRATION_VALIDATED, MIGRATION_OBSERVED);
        grants.letters(MIGRATION_REQUESTED);
        grants.group("pgconvoy-preflight");
        return grants.creating().of("pgconvoy-preflight", "preflight-service");
    }

    public static Principal submitter() {
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
                FLEET_REQUESTED,
                FLEET_CHANGED,
                FLEET_STATE_RECORDED);
        grants.letters(
                MIGRATION_VALIDATED,
                CANCEL_REQUESTED,
                MIGRATION_COMPLETED,
                MIGRATION_CANCELLED,
                SUBSTATE_CHANGED,
                STATE_RECORDED,
                FLEET_REQUESTED,
                FLEET_ACTION_REQUESTED);
        grants.add(Grant.of(
                Resource.group("pgconvoy-azure-submit"),
                "where Azure is switched on: " + NOT_READY.formatted("GroupAuthorizationException"),
                READ,
                DESCRIBE));
        grants.streams("pgconvoy-admission");
        return grants.creating().of("pgconvoy-submitter", "submitter-service");
    }

    public static Principal monitor() {
        var facts = new EventType[] {
            MIGRATION_REQUESTED,
            MIGRATION_VALIDATED,
            MIGRATION_SUBMITTED,
            CANCEL_REQUESTED,
            PAUSE_SET,
            MIGRATION_OBSERVED
        };
        var grants = new Grants();
        grants.read(facts);
        grants.read(STATE_RECORDED, SUBSTATE_CHANGED, MIGRATION_COMPLETED, MIGRATION_CANCELLED);
        grants.read(COPY_TASK, COPY_RESULT, COPY_PROGRESS);
        grants.write(
                STATE_RECORDED,
                SUBSTATE_CHANGED,
                MIGRATION_COMPLETED,
                MIGRATION_CANCELLED,
                MIGRATION_REQUESTED,
                CANCEL_REQUESTED,
                PAUSE_SET,
                MIGRATION_OBSERVED,
                FLEET_REQUESTED,
                FLEET_ACTION_REQUESTED,
                COPY_LIMIT);
        grants.read(FLEET_REQUESTED, FLEET_STATE_RECORDED, FLEET_CHANGED, COPY_LIMIT);
        grants.letters(facts);
        grants.streams("pgconvoy-fold");
        Stream.of(
                        "pgconvoy-preflight",
                        "pgconvoy-admission",
                        "pgconvoy-azure-submit",
                        "pgconvoy-copiers",
                        "pgconvoy-conductors")
                .forEach(group -> grants.add(Grant.of(Resource.group(group), NO_BACKLOG, DESCRIBE)));
        grants.add(Grant.of(
                Resource.beginningWith(Kind.GROUP, "pgconvoy-webhook-"),
                "receivers of notifications are told nothing until it is there",
                READ,
                DESCRIBE));
        var deployments = Resource.topic(Topics.DEPLOYMENTS);
        grants.add(Grant.of(deployments, Grants.isNamed("Read", Topics.DEPLOYMENTS), READ, DESCRIBE));
        grants.add(Grant.of(deployments, Grants.isNamed("Write", Topics.DEPLOYMENTS), WRITE, CREATE, DESCRIBE));
        return grants.creating().of("pgconvoy-monitor", "monitor-service");
    }

    public static Principal worker() {
        var work = new EventType[] {COPY_TASK, COPY_RESULT, COPY_PROGRESS, COPY_SNAPSHOT, COPY_RATE};
        var grants = new Grants();
        grants.read(work);
        grants.read(
                MIGRATION_SUBMITTED,
                CANCEL_REQUESTED,
                PAUSE_SET,
                MIGRATION_COMPLETED,
                MIGRATION_CANCELLED,
                MIGRATION_OBSERVED,
                SUBSTATE_CHANGED,
                COPY_LIMIT);
        grants.write(work);
        grants.write(MIGRATION_OBSERVED, PAUSE_SET);
        grants.letters(work);
        grants.letters(MIGRATION_SUBMITTED);
        grants.shareGroup("pgconvoy-copiers");
        grants.shareGroup("pgconvoy-conductors");
        return grants.creating().of("pgconvoy-worker", "copy-worker");
    }

    /// `./pgconvoy` and whoever else requests and watches.
    private static Principal requester() {
        var grants = new Grants();
        var requests = new EventType[] {
            MIGRATION_REQUESTED, CANCEL_REQUESTED, PAUSE_SET, FLEET_REQUESTED, FLEET_ACTION_REQUESTED
        };
        Stream.concat(Stream.of(requests), Stream.of(COPY_LIMIT))
                .forEach(type -> grants.add(Grant.of(Resource.topic(type.topic()), NO_COMMAND, WRITE, DESCRIBE)));
        Stream.of(
                        STATE_RECORDED,
                        SUBSTATE_CHANGED,
                        MIGRATION_COMPLETED,
                        MIGRATION_CANCELLED,
                        FLEET_STATE_RECORDED,
                        FLEET_CHANGED,
                        COPY_LIMIT)
                .forEach(type -> grants.add(Grant.of(Resource.topic(type.topic()), NO_COMMAND, READ, DESCRIBE)));
        Stream.of(requests)
                .map(type -> Resource.topic(Topics.deadLettersOf(type.topic())))
                .forEach(topic -> grants.add(Grant.of(topic, NO_COMMAND, READ, DESCRIBE)));
        return grants.of("pgconvoy-requester", "who requests, watches and cancels: `./pgconvoy`, upstream systems");
    }

    private static final class Grants {

        private final List<Grant> grants = new ArrayList<>();

        void add(Grant grant) {
            grants.add(grant);
        }

        /// By [TopicRightsWatch], from when it is missing until it is there.
        static String isNamed(String operation, String topic) {
            return isNamed(operation, "topic", topic);
        }

        private static String isNamed(String operation, String kind, String name) {
            return "the service is not ready: its readiness and its log name `%s on %s %s`"
                    .formatted(operation, kind, name);
        }

        void read(EventType... types) {
            Stream.of(types)
                    .forEach(type ->
                            add(Grant.of(Resource.topic(type.topic()), isNamed("Read", type.topic()), READ, DESCRIBE)));
        }

        void write(EventType... types) {
            Stream.of(types)
                    .forEach(type -> add(
                            Grant.of(Resource.topic(type.topic()), isNamed("Write", type.topic()), WRITE, DESCRIBE)));
        }

        void letters(EventType... types) {
            Stream.of(types)
                    .map(type -> Resource.topic(Topics.deadLettersOf(type.topic())))
                    .forEach(topic -> add(Grant.of(topic, isNamed("Write", topic.name()), WRITE, DESCRIBE)));
        }

        void group(String name) {
            add(Grant.of(Resource.group(name), NOT_READY.formatted("GroupAuthorizationException"), READ, DESCRIBE));
        }

        /// Workers say themselves how long a record is theirs.
        void shareGroup(String name) {
            add(Grant.of(Resource.shareGroup(name), isNamed("Read", "group", name), READ, DESCRIBE));
            add(Grant.of(
                    Resource.shareGroup(name),
                    "the worker does not start, and says `The share group %s cannot be configured`".formatted(name),
                    ALTER_CONFIGS,
                    DESCRIBE_CONFIGS));
        }

        /// Kafka Streams: its group, its transactions, and the topics that it makes for itself.
        void streams(String application) {
            group(application);
            add(Grant.of(
                    Resource.beginningWith(Kind.TRANSACTIONS, application + "-"),
                    NOT_READY.formatted("TransactionalIdAuthorizationException"),
                    WRITE,
                    DESCRIBE));
            add(Grant.of(
                    Resource.beginningWith(Kind.TOPIC, application + "-"),
                    NOT_READY.formatted("TopicAuthorizationException"),
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
