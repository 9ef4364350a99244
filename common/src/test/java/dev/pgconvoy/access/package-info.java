/// The files and pages that are made of the access matrix.
@NullMarked
package dev.pgconvoy.access;

import org.jspecify.annotations.NullMarked;
