/// What running migrations do right now, table by table, and who does it: folded in memory from the work topics, for
/// those who look. Nothing here decides anything, and what is not known is said to be unknown.
@NullMarked
package dev.pgconvoy.monitor.live;

import org.jspecify.annotations.NullMarked;
