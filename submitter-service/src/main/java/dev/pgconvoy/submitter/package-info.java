/// Admits validated migrations, one at a time per target server, and hands each to the executor that will move its
/// data. `model` decides, `application` turns decisions into events, `messaging` runs both inside a Kafka Streams
/// topology, exactly once.
@NullMarked
package dev.pgconvoy.submitter;

import org.jspecify.annotations.NullMarked;
