/// The monitor and its console under the load of a large fleet: what is said on Kafka, who
/// looks on, and what is measured.
@NullMarked
package dev.pgconvoy.monitor.load;

import org.jspecify.annotations.NullMarked;
