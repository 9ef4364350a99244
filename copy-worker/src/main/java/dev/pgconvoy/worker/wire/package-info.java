/// PostgreSQL's protocol below JDBC. The driver connects, authenticates and begins transactions; then
/// scripts and COPY run on the session's own socket, because only there can hundreds of tables share one
/// round trip and rows pass in large blocks that nobody takes apart.
@NullMarked
package dev.pgconvoy.worker.wire;

import org.jspecify.annotations.NullMarked;
