/// How a record comes in: read, found to be at home or not, or unreadable.
@NullMarked
package dev.pgconvoy.monitor.fold.intake;

import org.jspecify.annotations.NullMarked;
