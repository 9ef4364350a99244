/// Creates in Azure the migrations that Azure is to move: looks first, deploys the template where nothing is there, and
/// says so when it cannot be done. What runs then is the monitor's to watch.
@NullMarked
package dev.pgconvoy.submitter.azure;

import org.jspecify.annotations.NullMarked;
