/// What all end-to-end tests of a JVM share: Kafka, the four services, and PostgreSQL servers by name. Containers where
/// an engine answers, the launcher's embedded stack otherwise; our services are always processes of this build.
@NullMarked
package dev.pgconvoy.it.environment;

import org.jspecify.annotations.NullMarked;
