package dev.pgconvoy.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The matrix as files for people and tools, by their path in the project.
final class AccessFiles {

    private static final String MADE = "made by AccessFilesTest from AccessMatrix: do not edit";

    private AccessFiles() {}

    static Map<String, String> all() {
        var files = new LinkedHashMap<String, String>();
        files.put("deploy/kafka/acls.sh", script());
        AccessMatrix.principals()
                .forEach(principal ->
                        files.put("deploy/kafka/strimzi/%s.yaml".formatted(principal.name()), strimzi(principal)));
        files.put("docs/security/acls.md", page());
        return files;
    }

    private static String script() {
        var text = new StringBuilder("""
                #!/bin/sh
                # Grants each service what it needs of the brokers, and nothing else (%s).
                #
                #   BOOTSTRAP=broker:9093 CONFIG=admin.properties deploy/kafka/acls.sh
                #
                # CONFIG: Kafka's security properties of a user who may alter the cluster. KAFKA_ACLS: the tool, kafka-acls.sh by
                # default. Users are the names that the brokers know the services by (SCRAM, or the distinguished name of a
                # certificate); set PREFLIGHT, SUBMITTER, MONITOR, WORKER or REQUESTER where they have other names.
                set -eu
                : "${BOOTSTRAP:?host:port of a broker}"
                : "${CONFIG:?file of the security properties of an administrator}"
                acls=${KAFKA_ACLS:-kafka-acls.sh}

                allow() { "$acls" --bootstrap-server "$BOOTSTRAP" --command-config "$CONFIG" --add --force --allow-principal "User:$user" "$@"; }
                """.formatted(MADE));
        for (var principal : AccessMatrix.principals()) {
            text.append("\n# %s\nuser=${%s:-%s}\n"
                    .formatted(principal.purpose().replace("`", ""), variable(principal), principal.name()));
            principal.grants().stream()
                    .collect(Collectors.groupingBy(
                            AccessFiles::rights,
                            LinkedHashMap::new,
                            Collectors.mapping(grant -> grant.resource().name(), Collectors.toList())))
                    .forEach((rights, names) -> text.append("allow %s%s\n"
                            .formatted(
                                    rights.flags(),
                                    names.stream()
                                            .map(name -> " %s '%s'"
                                                    .formatted(rights.kind().flag(), name))
                                            .collect(Collectors.joining()))));
        }
        return text.toString();
    }

    /// What one call of the tool can grant for several names.
    private record Rights(Resource.Kind kind, boolean prefix, List<Operation> operations) {
        String flags() {
            return operations.stream()
                            .map(operation -> "--operation " + operation.word())
                            .collect(Collectors.joining(" "))
                    + (prefix ? " --resource-pattern-type prefixed" : "");
        }
    }

    private static Rights rights(Grant grant) {
        return new Rights(grant.resource().kind(), grant.resource().prefix(), Principal.sorted(grant));
    }

    private static String variable(Principal principal) {
        return principal.name().replace("pgconvoy-", "").toUpperCase(java.util.Locale.ROOT);
    }

    private static String strimzi(Principal principal) {
        var text = new StringBuilder("""
                # %s (%s).
                apiVersion: kafka.strimzi.io/v1beta2
                kind: KafkaUser
                metadata:
                  name: %s
                  labels:
                    strimzi.io/cluster: kafka
                spec:
                  authentication:
                    type: scram-sha-512
                  authorization:
                    type: simple
                    acls:
                """.formatted(principal.purpose().replace("`", ""), MADE, principal.name()));
        for (var grant : principal.grants()) {
            text.append("""
                          - resource:
                              type: %s
                              name: %s
                              patternType: %s
                            operations: [%s]
                    """.formatted(
                            grant.resource().kind().strimzi(),
                            grant.resource().name(),
                            grant.resource().patternType(),
                            words(Principal.sorted(grant))));
        }
        return text.toString();
    }

    private static String words(List<Operation> operations) {
        return operations.stream().map(Operation::word).collect(Collectors.joining(", "));
    }

    private static String page() {
        var text = new StringBuilder("""
                # What the services need of the brokers

                This page, `deploy/kafka/acls.sh` (Kafka's own tool) and `deploy/kafka/strimzi/` (one `KafkaUser` for each service) are made of
                one table in the sources (`common/…/access/AccessMatrix`; `mvn -pl common test -Dtest=AccessFilesTest -Dregenerate=true`).
                An end-to-end test runs a migration on brokers that enforce exactly this, with TLS and SCRAM; another one takes
                each right of a service away, one at a time, and looks for what the last column says; a third does so with a requester's.

                Each service asks the brokers every few seconds what it may do to its topics, and copy-worker also whether it may
                read as its share groups. What is missing is in its readiness (`/q/health/ready`, check `topic rights`) and, once,
                in its log.

                Nobody needs rights on the cluster itself. The services make missing topics when they start. The rules for
                `Create` are needed also where somebody else makes all topics before.
                Which record is believed does not depend on these rules alone: each carries a MAC ([ADR 11](../adr/0011-records-carry-a-mac.md)).

                A group or an application that was given another name in the configuration (`PGCONVOY_FOLD_APPLICATION_ID`,
                `PGCONVOY_AZURE_SUBMIT_GROUP_ID`) needs its rules under that name. `./pgconvoy events` without `--topic` reads every
                topic of migrations: who uses it needs `Read` and `Describe` on those, too.
                """);
        for (var principal : AccessMatrix.principals()) {
            text.append("\n## %s\n\nFor %s.\n\n| on | name | operations | without it |\n|---|---|---|---|\n"
                    .formatted(principal.name(), principal.purpose()));
            principal
                    .grants()
                    .forEach(grant -> text.append("| %s | %s | %s | %s |\n"
                            .formatted(
                                    noun(grant.resource().kind()),
                                    grant.resource().shown(),
                                    words(Principal.sorted(grant)),
                                    grant.failure())));
        }
        return text.toString();
    }

    private static String noun(Resource.Kind kind) {
        return switch (kind) {
            case TOPIC -> "topic";
            case GROUP, SHARE_GROUP -> "group";
            case TRANSACTIONS -> "transactional id";
        };
    }
}
