/// The contract: every event that travels on a topic, its CloudEvents envelope and its JSON. Anything two services tell
/// each other is here.
@NullMarked
package dev.pgconvoy.event;

import org.jspecify.annotations.NullMarked;
