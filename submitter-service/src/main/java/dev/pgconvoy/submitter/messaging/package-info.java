/// The Kafka Streams topology `pgconvoy-admission`: events become facts, facts meet by target server,
/// admission decides, and decisions become events. Queue, offsets and events commit together.
@NullMarked
package dev.pgconvoy.submitter.messaging;

import org.jspecify.annotations.NullMarked;
