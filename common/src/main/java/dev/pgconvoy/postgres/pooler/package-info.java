/// Connection poolers, which lend sessions that others use, too. A migration needs sessions of its own: it sets them,
/// holds snapshots in them, and knows them by their process numbers.
@NullMarked
package dev.pgconvoy.postgres.pooler;

import org.jspecify.annotations.NullMarked;
