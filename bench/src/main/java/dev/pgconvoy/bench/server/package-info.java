/// Two PostgreSQL servers of the machine's own installation with equal settings, in a folder that goes away with them,
/// and the programs that talk to them.
@NullMarked
package dev.pgconvoy.bench.server;

import org.jspecify.annotations.NullMarked;
