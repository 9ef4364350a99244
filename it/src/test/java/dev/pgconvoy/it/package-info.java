/// Whole migrations over a real Kafka, real PostgreSQL servers and our services as processes, seen from outside: from
/// the topics and from the databases.
@NullMarked
package dev.pgconvoy.it;

import org.jspecify.annotations.NullMarked;
