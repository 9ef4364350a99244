package dev.pgconvoy.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Bytes of records on the broker's disk, by who has made the topic. The broker's log of its own metadata is left out.
record TopicFigures(Path brokerFolder) {

    private static final String EVENTS = "topics of events";
    private static final String LETTERS = "topics of dead letters";
    private static final String STREAMS = "topics of Kafka Streams (changelogs, repartitions)";
    private static final String BROKER = "topics of the broker (offsets, transactions, share groups)";

    void addTo(Map<MeasuredFigure, Long> values) {
        try (var folders = Files.list(brokerFolder)) {
            for (var folder : folders.filter(Files::isDirectory).toList()) {
                var name = folder.getFileName().toString();
                if (!name.startsWith("__cluster_metadata")) {
                    var size = FolderSize.of(folder, file -> file.toString().endsWith(".log"));
                    values.merge(figure(kind(name)), size.bytes(), Long::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MeasuredFigure figure(String kind) {
        return new MeasuredFigure(kind, kind.equals(EVENTS) ? BoundedQuantity.EVENTS : BoundedQuantity.OTHER_RECORDS);
    }

    private static String kind(String folder) {
        if (folder.startsWith("__")) {
            return BROKER;
        }
        if (folder.contains("-changelog-") || folder.contains("-repartition-")) {
            return STREAMS;
        }
        return folder.contains(".dlq-") ? LETTERS : EVENTS;
    }
}
