package dev.pgconvoy.kafka;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.contract.AsyncApi;
import dev.pgconvoy.event.EventType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AsyncApiTopicsTest {

    private static final AsyncApi API = AsyncApi.read();

    @Test
    void the_page_has_every_topic_and_no_other() {
        assertThat(API.channels().map(channel -> channel.get("address").textValue()))
                .containsExactlyInAnyOrderElementsOf(Topics.names().toList());
    }

    @Test
    void the_page_says_how_each_topic_is_made() {
        assertThat(Topics.all(TopicSettings.DEFAULTS)).allSatisfy(topic -> {
            var binding = API.channel(topic.name()).at("/bindings/kafka");
            assertThat(binding.get("partitions").intValue()).isEqualTo(topic.numPartitions());
            assertThat(binding.get("replicas").intValue()).isEqualTo(topic.replicationFactor());
            assertThat(texts(binding.get("topicConfiguration"))).isEqualTo(new TreeMap<>(topic.configs()));
        });
    }

    @Test
    void the_page_for_people_names_every_topic() {
        assertThat(Path.of("..", "docs", "events.md"))
                .content()
                .contains(Arrays.stream(EventType.values())
                        .map(type -> "`" + type.topic() + "`")
                        .toList());
    }

    private static Map<String, String> texts(JsonNode configuration) {
        var texts = new TreeMap<String, String>();
        configuration.properties().forEach(entry -> texts.put(entry.getKey(), text(entry.getValue())));
        return texts;
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asText).collect(joining(",")) : value.asText();
    }
}
