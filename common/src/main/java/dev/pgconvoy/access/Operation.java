package dev.pgconvoy.access;

import org.apache.kafka.common.acl.AclOperation;

/// What a principal may do, in the words of Kafka's tools and of Strimzi.
public enum Operation {
    READ("Read", AclOperation.READ),
    WRITE("Write", AclOperation.WRITE),
    CREATE("Create", AclOperation.CREATE),
    DELETE("Delete", AclOperation.DELETE),
    DESCRIBE("Describe", AclOperation.DESCRIBE),
    ALTER_CONFIGS("AlterConfigs", AclOperation.ALTER_CONFIGS),
    DESCRIBE_CONFIGS("DescribeConfigs", AclOperation.DESCRIBE_CONFIGS);

    private final String word;
    private final AclOperation kafka;

    Operation(String word, AclOperation kafka) {
        this.word = word;
        this.kafka = kafka;
    }

    String word() {
        return word;
    }

    AclOperation kafka() {
        return kafka;
    }
}
