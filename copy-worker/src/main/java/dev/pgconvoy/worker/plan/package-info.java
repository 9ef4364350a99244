/// Turns the catalog and the archive's table of contents into tasks and their order. Pure: nothing here talks to a
/// server, to a topic or to a clock.
@NullMarked
package dev.pgconvoy.worker.plan;

import org.jspecify.annotations.NullMarked;
