package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pgconvoy.failure.FailureCode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublishFailuresTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new RecordTooLargeException("12 MB"), FailureCode.INTERNAL),
                arguments(new SerializationException("no"), FailureCode.INTERNAL),
                arguments(new PolicyViolationException("no"), FailureCode.INTERNAL),
                arguments(new InvalidTopicException("no"), FailureCode.INTERNAL),
                arguments(new TopicAuthorizationException("no"), FailureCode.PERMISSION_DENIED),
                arguments(new SaslAuthenticationException("no"), FailureCode.AUTHENTICATION_FAILED),
                arguments(new TimeoutException("no"), FailureCode.CONNECTION_LOST),
                arguments(new NotEnoughReplicasException("no"), FailureCode.CONNECTION_LOST),
                arguments(new DisconnectException("no"), FailureCode.CONNECTION_LOST),
                arguments(new KafkaException("Producer is closed forcefully."), FailureCode.CONNECTION_LOST));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void only_what_may_pass_is_worth_another_try(Exception failure, FailureCode code) {
        var classified = PublishFailures.classify(
                new CompletionException(new ExecutionException(failure)), "migration.observed");

        assertThat(classified.code()).isEqualTo(code);
        assertThat(classified.object()).isEqualTo("Kafka topic migration.observed");
        assertThat(classified.message()).contains(failure.getMessage());
        assertThat(classified.remedy()).isNotEmpty();
    }

    @Test
    void an_event_that_is_too_large_says_what_the_topic_must_take() {
        var classified = PublishFailures.classify(new RecordTooLargeException("12 MB"), "migration.observed");

        assertThat(classified.code().retryable()).isFalse();
        assertThat(classified.remedy()).contains("max.message.bytes", Integer.toString(Topics.LARGEST_RECORD));
    }
}
