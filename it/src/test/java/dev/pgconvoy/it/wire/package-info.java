/// A Kafka client that a stranger could have written: JSON by hand and the names in `docs/asyncapi.yaml`, nothing of
/// ours.
@NullMarked
package dev.pgconvoy.it.wire;

import org.jspecify.annotations.NullMarked;
