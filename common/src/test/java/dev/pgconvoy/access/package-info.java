/// What each service needs of the brokers: the one table, and the files and pages that are made of it.
@NullMarked
package dev.pgconvoy.access;

import org.jspecify.annotations.NullMarked;
