/// Deployments of templates that are made of migrations: read, kept on a topic, shown, and forgotten in time.
@NullMarked
package dev.pgconvoy.monitor.arm.deployments;

import org.jspecify.annotations.NullMarked;
