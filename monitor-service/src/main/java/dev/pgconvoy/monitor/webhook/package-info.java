/// Tells receivers by HTTP what happens to migrations. Each receiver has a consumer group;
/// its offsets are what the receiver has got so far
/// ([ADR 15](docs/adr/0015-webhooks-deliver-from-the-topics.md)).
@NullMarked
package dev.pgconvoy.monitor.webhook;

import org.jspecify.annotations.NullMarked;
