/// The two servers of a migration, reached over connections: what conductors ask of them and have done there.
@NullMarked
package dev.pgconvoy.worker.servers;

import org.jspecify.annotations.NullMarked;
