/// How fast this worker reads from a source whose rate is limited: workers tell each other what they claim over a
/// topic, and the copies of one worker share a token bucket.
@NullMarked
package dev.pgconvoy.worker.rate;

import org.jspecify.annotations.NullMarked;
