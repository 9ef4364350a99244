/// What each service needs of the brokers: the one table, of which the files and pages are made, and the watch that
/// tells a service what the brokers do not allow it.
@NullMarked
package dev.pgconvoy.access;

import org.jspecify.annotations.NullMarked;
