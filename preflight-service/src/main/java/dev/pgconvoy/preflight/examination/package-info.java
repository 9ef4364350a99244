/// What all checks stand on: sessions on both servers, how a server refuses one, and what one database after the other
/// is
/// asked.
@NullMarked
package dev.pgconvoy.preflight.examination;

import org.jspecify.annotations.NullMarked;
