/// What was done to each database, measured and noted: the report of a migration and the worker's log of its notes.
@NullMarked
package dev.pgconvoy.worker.report;

import org.jspecify.annotations.NullMarked;
