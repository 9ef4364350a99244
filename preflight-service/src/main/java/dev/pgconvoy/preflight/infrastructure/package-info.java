/// JDBC sessions with bounded times, configuration, and the beans made of them.
@NullMarked
package dev.pgconvoy.preflight.infrastructure;

import org.jspecify.annotations.NullMarked;
