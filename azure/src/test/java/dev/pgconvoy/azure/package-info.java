/// The way to Azure, walked to servers of our own that speak its protocols.
@NullMarked
package dev.pgconvoy.azure;

import org.jspecify.annotations.NullMarked;
