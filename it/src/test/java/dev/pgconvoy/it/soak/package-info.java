/// Small migrations, cancelled ones, refused ones and garbage for hours, and a verdict on whether anything grows:
/// memory, threads, files, connections, stores and topics. What is kept for a time is kept for minutes here, so that a
/// steady amount of it is reached early.
@NullMarked
package dev.pgconvoy.it.soak;

import org.jspecify.annotations.NullMarked;
