#!/bin/sh
# Grants each service what it needs of the brokers, and nothing else (made by AccessFilesTest from AccessMatrix: do not edit).
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

# preflight-service
user=${PREFLIGHT:-pgconvoy-preflight}
allow --operation Read --operation Describe --topic 'migration.requested' --topic 'migration.state'
allow --operation Write --operation Describe --topic 'migration.validated' --topic 'migration.observed' --topic 'migration.requested.dlq'
allow --operation Read --operation Describe --group 'pgconvoy-preflight'
allow --operation Create --operation Describe --resource-pattern-type prefixed --topic 'migration.' --topic 'copy.' --topic 'fleet.'

# submitter-service
user=${SUBMITTER:-pgconvoy-submitter}
allow --operation Read --operation Describe --topic 'migration.validated' --topic 'migration.cancel-requested' --topic 'migration.completed' --topic 'migration.cancelled' --topic 'migration.substate-changed' --topic 'migration.submitted' --topic 'migration.state' --topic 'fleet.plans' --topic 'fleet.actions'
allow --operation Write --operation Describe --topic 'migration.submitted' --topic 'migration.observed' --topic 'migration.requested' --topic 'migration.cancel-requested' --topic 'fleet.plans' --topic 'fleet.changed' --topic 'fleet.state' --topic 'migration.validated.dlq' --topic 'migration.cancel-requested.dlq' --topic 'migration.completed.dlq' --topic 'migration.cancelled.dlq' --topic 'migration.substate-changed.dlq' --topic 'migration.state.dlq' --topic 'fleet.plans.dlq' --topic 'fleet.actions.dlq'
allow --operation Read --operation Describe --group 'pgconvoy-azure-submit' --group 'pgconvoy-admission'
allow --operation Write --operation Describe --resource-pattern-type prefixed --transactional-id 'pgconvoy-admission-'
allow --operation Read --operation Write --operation Create --operation Delete --operation Describe --operation DescribeConfigs --resource-pattern-type prefixed --topic 'pgconvoy-admission-'
allow --operation Create --operation Describe --resource-pattern-type prefixed --topic 'migration.' --topic 'copy.' --topic 'fleet.'

# monitor-service
user=${MONITOR:-pgconvoy-monitor}
allow --operation Read --operation Describe --topic 'migration.requested' --topic 'migration.validated' --topic 'migration.submitted' --topic 'migration.cancel-requested' --topic 'migration.pauses' --topic 'migration.observed' --topic 'migration.state' --topic 'migration.substate-changed' --topic 'migration.completed' --topic 'migration.cancelled' --topic 'copy.tasks' --topic 'copy.results' --topic 'copy.progress' --topic 'fleet.plans' --topic 'fleet.state' --topic 'fleet.changed' --topic 'copy.limits' --topic 'arm.deployments'
allow --operation Write --operation Describe --topic 'migration.state' --topic 'migration.substate-changed' --topic 'migration.completed' --topic 'migration.cancelled' --topic 'migration.requested' --topic 'migration.cancel-requested' --topic 'migration.pauses' --topic 'migration.observed' --topic 'fleet.plans' --topic 'fleet.actions' --topic 'copy.limits' --topic 'migration.requested.dlq' --topic 'migration.validated.dlq' --topic 'migration.submitted.dlq' --topic 'migration.cancel-requested.dlq' --topic 'migration.pauses.dlq' --topic 'migration.observed.dlq'
allow --operation Read --operation Describe --group 'pgconvoy-fold'
allow --operation Write --operation Describe --resource-pattern-type prefixed --transactional-id 'pgconvoy-fold-'
allow --operation Read --operation Write --operation Create --operation Delete --operation Describe --operation DescribeConfigs --resource-pattern-type prefixed --topic 'pgconvoy-fold-'
allow --operation Describe --group 'pgconvoy-preflight' --group 'pgconvoy-admission' --group 'pgconvoy-azure-submit' --group 'pgconvoy-copiers' --group 'pgconvoy-conductors'
allow --operation Read --operation Describe --resource-pattern-type prefixed --group 'pgconvoy-webhook-'
allow --operation Write --operation Create --operation Describe --topic 'arm.deployments'
allow --operation Create --operation Describe --resource-pattern-type prefixed --topic 'migration.' --topic 'copy.' --topic 'fleet.'

# copy-worker
user=${WORKER:-pgconvoy-worker}
allow --operation Read --operation Describe --topic 'copy.tasks' --topic 'copy.results' --topic 'copy.progress' --topic 'copy.snapshots' --topic 'copy.rates' --topic 'migration.submitted' --topic 'migration.cancel-requested' --topic 'migration.pauses' --topic 'migration.completed' --topic 'migration.cancelled' --topic 'migration.observed' --topic 'migration.substate-changed' --topic 'copy.limits'
allow --operation Write --operation Describe --topic 'copy.tasks' --topic 'copy.results' --topic 'copy.progress' --topic 'copy.snapshots' --topic 'copy.rates' --topic 'migration.observed' --topic 'migration.pauses' --topic 'copy.tasks.dlq' --topic 'copy.results.dlq' --topic 'copy.progress.dlq' --topic 'copy.snapshots.dlq' --topic 'copy.rates.dlq' --topic 'migration.submitted.dlq'
allow --operation Read --operation Describe --group 'pgconvoy-copiers' --group 'pgconvoy-conductors'
allow --operation AlterConfigs --operation DescribeConfigs --group 'pgconvoy-copiers' --group 'pgconvoy-conductors'
allow --operation Create --operation Describe --resource-pattern-type prefixed --topic 'migration.' --topic 'copy.' --topic 'fleet.'

# who requests, watches and cancels: ./pgconvoy, upstream systems
user=${REQUESTER:-pgconvoy-requester}
allow --operation Write --operation Describe --topic 'migration.requested' --topic 'migration.cancel-requested' --topic 'migration.pauses' --topic 'fleet.plans' --topic 'fleet.actions' --topic 'copy.limits'
allow --operation Read --operation Describe --topic 'migration.state' --topic 'migration.substate-changed' --topic 'migration.completed' --topic 'migration.cancelled' --topic 'fleet.state' --topic 'fleet.changed' --topic 'copy.limits' --topic 'migration.requested.dlq' --topic 'migration.cancel-requested.dlq' --topic 'migration.pauses.dlq' --topic 'fleet.plans.dlq' --topic 'fleet.actions.dlq'
