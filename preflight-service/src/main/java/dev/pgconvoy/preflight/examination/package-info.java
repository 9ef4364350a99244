/// What all checks need: sessions on both servers, how a server refuses one, and the question that each
/// database is asked in turn.
@NullMarked
package dev.pgconvoy.preflight.examination;

import org.jspecify.annotations.NullMarked;
