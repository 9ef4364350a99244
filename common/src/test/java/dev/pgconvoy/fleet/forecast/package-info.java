/// Tests of schedules that are made ahead of time.
@NullMarked
package dev.pgconvoy.fleet.forecast;

import org.jspecify.annotations.NullMarked;
