package dev.pgconvoy.access;

import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// What a grant is about.
///
/// @param prefix whether all names that begin so are meant
public record Resource(Kind kind, String name, boolean prefix) {

    /// In the words of Kafka's tools and of Strimzi.
    public enum Kind {
        TOPIC("--topic", "topic", ResourceType.TOPIC),
        GROUP("--group", "group", ResourceType.GROUP),
        /// Hands each record out to one consumer. For the brokers' rules it is a group.
        SHARE_GROUP("--group", "group", ResourceType.GROUP),
        TRANSACTIONS("--transactional-id", "transactionalId", ResourceType.TRANSACTIONAL_ID);

        private final String flag;
        private final String strimzi;
        private final ResourceType kafka;

        Kind(String flag, String strimzi, ResourceType kafka) {
            this.flag = flag;
            this.strimzi = strimzi;
            this.kafka = kafka;
        }

        String flag() {
            return flag;
        }

        String strimzi() {
            return strimzi;
        }
    }

    static Resource topic(String name) {
        return new Resource(Kind.TOPIC, name, false);
    }

    static Resource group(String name) {
        return new Resource(Kind.GROUP, name, false);
    }

    static Resource shareGroup(String name) {
        return new Resource(Kind.SHARE_GROUP, name, false);
    }

    static Resource beginningWith(Kind kind, String name) {
        return new Resource(kind, name, true);
    }

    String patternType() {
        return prefix ? "prefix" : "literal";
    }

    ResourcePattern pattern() {
        return new ResourcePattern(kind.kafka, name, prefix ? PatternType.PREFIXED : PatternType.LITERAL);
    }

    String shown() {
        return "`%s%s`".formatted(name, prefix ? "*" : "");
    }
}
