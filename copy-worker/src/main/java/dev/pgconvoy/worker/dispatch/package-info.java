/// Runs a plan: hands out tasks that can run, hears of their results, tries again, counts what happened, and publishes
/// what is observed.
@NullMarked
package dev.pgconvoy.worker.dispatch;

import org.jspecify.annotations.NullMarked;
