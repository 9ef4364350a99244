/// How fast this worker copies where the rate is limited, per source host, per target host or per fleet: workers tell
/// each other what they claim over a topic, and the copies of one worker share a token bucket for each limit.
@NullMarked
package dev.pgconvoy.worker.rate;

import org.jspecify.annotations.NullMarked;
