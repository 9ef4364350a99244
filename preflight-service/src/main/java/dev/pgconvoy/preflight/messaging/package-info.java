/// Takes requests from Kafka and says there what came of them. Unreadable records go to the dead-letter topic; they
/// stop nobody.
@NullMarked
package dev.pgconvoy.preflight.messaging;

import org.jspecify.annotations.NullMarked;
