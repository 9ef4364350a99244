package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.TopicFact;
import java.util.List;

/// What was announced of a migration, without the saboteur's copies.
final class AnnouncedEnds {

    private AnnouncedEnds() {}

    static List<TopicFact> of(KafkaClient client, String id) {
        return client.ends(id).stream()
                .filter(fact -> !fact.headers().containsKey(TopicSaboteur.MARK))
                .toList();
    }
}
