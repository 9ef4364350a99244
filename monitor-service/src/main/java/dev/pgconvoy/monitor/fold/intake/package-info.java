/// How a record enters the fold: it is read or set aside as unreadable, and sent on when another partition is the
/// home of its migration.
@NullMarked
package dev.pgconvoy.monitor.fold.intake;

import org.jspecify.annotations.NullMarked;
