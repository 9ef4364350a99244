/// Who may do what on both servers, read from their catalogs and compared. A server can leave a grant out with no more
/// than a warning, or an object can have a right that nobody asked for; a copy that lets more in than its source did,
/// or fewer, is not the same.
@NullMarked
package dev.pgconvoy.worker.rights;

import org.jspecify.annotations.NullMarked;
