/// What every monitor knows of all migrations: the latest state of each, in brief and in memory, its report read from
/// the topic when somebody asks, and a live stream of what is announced.
@NullMarked
package dev.pgconvoy.monitor.view;

import org.jspecify.annotations.NullMarked;
