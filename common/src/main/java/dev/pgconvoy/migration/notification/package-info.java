/// Whom a request wants told of its migration, and of what.
@NullMarked
package dev.pgconvoy.migration.notification;

import org.jspecify.annotations.NullMarked;
