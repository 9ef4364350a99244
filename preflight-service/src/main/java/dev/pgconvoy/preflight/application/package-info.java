/// Runs the checks of one request, whatever happens to any of them, and comes back with a report.
@NullMarked
package dev.pgconvoy.preflight.application;

import org.jspecify.annotations.NullMarked;
