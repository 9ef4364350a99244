/// The way to Azure: which cloud, as whom, over which transport. Clients are made from it; nothing here calls anything
/// before it is asked to.
@NullMarked
package dev.pgconvoy.azure;

import org.jspecify.annotations.NullMarked;
