/// Who may call the monitor over HTTP, from where, how often, and with what.
@NullMarked
package dev.pgconvoy.monitor.access;

import org.jspecify.annotations.NullMarked;
