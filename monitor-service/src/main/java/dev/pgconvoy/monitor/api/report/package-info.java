/// What became of a migration: the whole report, as JSON or as a page to keep, and what is
/// left to do.
@NullMarked
package dev.pgconvoy.monitor.api.report;

import org.jspecify.annotations.NullMarked;
