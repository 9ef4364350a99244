/// The page of who may do what on the brokers, read as a table that tests go through row by row.
@NullMarked
package dev.pgconvoy.it.access;

import org.jspecify.annotations.NullMarked;
