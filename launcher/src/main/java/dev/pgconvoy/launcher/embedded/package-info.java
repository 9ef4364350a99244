/// The stack of one command: Kafka, the four services and, where asked for, two PostgreSQL servers, wired together.
@NullMarked
package dev.pgconvoy.launcher.embedded;

import org.jspecify.annotations.NullMarked;
