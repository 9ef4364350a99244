/// What our sessions wait for while somebody else holds it. A wait that lasts is told
/// with whoever is in the way: people cannot help otherwise, and a migration that stands
/// still looks like one that is broken.
@NullMarked
package dev.pgconvoy.worker.waiting;

import org.jspecify.annotations.NullMarked;
