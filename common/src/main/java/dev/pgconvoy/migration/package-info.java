/// What a migration is: its id, request and options, what is observed while it runs, and the status and report that
/// people see. No clock, no I/O, no framework.
@NullMarked
package dev.pgconvoy.migration;

import org.jspecify.annotations.NullMarked;
