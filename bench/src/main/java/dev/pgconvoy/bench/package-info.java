/// Measures pgconvoy against its peers and against the floor that the two servers and the wire set.
@NullMarked
package dev.pgconvoy.bench;

import org.jspecify.annotations.NullMarked;
