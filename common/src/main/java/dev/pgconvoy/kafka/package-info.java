/// Topics and their settings, and the translation between Kafka records and events.
@NullMarked
package dev.pgconvoy.kafka;

import org.jspecify.annotations.NullMarked;
