/// What the source databases are filled with, and the comparison of two databases: written for these tests alone, so
/// that it cannot share a mistake with the product's own verification.
@NullMarked
package dev.pgconvoy.it.content;

import org.jspecify.annotations.NullMarked;
